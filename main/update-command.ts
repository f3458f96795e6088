import { constants, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type UpdateManifest, Version } from '#shared/update-manifest.ts';
import {
  makePublisherKey,
  placeFirst,
  PublishError,
  publishRelease,
  readPublisherKey,
  stageRelease,
} from './update-publish.ts';

const START = { linux: 'Anteroom.AppImage', windows: 'Anteroom.exe' } as const;

export interface UpdateCommandParts {
  /** A path as the person typed it. */
  readonly fromCaller: (path: string) => string;
  readonly resourcesDirectory: string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly exit: (code: number) => void;
  readonly now: () => Date;
}

function parseVersion(text: string): string {
  if (!Version.safeParse(text).success) throw new InvalidArgumentError('three numbers, such as 1.4.0');
  return text;
}

function parseNumber(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= lowest && value <= highest))
      throw new InvalidArgumentError(`a number from ${lowest} to ${highest}`);
    return value;
  };
}

const summary = ({ version, sequence, rolloutPercent, expiresAt, floor }: UpdateManifest) =>
  `Version ${version} to ${rolloutPercent} % of the kiosks, never below ${floor}; manifest ${sequence}, valid until ${expiresAt.slice(0, 10)}.`;

/** `anteroom update …`: for whoever publishes new versions, and for the first one on a kiosk. Exit codes: 0 done, 1 not done. */
export function updateCommand(parts: UpdateCommandParts): Command {
  const { fromCaller, print } = parts;
  const update = new Command('update').description('publish new versions for kiosks, and put the first one in place');
  const collect = (file: string, before: string[] = []) => [...before, fromCaller(file)];

  /** What is foreseen becomes its sentence. */
  async function run(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof PublishError)) throw error;
      parts.complain(error.message);
      parts.exit(1);
    }
  }

  update
    .command('new-key')
    .description("make a publisher's key; prints the public half for resources/updates.json")
    .argument('<file>', 'new file for the private half; keep it in a safe, never on a server', fromCaller)
    .action((file: string) =>
      run(async () => {
        if (existsSync(file))
          throw new PublishError(`${file} is there already. A key is never overwritten: name another file.`);
        const { text, publicKey } = makePublisherKey();
        const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
        try {
          await handle.writeFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        print(publicKey);
      }),
    );

  update
    .command('sign')
    .description(
      'make a folder for a web server out of built programs: the programs, their lists and the signed manifest',
    )
    .argument('<folder>', 'what is published; earlier manifests in it count', fromCaller)
    .requiredOption('--release <version>', 'higher than what is published', parseVersion)
    .requiredOption('--key <file>', "a publisher's key; more than once while one follows another", collect)
    .option('--linux <file>', 'AppImage for x64', fromCaller)
    .option('--linux-arm <file>', 'AppImage for arm64', fromCaller)
    .option('--windows <file>', 'installer', fromCaller)
    .option('--windows-folder <folder>', 'what that installer leaves, installed once', fromCaller)
    .option('--rollout <percent>', 'of the kiosks', parseNumber(0, 100), 100)
    .option('--days <number>', 'until the manifest is no longer believed', parseNumber(1, 366), 90)
    .option('--floor <version>', 'nothing lower is installed any more', parseVersion)
    .option('--updates-from <version>', 'the lowest version that may go to this one in one step', parseVersion)
    .action((folder: string, options: SignOptions) =>
      run(async () => {
        const { windows, windowsFolder } = options;
        if ((windows === undefined) !== (windowsFolder === undefined))
          throw new PublishError('--windows and --windows-folder belong together: every installed file is signed.');
        const appImage = (file: string | undefined) =>
          file === undefined ? undefined : { file, folder: null, start: START.linux };
        const programs = {
          'linux-x64': appImage(options.linux),
          'linux-arm64': appImage(options.linuxArm),
          'win32-x64':
            windows === undefined || windowsFolder === undefined
              ? undefined
              : { file: windows, folder: windowsFolder, start: START.windows },
        };
        const release = {
          version: options.release,
          programs: Object.fromEntries(Object.entries(programs).filter(([, program]) => program !== undefined)),
          floor: options.floor ?? null,
          updatesFrom: options.updatesFrom ?? null,
          rolloutPercent: options.rollout,
          validDays: options.days,
        };
        print(summary(await publishRelease(folder, release, options.key.map(readPublisherKey), parts.now())));
      }),
    );

  update
    .command('stage')
    .description('give what is published to more kiosks, or stop giving it; also makes it valid for longer')
    .argument('<folder>', 'what is published', fromCaller)
    .requiredOption('--rollout <percent>', '0 stops it: who has it keeps it', parseNumber(0, 100))
    .requiredOption('--key <file>', "a publisher's key; more than once while one follows another", collect)
    .option('--days <number>', 'until the manifest is no longer believed', parseNumber(1, 366), 90)
    .action((folder: string, options: { rollout: number; key: string[]; days: number }) =>
      run(() => {
        const staged = { rolloutPercent: options.rollout, validDays: options.days };
        print(summary(stageRelease(folder, staged, options.key.map(readPublisherKey), parts.now())));
        return Promise.resolve();
      }),
    );

  update
    .command('place')
    .description('put the first version onto a kiosk: a folder with the launcher and the program in it')
    .argument('<folder>', 'new folder for programs; the kiosk’s account has to be able to write there', fromCaller)
    .requiredOption('--release <version>', 'of the program', parseVersion)
    .requiredOption('--program <file>', 'the AppImage', fromCaller)
    .action((folder: string, { release, program }: { release: string; program: string }) =>
      run(async () => {
        const launchers = join(parts.resourcesDirectory, 'kiosk-os', 'launcher');
        await placeFirst(folder, launchers, { version: release, file: program, start: basename(START.linux) });
        print(`Start the kiosk with ${join(folder, 'anteroom-launcher.sh')}.`);
      }),
    );
  return update;
}

interface SignOptions {
  release: string;
  key: string[];
  linux?: string;
  linuxArm?: string;
  windows?: string;
  windowsFolder?: string;
  rollout: number;
  days: number;
  floor?: string;
  updatesFrom?: string;
}
