import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleRefusedError } from '#connectors/bundle/bundle-reader.ts';
import type { HubLog } from '../http/hub-log.ts';
import { identityIn } from './identity-file.ts';
import { importBundle, type ImportReport } from './import-bundle.ts';

function sentenceOf(report: ImportReport): string {
  const { accepted, duplicates, quarantined, files, filesHeldBefore, filesErased } = report;
  const lines = [
    `Kiosk ${report.deviceId}: ${accepted} records and ${files} files taken; ${duplicates} records and ${filesHeldBefore} files were here already.`,
    ...(quarantined > 0 ? [`${quarantined} records were put aside for a person.`] : []),
    ...(filesErased > 0 ? [`${filesErased} files belong to deleted interviews and were not taken.`] : []),
    ...(report.recordsLeft === null ? [] : [`Its records were NOT taken: ${report.recordsLeft}.`]),
    `Receipts: ${report.receiptsFile}. Take them back to the kiosk: anteroom bundle receipts FILE --data DIR.`,
  ];
  return lines.join('\n');
}

/**
 * Imports bundles into a hub's folder.
 *
 * @returns exit code: 0 all taken; 1 one was refused, or its records were; 2 there is no hub or no identity
 */
export async function importCommand(
  paths: readonly string[],
  parts: {
    readonly dataDir: string;
    readonly identityFile: string | undefined;
    readonly now: () => Date;
    readonly log: HubLog;
    readonly print: (text: string) => void;
    readonly complain: (text: string) => void;
  },
): Promise<number> {
  const { dataDir, identityFile, print, complain } = parts;
  if (!existsSync(join(dataDir, 'hub.db'))) {
    complain(`${dataDir} holds no hub (no hub.db). Give the folder the hub is started with.`);
    return 2;
  }
  if (identityFile === undefined || !existsSync(identityFile)) {
    complain('Give the file with the private half of the recovery key: --identity FILE.');
    return 2;
  }
  const identity = identityIn(await readFile(identityFile, 'utf8'));
  let code = 0;
  for (const path of paths) {
    try {
      const report = await importBundle(path, { ...parts, identity });
      print(sentenceOf(report));
      if (report.recordsLeft !== null) code = 1;
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EROFS');
      if (!(error instanceof BundleRefusedError) && !isFull) throw error;
      complain(
        isFull ? `${path}: ${error.message}. What was taken stays; make room, then import again.` : error.message,
      );
      code = 1;
    }
  }
  return code;
}
