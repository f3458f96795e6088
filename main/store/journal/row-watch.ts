import type { Database } from '../database.native.ts';
import { isDiskError } from '../disk-errors.ts';
import type { StoreHealth } from '../store-health.ts';
import { changedRowsOf, compareRows, type NumberedRow, rowsOf } from './changed-rows.ts';
import { guardedTables } from './guard-writes.ts';
import { indexChecks } from './index-checks.ts';
import type { Cell } from './journal-frames.ts';

/** Rows of a stretch: some milliseconds of work, which nobody at the kiosk notices. */
const STRETCH = 500;
/** A table with no more than one in so many of the rows a start may take is read whole. */
const TABLES = 25;
/** No row has such a number. */
const BEYOND = Number.MAX_SAFE_INTEGER;
/** Calls of a trigger go by this name. */
const FUNCTION = 'anteroom_row_before_change';

/** Rows were found that are not as they were written: nothing more is built on them until the database was opened again and repaired. */
export class DamagedRowsError extends Error {
  override readonly name = 'DamagedRowsError';

  /** @param problems in sentences, at least one */
  constructor(problems: readonly string[]) {
    super(`The database is damaged: ${problems.slice(0, 3).join('; ')}.`);
  }
}

/** How far the rows of this start have been held against their hashes. */
export interface RowsChecked {
  readonly isDone: boolean;
  /** Numbers of rows that are done, and of all; numbers that no row has any more are among both. */
  readonly checked: number;
  readonly rows: number;
}

/** Holds rows against their hashes while the kiosk runs: everything, newest first, and each interview before it is read. */
export interface RowWatch {
  status(): RowsChecked;
  /**
   * Does the next stretch.
   *
   * @returns whether there is more to do
   * @throws {DamagedRowsError}, or what the disk said; the store is then broken
   */
  next(): boolean;
  /** Does all that is left. @throws as `next` */
  finish(): void;
  /** Checks everything kept of one interview, once. @throws as `next` */
  session(sessionId: string): void;
}

/** Every row was read before this database was handed out. */
const ALL_CHECKED: RowWatch = {
  status: () => ({ isDone: true, checked: 0, rows: 0 }),
  next: () => false,
  finish: () => undefined,
  session: () => undefined,
};

function isLarger(database: Database, table: string, rows: number): boolean {
  const sql = `select count(*) from (select 1 from "${table}" limit ${rows + 1})`;
  return Number(database.prepare(sql).pluck().get()) > rows;
}

/** An empty file, and one of the first releases, have no hashes. */
export function hasHashes(database: Database): boolean {
  return database.prepare(`select 1 from sqlite_schema where name = 'row_hashes'`).get() !== undefined;
}

/** Whether there are more rows than a start should take the time for. */
export function hasMoreRows(database: Database, rows: number): boolean {
  return rows !== Infinity && hasHashes(database) && isLarger(database, 'row_hashes', rows);
}

/** @throws {DamagedRowsError} when there is a problem */
function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new DamagedRowsError(problems);
}

interface Stretches {
  /** One stretch, from the newest on; false once there is no more. */
  next(rows: number): { problems: string[]; hasMore: boolean };
  status(): { checked: number; rows: number };
  isChecked(rowId: number): boolean;
}

/** Large tables of which the newest rows were read. */
export type Unchecked = ReadonlyMap<string, Stretches>;

/** A large table, a stretch of rows at a time. */
function stretchesOf(database: Database, table: string): Stretches {
  const newest = database.prepare<[], number>(`select max(rowid) from "${table}"`).pluck().get() ?? 0;
  const oldest = database.prepare<[], number>(`select min(rowid) from "${table}"`).pluck().get() ?? 0;
  const select = database.prepare<[number, number], NumberedRow>(
    `${rowsOf(table)} where rowid <= ? order by rowid desc limit ?`,
  );
  const hashes = database.prepare<[string, number, number], { row_id: number; sha256: Buffer }>(
    'select row_id, sha256 from row_hashes where table_name = ? and row_id between ? and ?',
  );
  const indexes = indexChecks(database, table);
  let to = BEYOND;
  const rows = newest - oldest + 1;
  return {
    next(most) {
      const found = select.all(to, most);
      const hasMore = found.length === most;
      const from = hasMore ? (found.at(-1)?.guard_row_id ?? -BEYOND) : -BEYOND;
      const kept = new Map(hashes.all(table, from, to).map(({ row_id, sha256 }) => [row_id, sha256]));
      const problems = compareRows(table, found, kept);
      for (const { name, strayOf } of indexes)
        for (const rowId of strayOf(from, to)) problems.push(`row ${rowId} of ${table} is not in its index ${name}`);
      to = from - 1;
      return { problems, hasMore };
    },
    status: () => ({ rows, checked: Math.min(rows, Math.max(0, newest - to)) }),
    isChecked: (rowId) => rowId > to,
  };
}

/** How the rows of a table are found that are kept of one interview; null where none are. */
function conditionOf(database: Database, table: string): string | null {
  const columns = database.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table);
  if (columns.includes('session_id')) return 'session_id = ?';
  if (columns.includes('recording_id'))
    return 'recording_id in (select recording_id from recordings where session_id = ?)';
  return columns.includes('record_id') && table !== 'audit'
    ? 'record_id in (select record_id from records where session_id = ?)'
    : null;
}

/** Statements that find what is kept of an interview, by table; the audit log proves itself. */
export function rowsOfInterview(database: Database, tables: readonly string[]): { table: string; sql: string }[] {
  return tables.flatMap((table) => {
    const condition = conditionOf(database, table);
    return condition === null ? [] : [{ table, sql: `${rowsOf(table)} where ${condition}` }];
  });
}

/**
 * Reads small tables whole, with SQLite's own check of their pages and indexes, and the newest rows of large ones.
 *
 * @returns what is left to be done
 * @throws {DamagedRowsError} for what is found
 */
export function checkNewestRows(database: Database, rowsAtStart: number): Unchecked {
  const left = new Map<string, Stretches>();
  const small = Math.floor(rowsAtStart / TABLES);
  const newest = Math.min(small, STRETCH);
  for (const table of guardedTables(database)) {
    if (isLarger(database, table, small)) {
      const stretches = stretchesOf(database, table);
      if (newest > 0) refuse(stretches.next(newest).problems);
      left.set(table, stretches);
      continue;
    }
    const pages: unknown = database.pragma(`integrity_check("${table}")`, { simple: true });
    refuse(pages === 'ok' ? [] : [String(pages)]);
    refuse(changedRowsOf(database, table));
  }
  return left;
}

/**
 * Does the rest while the kiosk runs. Until it is done, a row is also checked before it is changed: the hash that is written with the
 * change would call damage right.
 *
 * The connection must be guarded already.
 */
export function watchRows(database: Database, tables: Unchecked, health: Pick<StoreHealth, 'breakDown'>): RowWatch {
  if (tables.size === 0) return ALL_CHECKED;
  const large = [...tables.keys()];
  const waiting = new Set(large);
  const touched = database
    .prepare<[string], number>('select distinct row_id from temp.touched where table_name = ?')
    .pluck();
  const hashOf = database
    .prepare<[string, number], Buffer>('select sha256 from row_hashes where table_name = ? and row_id = ?')
    .pluck();
  const ofInterview = rowsOfInterview(database, large).map(({ table, sql }) => ({
    table,
    rows: database.prepare<[string], NumberedRow>(sql),
  }));
  const known = new Set<string>();
  watchChanges();

  /** After damage nothing is acknowledged any more; a page that cannot be read is damage too. */
  function watched(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof DamagedRowsError || isDiskError(error)) health.breakDown(error);
      throw error;
    }
  }

  function watchChanges(): void {
    database.function(FUNCTION, { varargs: true }, (...values: unknown[]) => {
      const [table, rowId, kept, ...cells] = values as [string, number, Buffer | null, ...Cell[]];
      if (tables.get(table)?.isChecked(rowId) === true) return null;
      const row = Object.fromEntries((columnsOf.get(table) ?? []).map((name, index) => [name, cells[index] ?? null]));
      const hashes = new Map(kept === null ? [] : [[rowId, kept]]);
      watched(() => refuse(compareRows(table, [{ ...row, guard_row_id: rowId }], hashes)));
      return null;
    });
    const columnsOf = new Map(
      large.map((table) => [
        table,
        database.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table),
      ]),
    );
    for (const [table, columns] of columnsOf)
      for (const event of ['update', 'delete'])
        // what this transaction has changed already is given its new hash at its end
        database.exec(
          `create temp trigger "${triggerOf(table, event)}" before ${event} on main."${table}"
           when not exists (select 1 from temp.touched where table_name = '${table}' and row_id = old.rowid)
           begin select ${FUNCTION}('${table}', old.rowid,
             (select sha256 from main.row_hashes where table_name = '${table}' and row_id = old.rowid),
             ${columns.map((name) => `old."${name}"`).join(', ')}); end`,
        );
  }

  function stopWatchingChanges(): void {
    for (const table of large)
      for (const event of ['update', 'delete']) database.exec(`drop trigger temp."${triggerOf(table, event)}"`);
    known.clear();
  }

  function next(): boolean {
    if (waiting.size === 0) return false;
    const [table = ''] = waiting;
    watched(() => {
      const found = tables.get(table)?.next(STRETCH);
      if (!found?.hasMore) waiting.delete(table);
      refuse(found?.problems ?? []);
    });
    if (waiting.size === 0) stopWatchingChanges();
    return waiting.size > 0;
  }

  return {
    status() {
      const all = [...tables.values()].map((each) => each.status());
      const rows = all.reduce((sum, each) => sum + each.rows, 0);
      const checked = all.reduce((sum, each) => sum + each.checked, 0);
      return { isDone: waiting.size === 0, checked: waiting.size === 0 ? rows : checked, rows };
    },
    next,
    finish() {
      while (next());
    },
    session(sessionId) {
      if (waiting.size === 0 || known.has(sessionId)) return;
      watched(() => {
        for (const { table, rows } of ofInterview) {
          const fresh = database.inTransaction ? new Set(touched.all(table)) : null;
          const found = rows.all(sessionId).filter(({ guard_row_id }) => fresh?.has(guard_row_id) !== true);
          const hashes = found.flatMap(({ guard_row_id: rowId }) => {
            const hash = hashOf.get(table, rowId);
            return hash === undefined ? [] : [[rowId, hash] as const];
          });
          refuse(compareRows(table, found, new Map(hashes)));
        }
      });
      known.add(sessionId);
    },
  };
}

const triggerOf = (table: string, event: string) => `unchecked_${table}_${event}`;
