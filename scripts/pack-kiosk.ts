import { Arch, build, type Configuration, Platform } from 'electron-builder';
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

/** What the project finds out about itself; electron-builder adds it to `electron-builder.yml`, lists to lists. */
export function packAdditions(root: string, builtAt: Date): Configuration {
  return {
    // packages are laid out anew when they are packed, so a name means every place
    files: packagesNotOfKiosk(root).map((name) => `!**/node_modules/${name}/**`),
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
      ...packAdditions(root, new Date()),
      electronDist: electronDirectory,
      directories: { output: outDirectory },
    },
  });
}
