import BetterSqlite3 from 'better-sqlite3';
import type { Database as Connection } from 'better-sqlite3';
import { changedRows } from './journal/changed-rows.ts';
import { type DiskHelp, guardWrites, journalPosition } from './journal/guard-writes.ts';
import { cutTornEnd, type Journal, openJournal, readJournal } from './journal/journal-file.ts';
import { replay } from './journal/replay.ts';
import {
  checkNewestRows,
  DamagedRowsError,
  hasHashes,
  hasMoreRows,
  type RowWatch,
  type Unchecked,
  watchRows,
} from './journal/row-watch.ts';
import { isOlder, migrate, schemaProblems } from './migrate.ts';
import { createStoreHealth } from './store-health.ts';

/** The one read-write connection of a workspace. */
export type Database = Connection;

/** A database that may be written, and its journal. */
export interface OpenedDatabase {
  readonly database: Database;
  /** Null for a database in memory. */
  readonly journal: Journal | null;
  /** Number of the last entry of the journal that the file itself held. */
  readonly foundAt: number;
  /** Transactions that were in the journal only. */
  readonly replayed: number;
  /** The tables were brought to this release's version. */
  readonly isMigrated: boolean;
  /** What could not be read of the journal, in sentences. */
  readonly problems: readonly string[];
  /** What of the rows is still to be held against their hashes. */
  readonly rows: RowWatch;
}

export interface OpeningOptions {
  /** For a kiosk that runs. */
  readonly help?: DiskHelp;
  /** A database with more rows than this is not read whole before it is handed out: `rows` does the rest. Left out: every row is read. */
  readonly rowsAtStart?: number;
}

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
 * Pages of the database held in memory: SQLite's own default. better-sqlite3 allows 16 MB, which fill up over the first hundred candidates
 * with pages that nobody reads again; with 100,000 interviews lists take as long with either.
 */
const CACHE_KIB = 2000;

/** What was changed of the tables and the version number of a database. */
export function changedSchema(database: Database): string[] {
  const empty = new BetterSqlite3(':memory:');
  try {
    return schemaProblems(database, empty);
  } finally {
    empty.close();
  }
}

/** Every row against its hash. @throws {DamagedRowsError} */
function assertUnchanged(database: Database): void {
  const changed = changedRows(database);
  if (changed.length > 0) throw new DamagedRowsError(changed);
}

/** SQLite's words for a file that is none, or no more; the last for a text that an index reads by an expression. */
const DAMAGED_TEXTS = ['unsupported file format', 'malformed JSON'];

function isDamage(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^SQLITE_(NOTADB|CORRUPT)/.test(error.code) || DAMAGED_TEXTS.includes(error.message);
}

/**
 * Opens the database of a workspace and proves that it is safe to acknowledge answers over it: one writer, WAL with
 * `synchronous=FULL` (better-sqlite3's default NORMAL loses acknowledged rows at a power cut), foreign keys, secure delete.
 * Migrates an older file upwards; refuses a newer one. Takes over what only the journal holds, reads every row against its
 * hash (`quick_check` does not see a flipped bit), and guards all later writes. Of a large database the greater part of the rows
 * may be left to be read afterwards (ADR 33).
 *
 * @param journalDirectory where the journal lies; null keeps none
 * @throws {DatabaseRefusedError} when another program has it open, its version is newer, or a setting did not take.
 */
export function openWithJournal(
  file: string,
  journalDirectory: string | null,
  { help, rowsAtStart = Infinity }: OpeningOptions = {},
): OpenedDatabase {
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
    database.pragma(`cache_size = -${CACHE_KIB}`);
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
    // first: with another function in the condition of an index SQLite calls our own statements wrong, not the file damaged
    const [changedTable] = changedSchema(database);
    if (changedTable !== undefined)
      throw new DatabaseRefusedError('damaged', `The database is damaged: ${changedTable}.`);
    const isWhole = !hasMoreRows(database, rowsAtStart) || isOlder(database);
    // not quick_check: it does not compare indexes with their tables, and a name that is not in its index is not found
    const check: unknown = isWhole ? database.pragma('integrity_check(1)', { simple: true }) : 'ok';
    if (check !== 'ok') throw new DatabaseRefusedError('damaged', `The database is damaged: ${String(check)}`);
    // a migration hashes every row anew, and would call damage right
    if (hasHashes(database) && isOlder(database)) assertUnchanged(database);
    const isMigrated = migrate(database);
    const foundAt = journalPosition(database);
    if (journalDirectory !== null) cutTornEnd(journalDirectory, foundAt);
    const read = journalDirectory === null ? null : readJournal(journalDirectory, foundAt);
    const { replayed, problems } = replay(database, read?.entries ?? []);
    if (isWhole) assertUnchanged(database);
    const unchecked: Unchecked = isWhole ? new Map() : checkNewestRows(database, rowsAtStart);
    const journal = journalDirectory === null ? null : openJournal(journalDirectory, journalPosition(database));
    const { makeRoom = () => false, health = createStoreHealth() } = help ?? {};
    guardWrites(database, journal, { makeRoom, health });
    const rows = watchRows(database, unchecked, health);
    return {
      database,
      journal,
      foundAt,
      replayed,
      isMigrated,
      problems: [...(read?.problems ?? []), ...problems],
      rows,
    };
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
    if (error instanceof DamagedRowsError) throw new DatabaseRefusedError('damaged', error.message, { cause: error });
    if (isDamage(error)) {
      throw new DatabaseRefusedError(
        'damaged',
        `The database cannot be read: ${error.message}. Keep the folder and call the technician.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** Opens a database without a journal, for tests and tools. @throws as `openWithJournal` */
export function openDatabase(file: string): Database {
  return openWithJournal(file, null).database;
}
