import { existsSync } from 'node:fs';
import { BundleRefusedError } from '#connectors/bundle/bundle-reader.ts';
import { BundleExportError, exportBundle } from './bundle-export.ts';
import { takeReceipts } from './bundle-receipts.ts';
import { KioskRefusedError, openStoppedKiosk, type StoppedKiosk } from './stopped-kiosk.ts';
import type { Keyring } from './store/keys/keyring-port.ts';

interface Terminal {
  readonly keyring: Keyring;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** What a medium says when it was pulled out, is full, or must not be written. */
const MEDIUM_TROUBLE = /^(ENOSPC|EDQUOT|EIO|EROFS|ENODEV|ENXIO|ENOENT|ENOTDIR|EACCES|EPERM)$/;

/** @returns exit code: that of the work, or 1 with the sentence why it was not done */
async function withKiosk(
  data: string,
  { keyring, complain }: Terminal,
  work: (kiosk: StoppedKiosk) => Promise<number>,
): Promise<number> {
  let kiosk: StoppedKiosk | null = null;
  try {
    kiosk = await openStoppedKiosk(data, keyring);
    return await work(kiosk);
  } catch (error) {
    const isForeseen =
      error instanceof KioskRefusedError || error instanceof BundleExportError || error instanceof BundleRefusedError;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (isForeseen) complain(error.message);
    else if (error instanceof Error && MEDIUM_TROUBLE.test(code))
      complain(
        `The medium cannot be used: ${error.message}. Nothing on the kiosk counts as sent; give the command again.`,
      );
    else throw error;
    return 1;
  } finally {
    kiosk?.close();
  }
}

/** `anteroom bundle export`. @returns exit code: 0; 1 when something was left out or nothing was done */
export function exportAction(
  options: { to: string; data: string; limit?: number; recipient?: string },
  terminal: Terminal,
): Promise<number> {
  const { print, complain } = terminal;
  return withKiosk(options.data, terminal, async (kiosk) => {
    if (!existsSync(options.to))
      throw new BundleExportError(
        `There is no folder ${options.to}. Put the stick in, or name another folder with --to.`,
      );
    const recipient = options.recipient ?? kiosk.store.kiosk.settings().recoveryRecipient;
    const limitBytes = options.limit ?? null;
    const found = await exportBundle(kiosk, { to: options.to, recipient, limitBytes, now: () => new Date() });
    for (const problem of found.problems) complain(problem);
    print(`${found.records} records and ${found.files} files in ${found.folder}, encrypted to ${recipient}.`);
    if (found.kept > 0) print(`${found.kept} parts were there from an earlier run and are whole.`);
    if (found.recordsLeft + found.filesLeft > 0)
      print(
        `${found.recordsLeft} records and ${found.filesLeft} files did not fit. Import this bundle, take its receipts, export again.`,
      );
    print(
      'Everything stays on the kiosk until the receipts of head office are taken: anteroom bundle receipts FOLDER.',
    );
    return found.problems.length === 0 ? 0 : 1;
  });
}

/** `anteroom bundle receipts`. @returns exit code: 0; 1 when the receipts were refused */
export function receiptsAction(file: string, data: string, terminal: Terminal): Promise<number> {
  return withKiosk(data, terminal, async (kiosk) => {
    const { recordsSent, recordsParked, filesSent } = await takeReceipts(kiosk, file, () => new Date());
    terminal.print(`${recordsSent} records and ${filesSent} files count as sent now.`);
    if (recordsParked > 0)
      terminal.print(`${recordsParked} records were put aside by head office; see Sync in the kiosk.`);
    return 0;
  });
}
