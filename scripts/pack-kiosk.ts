import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { parse } from 'yaml';
import { packagesNotOfKiosk } from './packed-packages.ts';

export interface PackOptions {
  /** The project's folder, built. */
  readonly root: string;
  /** Electron for this system and processor, unpacked. */
  readonly electronDirectory: string;
  readonly outDirectory: string;
  /** The installers of `electron-builder.yml`, or only the folder that they would hold. */
  readonly isFolderOnly: boolean;
}

type WrittenConfiguration = Omit<Configuration, 'files'> & { readonly files: readonly string[] };

/** `electron-builder.yml` with what the project finds out about itself. */
export function packConfiguration(root: string, builtAt: Date): Configuration {
  const written = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as WrittenConfiguration;
  return {
    ...written,
    files: [...written.files, ...packagesNotOfKiosk(root).map((path) => `!${path}/**`)],
    // files in an archive have no time of their own: the kiosk doubts a clock that is before this
    extraMetadata: { builtAt: builtAt.toISOString() },
  };
}

/**
 * Packs the kiosk for this system and processor.
 *
 * @returns the installers that were written; none for a folder
 * @throws with electron-builder's reason
 */
export function packKiosk(options: PackOptions): Promise<string[]> {
  const { root, electronDirectory, outDirectory, isFolderOnly } = options;
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64;
  return build({
    projectDir: root,
    targets: Platform.current().createTarget(isFolderOnly ? 'dir' : null, arch),
    publish: 'never',
    config: {
      ...packConfiguration(root, new Date()),
      electronDist: electronDirectory,
      directories: { output: outDirectory, buildResources: 'packaging' },
    },
  });
}
