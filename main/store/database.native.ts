import BetterSqlite3 from 'better-sqlite3';
import type { Database as Connection } from 'better-sqlite3';
import { migrate } from './migrate.ts';

/** The one read-write connection of a workspace. */
export type Database = Connection;

/** 3.51.3 fixes the WAL-reset corruption bug that spans 3.7.0–3.51.2 (sqlite.org/wal.html#walresetbug). */
const MIN_SQLITE = [3, 51, 3] as const;

/** A database that must not be used as it was opened. The message says what is wrong and what to do. */
export class DatabaseRefusedError extends Error {
  override readonly name = 'DatabaseRefusedError';
  readonly code: 'in_use' | 'newer_version' | 'unsafe_settings' | 'damaged';

  constructor(code: DatabaseRefusedError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

function assertPragma(database: Database, pragma: string, wanted: string | number): void {
  const found: unknown = database.pragma(pragma, { simple: true });
  if (found !== wanted) {
    throw new DatabaseRefusedError(
      'unsafe_settings',
      `PRAGMA ${pragma} is ${String(found)}, must be ${String(wanted)}. Nothing was written.`,
    );
  }
}

function assertVersion(database: Database): void {
  const text = String(database.prepare('select sqlite_version()').pluck().get());
  const found = text.split('.').map(Number);
  const difference = MIN_SQLITE.map((part, index) => (found[index] ?? 0) - part).find((delta) => delta !== 0) ?? 0;
  if (difference < 0) {
    throw new DatabaseRefusedError(
      'unsafe_settings',
      `SQLite ${text} has the WAL-reset bug; ${MIN_SQLITE.join('.')} or newer is needed.`,
    );
  }
}

/**
 * Opens the database of a workspace and proves that it is safe to acknowledge answers over it: one writer, WAL with
 * `synchronous=FULL` (better-sqlite3's default NORMAL loses acknowledged rows at a power cut), foreign keys, secure delete.
 * Migrates an older file upwards; refuses a newer one.
 *
 * @throws {DatabaseRefusedError} when another program has it open, its version is newer, or a setting did not take.
 */
export function openDatabase(file: string): Database {
  const database = new BetterSqlite3(file, { timeout: 0 });
  try {
    // EXCLUSIVE before WAL: the lock is held by the process (gone with it, also at kill -9) and no shared memory is needed
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('secure_delete = ON');
    database.pragma('trusted_schema = OFF');
    database.pragma('recursive_triggers = ON');
    if (process.platform === 'darwin') database.pragma('fullfsync = ON');
    // takes the lock now rather than at the first answer
    database.exec('begin immediate; commit');
    assertVersion(database);
    assertPragma(database, 'locking_mode', 'exclusive');
    assertPragma(database, 'journal_mode', file === ':memory:' ? 'memory' : 'wal');
    assertPragma(database, 'synchronous', 2);
    assertPragma(database, 'foreign_keys', 1);
    assertPragma(database, 'secure_delete', 1);
    assertPragma(database, 'trusted_schema', 0);
    const check: unknown = database.pragma('quick_check(1)', { simple: true });
    if (check !== 'ok') throw new DatabaseRefusedError('damaged', `The database is damaged: ${String(check)}`);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    if (
      error instanceof Error &&
      'code' in error &&
      typeof error.code === 'string' &&
      error.code.startsWith('SQLITE_BUSY')
    ) {
      throw new DatabaseRefusedError(
        'in_use',
        'Another kiosk program is using this data folder. Close it, or choose another folder with --data.',
        { cause: error },
      );
    }
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'SQLITE_NOTADB' || error.code === 'SQLITE_CORRUPT')
    ) {
      throw new DatabaseRefusedError(
        'damaged',
        `The database cannot be read: ${error.message}. Keep the folder and call the technician.`,
        { cause: error },
      );
    }
    throw error;
  }
}
