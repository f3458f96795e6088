import type { Database } from '../database.native.ts';
import { guardedTables, rowHash } from './guard-writes.ts';
import type { Cell } from './journal-frames.ts';

/** A row with its number beside its cells, which may have a number of their own. */
export type NumberedRow = Record<string, Cell> & { guard_row_id: number };

/** Begins a reading of whole rows; a condition and an order may follow. */
export const rowsOf = (table: string): string => `select rowid as guard_row_id, * from "${table}"`;

/**
 * Holds rows against the hashes that were written with them.
 *
 * @param hashes of these rows and of no others; those that found their row are taken out
 * @returns what is wrong, in sentences
 */
export function compareRows(table: string, rows: Iterable<NumberedRow>, hashes: Map<number, Uint8Array>): string[] {
  const problems: string[] = [];
  for (const { guard_row_id: rowId, ...row } of rows) {
    const hash = hashes.get(rowId);
    if (!hash) problems.push(`row ${rowId} of ${table} was not written by the kiosk`);
    else if (!rowHash(table, rowId, row).equals(hash)) problems.push(`row ${rowId} of ${table} was changed`);
    hashes.delete(rowId);
  }
  for (const rowId of hashes.keys()) problems.push(`row ${rowId} of ${table} is gone`);
  return problems;
}

/** Rows of one table whose content is not what was written, or that are there or gone without having been written. */
export function changedRowsOf(database: Database, table: string): string[] {
  const kept = database
    .prepare<[string], { row_id: number; sha256: Buffer }>('select row_id, sha256 from row_hashes where table_name = ?')
    .all(table);
  const rows = database.prepare<[], NumberedRow>(rowsOf(table)).iterate();
  return compareRows(table, rows, new Map(kept.map(({ row_id, sha256 }) => [row_id, sha256])));
}

/** As {@link changedRowsOf}, of every table. */
export function changedRows(database: Database): string[] {
  return guardedTables(database).flatMap((table) => changedRowsOf(database, table));
}
