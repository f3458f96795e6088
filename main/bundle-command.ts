import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Keyring } from './store/keys/keyring-port.ts';

export interface BundleCommandParts {
  /** A path as the person typed it. */
  readonly fromCaller: (path: string) => string;
  /** Asked for when a kiosk's data is opened. */
  readonly keyring: () => Keyring;
  readonly defaultData: string;
  /** Runs head office's program; gives its exit code. */
  readonly runHub: (words: string[]) => Promise<number>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly exit: (code: number) => void;
}

function bytesOf(text: string): number {
  const match = /^([1-9][0-9]*)([KMG]?)$/i.exec(text);
  if (!match) throw new InvalidArgumentError('a number of bytes, such as 4000000000, 500M or 4G');
  return Number(match[1]) * 1024 ** ' KMG'.indexOf((match[2] ?? '').toUpperCase() || ' ');
}

/** `anteroom bundle`: records and recordings to head office on a stick, and its receipts back. */
export function bundleCommand(parts: BundleCommandParts): Command {
  const bundle = new Command('bundle').description(
    'send without a network: what waits goes onto a stick, encrypted and signed; head office leaves receipts on it',
  );

  bundle
    .command('export')
    .description('write everything that waits for head office onto a stick; run again it goes on where it stopped')
    .requiredOption('--to <folder>', 'folder on the stick', parts.fromCaller)
    .option('--data <folder>', 'data folder of a kiosk that is not running', parts.fromCaller, parts.defaultData)
    .option('--limit <bytes>', 'put no more than this on the stick: 500M, 4G', bytesOf)
    .option('--recipient <age1…>', "who can open it; head office's recovery key from the settings when not given")
    .action(async (options: { to: string; data: string; limit?: number; recipient?: string }) => {
      // loaded here so that the other commands start without the database addon
      const { exportAction } = await import('./bundle-actions.ts');
      parts.exit(await exportAction(options, { ...parts, keyring: parts.keyring() }));
    });

  bundle
    .command('import')
    .description("at head office: take bundles from a stick into the hub's data, and leave receipts beside them")
    .argument('<bundle...>', 'folder of a bundle, or its bundle.json')
    .requiredOption('--data <folder>', "head office's data folder; the hub may be running", parts.fromCaller)
    .requiredOption('--identity <file>', 'private half of the recovery key', parts.fromCaller)
    .action(async (paths: string[], options: { data: string; identity: string }) => {
      if (!existsSync(join(options.data, 'hub.db')) && existsSync(join(options.data, 'anteroom.db'))) {
        parts.complain(
          `${options.data} is a kiosk's. Bundles go to head office; a kiosk takes receipts: anteroom bundle receipts.`,
        );
        return parts.exit(2);
      }
      const imports = paths.flatMap((path) => ['--import', parts.fromCaller(path)]);
      parts.exit(await parts.runHub(['--data', options.data, '--identity', options.identity, ...imports]));
    });

  bundle
    .command('receipts')
    .description("back at the kiosk: count as sent what head office's receipts on the stick confirm")
    .argument('<file>', 'receipts.json, or the folder of the bundle', parts.fromCaller)
    .option('--data <folder>', 'data folder of a kiosk that is not running', parts.fromCaller, parts.defaultData)
    .action(async (file: string, { data }: { data: string }) => {
      const { receiptsAction } = await import('./bundle-actions.ts');
      parts.exit(await receiptsAction(file, data, { ...parts, keyring: parts.keyring() }));
    });

  return bundle;
}
