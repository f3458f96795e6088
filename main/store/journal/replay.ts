import type { Database } from '../database.native.ts';
import { rowAccess, journalPosition } from './guard-writes.ts';
import type { JournalEntry, RowImage } from './journal-frames.ts';

function writeRow(database: Database, { table, rowId, row }: RowImage): void {
  if (row === null) {
    database.prepare(`delete from "${table}" where rowid = ?`).run(rowId);
    return;
  }
  const names = Object.keys(row);
  const columns = names.map((name) => `"${name}"`).join(', ');
  database
    .prepare(`insert or replace into "${table}" (rowid, ${columns}) values (?, ${names.map(() => '?').join(', ')})`)
    .run(rowId, ...Object.values(row));
}

/**
 * Takes over what the journal holds and the database does not: transactions that were on the disk before a power cut, or all
 * since the backup that was restored. Rows are put as they were; the database must not be guarded yet.
 *
 * Where entries are missing, later rows may refer to rows that are lost: they are kept, since they hold answers, and named.
 *
 * @returns how many transactions were taken over, and which rows refer to nothing now, in sentences
 */
export function replay(
  database: Database,
  entries: readonly JournalEntry[],
): { replayed: number; problems: readonly string[] } {
  const position = journalPosition(database);
  const missing = entries.filter(({ sequence }) => sequence > position);
  const last = missing.at(-1);
  if (!last) return { replayed: 0, problems: [] };
  const problems: string[] = [];
  // rows come in the order of their tables, not of their references; replacing a line of the audit log is no removal
  database.pragma('foreign_keys = OFF');
  database.pragma('recursive_triggers = OFF');
  try {
    const { hash } = rowAccess(database);
    database.transaction(() => {
      for (const { rows } of missing) {
        for (const image of rows) {
          writeRow(database, image);
          hash(image.table, image.rowId, image.row);
        }
      }
      database
        .prepare(
          `insert into journal_position (id, sequence) values (1, ?)
           on conflict (id) do update set sequence = excluded.sequence`,
        )
        .run(last.sequence);
      const orphans = database.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
      for (const { table, rowid, parent } of orphans)
        problems.push(`row ${rowid} of ${table} misses its row of ${parent}`);
    })();
  } finally {
    database.pragma('foreign_keys = ON');
    database.pragma('recursive_triggers = ON');
  }
  return { replayed: missing.length, problems };
}
