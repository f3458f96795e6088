import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { createAuditTrail } from '../audit-trail/audit-trail.ts';
import { COMMAND_LINE } from '../audit-trail/command-line.ts';
import { identityIn } from '../bundle/identity-file.ts';
import { openDatabase } from '../database/open-database.ts';
import { auditRows, type AuditRow } from './audit-rows.ts';

/** The rows in an order that tells nothing of who came when. */
function shuffled(rows: readonly AuditRow[]): AuditRow[] {
  const left = [...rows];
  for (let at = left.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    const [row, moved] = [left[at], left[other]];
    if (row !== undefined && moved !== undefined) [left[at], left[other]] = [moved, row];
  }
  return left;
}

/** A CSV table as `anteroom audit` reads it: a row per person, what is not known left empty. */
export function auditTable(rows: readonly AuditRow[]): string {
  const groups = [...new Set(rows.flatMap(({ said }) => Object.keys(said ?? {})))].toSorted();
  return stringify(
    shuffled(rows).map(({ jobId, score, isSelected, said }) => [
      jobId,
      ...groups.map((group) => said?.[group] ?? ''),
      score === null ? '' : String(score),
      isSelected === null ? '' : isSelected ? 'yes' : 'no',
    ]),
    { header: true, columns: ['job', ...groups, 'score', 'selected'], escape_formulas: true },
  );
}

/**
 * Writes the table that the audit of bias is computed from. It opens what candidates said of themselves, so whoever runs it holds the
 * private half of head office's key; that it was run stands in the hub's audit log.
 *
 * @returns exit code: 0 written, 1 nothing could be opened with this key, 2 for what cannot be understood
 */
export async function auditTableCommand(given: {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly identityFile: string | undefined;
  readonly file: string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}): Promise<number> {
  const { file, identityFile, print, complain } = given;
  if (identityFile === undefined || !existsSync(identityFile)) {
    complain("Give the file with the private half of head office's key: --identity FILE.");
    return 2;
  }
  if (existsSync(file)) {
    complain(`${file} exists and was left alone. Name a new file.`);
    return 2;
  }
  const identity = identityIn(await readFile(identityFile, 'utf8'));
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    complain(`${identityFile} holds no private key (AGE-SECRET-KEY-1…).`);
    return 2;
  }
  const database = await openDatabase(given.dataDir, given.databaseUrl);
  try {
    const { rows, notOpened } = await auditRows(database, (sealed) => decrypter.decrypt(sealed, 'uint8array'));
    const told = rows.filter(({ said }) => said !== null).length;
    if (told === 0 && notOpened > 0) {
      complain(
        `None of ${notOpened} sealed answers can be opened with this key. Look for the key that the kiosks had then.`,
      );
      return 1;
    }
    await createAuditTrail(database, () => new Date()).audit(COMMAND_LINE, 'self_identification.opened');
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(auditTable(rows));
      await handle.sync();
    } finally {
      await handle.close();
    }
    print(`${rows.length} interviews; ${told} with what people said of themselves. Written to ${file}.`);
    if (notOpened > 0) print(`${notOpened} more were sealed to another key and count as not known.`);
    print(`Next: anteroom audit ${file} --group COLUMN --outcome selected`);
    return 0;
  } finally {
    await database.close();
  }
}
