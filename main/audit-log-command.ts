import { Command } from 'commander';
import type * as AuditLog from './store/audit-log.native.ts';
import type { DeviceSigner } from './store/device-signer.ts';

const EXIT = { sound: 0, tampered: 1, unreadable: 2 } as const;

export interface AuditLogCommandParts {
  /** A path as the person typed it. */
  readonly fromCaller: (path: string) => string;
  /** The signer of the kiosk in a data folder; a sentence with a next step when it cannot be had. Makes nothing. */
  readonly signerOf: (folder: string) => Promise<DeviceSigner | string>;
  readonly print: (text: string) => void;
  /** For the sentence why something was not done. */
  readonly complain: (text: string) => void;
  readonly exit: (code: number) => void;
  /** Ends at once: the words could not be read. */
  readonly abort: (code: number) => never;
  readonly now: () => Date;
}

function report({
  directory,
  deviceId,
  isSound,
  lines,
  lastLine,
  heldAgainst,
  problems,
}: AuditLog.AuditLogReport): string {
  const proof =
    heldAgainst.length === 0
      ? 'Held against no signed head: a cut or rewritten end would not be seen. Give one with --head.'
      : `Held against the signed head of line ${heldAgainst.join(' and of line ')}.`;
  return [
    `${directory}, kiosk ${deviceId}: ${lines} lines, the last is number ${lastLine}.`,
    proof,
    ...problems.map(({ sentence }) => `    ${sentence}`),
    isSound ? 'Every line is as it was written.' : 'The log was tampered with: see the lines above.',
  ].join('\n');
}

/** `anteroom audit-log`. Exit codes: 0 sound, 1 tampered with, 2 it cannot be read. */
export function auditLogCommand(parts: AuditLogCommandParts): Command {
  const auditLog = new Command('audit-log')
    .description("check a kiosk's audit log, and print its signed head")
    // wrong words must not end like a log that was tampered with
    .exitOverride(({ exitCode }) => parts.abort(exitCode === 0 ? 0 : EXIT.unreadable))
    .showHelpAfterError();

  /** Runs an action; what is foreseen becomes its sentence and exit code. */
  async function run(action: (native: typeof AuditLog) => Promise<number>): Promise<void> {
    // loaded here so that the other commands start without the database addon
    const native = await import('./store/audit-log.native.ts');
    try {
      parts.exit(await action(native));
    } catch (error) {
      if (!(error instanceof native.AuditLogUnreadableError)) throw error;
      parts.complain(error.message);
      parts.exit(EXIT.unreadable);
    }
  }

  auditLog
    .command('verify')
    .description(
      'read every line and its hash; with a saved head also see whether the end was cut off or written anew; exit code 1 when tampered with, 2 when it cannot be read',
    )
    .argument('<folder>', 'the data folder; read only', parts.fromCaller)
    .option('--head <file>', 'a head saved before: printed by "audit-log head", or from head office', parts.fromCaller)
    .option('--json', 'print the findings as JSON')
    .action((folder: string, options: { head?: string; json?: boolean }) =>
      run(async ({ readHeadFile, verifyAuditLog }) => {
        const found = verifyAuditLog(folder, options.head === undefined ? null : readHeadFile(options.head));
        parts.print(options.json === true ? JSON.stringify(found) : report(found));
        return found.isSound ? EXIT.sound : EXIT.tampered;
      }),
    );

  auditLog
    .command('head')
    .description("sign the newest line with the kiosk's key and print it as JSON, to be kept away from the kiosk")
    .argument('<folder>', 'the data folder; read only', parts.fromCaller)
    .action((folder: string) =>
      run(async ({ AuditLogUnreadableError, signNewestHead }) => {
        const signer = await parts.signerOf(folder);
        if (typeof signer === 'string') throw new AuditLogUnreadableError(signer);
        parts.print(JSON.stringify(signNewestHead(folder, signer, parts.now())));
        return EXIT.sound;
      }),
    );

  return auditLog;
}
