import { rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { Cell } from '#main/store/journal/journal-frames.ts';
import { sha256 } from '#main/store/sha256.ts';

/** Every row of a database file by table and number, read without any of the kiosk's own safety; also its tables and version. */
export type Content = ReadonlyMap<string, string>;

/** Rows that say where the guard stands; what a candidate gave lies in the others. */
export const isGuards = (key: string): boolean => /^(row_hashes|journal_position)\//.test(key);

/**
 * Reads a database file as any program would.
 *
 * @returns null when SQLite cannot read all of it
 */
export function readContent(file: string): Content | null {
  let database: BetterSqlite3.Database | null = null;
  try {
    database = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
    const content = new Map<string, string>();
    const schema = database
      .prepare<[], { type: string; name: string; sql: string | null }>('select type, name, sql from sqlite_schema')
      .all();
    for (const { type, name, sql } of schema) {
      content.set(`schema/${type}/${name}`, String(sql));
      if (type !== 'table' || name.startsWith('sqlite_')) continue;
      const hasNumbers = !/without rowid/i.test(String(sql));
      const rows = database.prepare<[], Record<string, Cell>>(
        `select ${hasNumbers ? 'rowid as row_number, ' : ''}* from "${name}"`,
      );
      for (const [index, row] of rows.all().entries()) {
        content.set(`${name}/${Number(row['row_number'] ?? index)}`, sha256(JSON.stringify(row)));
      }
    }
    content.set('version', String(database.pragma('user_version', { simple: true })));
    return content;
  } catch (error) {
    if (error instanceof Error && /^(SQLITE_|ERR_)/.test('code' in error ? String(error.code) : '')) return null;
    throw error;
  } finally {
    database?.close();
    // left by reading a WAL; a kiosk has none
    rmSync(`${file}-shm`, { force: true });
  }
}

/** Keys of what is not in a content, or not as it was. */
export function missingFrom(found: Content | null, wanted: Content): string[] {
  return [...wanted.keys()].filter((key) => found?.get(key) !== wanted.get(key));
}

export function isSameContent(found: Content | null, wanted: Content): boolean {
  return found !== null && found.size === wanted.size && missingFrom(found, wanted).length === 0;
}

/** Whether SQLite's own check, the quick one that a start can afford, finds anything. */
export function isSeenByQuickCheck(file: string): boolean {
  let database: BetterSqlite3.Database | null = null;
  try {
    database = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
    return database.pragma('quick_check(1)', { simple: true }) !== 'ok';
  } catch {
    return true;
  } finally {
    database?.close();
    rmSync(`${file}-shm`, { force: true });
  }
}
