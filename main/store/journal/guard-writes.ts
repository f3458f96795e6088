import { hash } from 'node:crypto';
import type { Database } from '../database.native.ts';
import { isDiskError, isDiskFull } from '../disk-errors.ts';
import { assertSound, createStoreHealth, type StoreHealth } from '../store-health.ts';
import type { Journal } from './journal-file.ts';
import type { Cell, RowImage } from './journal-frames.ts';

/** Kept by the guard itself, never seen by a store. */
const OWN_TABLES = ['row_hashes', 'journal_position'];

/** Tables whose rows are hashed and journalled: all but the guard's own. */
export function guardedTables(database: Database): string[] {
  const names = database
    .prepare<[], string>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
    )
    .pluck()
    .all();
  return names.filter((name) => !OWN_TABLES.includes(name));
}

/**
 * SHA-256 of a row as it is stored, with its table and number: a flipped bit in any cell changes it, and so does a row that
 * is found in another's place.
 */
export function rowHash(table: string, rowId: number, row: Readonly<Record<string, Cell>>): Buffer {
  return hash('sha256', JSON.stringify([table, rowId, Object.entries(row)]), 'buffer');
}

/** Reads and writes of a row by table and number. */
export function rowAccess(database: Database) {
  const reads = new Map<string, { get(rowId: number): Record<string, Cell> | undefined }>();
  const setHash = database.prepare(
    `insert into row_hashes (table_name, row_id, sha256) values (?, ?, ?)
     on conflict (table_name, row_id) do update set sha256 = excluded.sha256`,
  );
  const dropHash = database.prepare('delete from row_hashes where table_name = ? and row_id = ?');
  function read(table: string, rowId: number): Record<string, Cell> | null {
    let statement = reads.get(table);
    if (!statement) {
      statement = database.prepare<[number], Record<string, Cell>>(`select * from "${table}" where rowid = ?`);
      reads.set(table, statement);
    }
    return statement.get(rowId) ?? null;
  }
  return {
    read,
    /** Brings the hash of a row up to date. */
    hash(table: string, rowId: number, row: Readonly<Record<string, Cell>> | null): void {
      if (row === null) dropHash.run(table, rowId);
      else setHash.run(table, rowId, rowHash(table, rowId, row));
    },
  };
}

/** Hashes every row anew, after the columns of tables have changed. Must run inside a transaction. */
export function hashAllRows(database: Database): void {
  database.exec('delete from row_hashes');
  const { hash } = rowAccess(database);
  for (const table of guardedTables(database)) {
    const rows = database.prepare<[], Record<string, Cell> & { guard_row_id: number }>(
      `select rowid as guard_row_id, * from "${table}"`,
    );
    for (const { guard_row_id: rowId, ...row } of rows.all()) hash(table, rowId, row);
  }
}

/** The number of the last journal entry the database holds. */
export function journalPosition(database: Database): number {
  return database.prepare<[], number>('select sequence from journal_position').pluck().get() ?? 0;
}

/** What a store cannot do by itself about the disk under it. */
export interface DiskHelp {
  /** Makes room on a full disk. @returns false when there is nothing to give up */
  readonly makeRoom: () => boolean;
  readonly health: StoreHealth;
}

/**
 * Makes every write of a connection leave, in the same transaction, the hash of each row it touched and, before the commit,
 * one journal entry that is already on the disk. Statements outside a transaction get one of their own.
 *
 * Rows are noticed by temporary triggers, so no store has to say what it wrote, and none can forget to.
 *
 * A write that finds the disk full is done once more after room was made. After an error of the disk, reading or writing, every
 * later write is refused.
 *
 * @param journal null: hashes only, for a database in memory
 */
export function guardWrites(database: Database, journal: Journal | null, help?: DiskHelp): void {
  // no unique key: the conflict clause of the statement that fires a trigger overrules the trigger's own
  database.exec('create temp table touched (table_name text not null, row_id integer not null)');
  for (const table of guardedTables(database)) {
    for (const [event, row] of [
      ['insert', 'new'],
      ['update', 'new'],
      ['delete', 'old'],
      // a row that got another number is gone from where it was
      ['update', 'old'],
    ] as const) {
      const when = event === 'update' && row === 'old' ? 'when old.rowid <> new.rowid' : '';
      database.exec(
        `create temp trigger "touched_${table}_${event}_${row}" after ${event} on main."${table}" ${when}
         begin insert into touched values ('${table}', ${row}.rowid); end`,
      );
    }
  }
  const rows = rowAccess(database);
  const touched = database.prepare<[], { table_name: string; row_id: number }>(
    'select distinct table_name, row_id from temp.touched order by table_name, row_id',
  );
  const clear = database.prepare('delete from temp.touched');
  const moveOn = database.prepare(
    `insert into journal_position (id, sequence) values (1, ?)
     on conflict (id) do update set sequence = excluded.sequence`,
  );
  const { makeRoom = () => false, health = createStoreHealth() } = help ?? {};

  /** Hashes what was touched and writes its entry; whether there was anything. */
  function settle(): boolean {
    const images: RowImage[] = touched.all().map(({ table_name: table, row_id: rowId }) => {
      const row = rows.read(table, rowId);
      rows.hash(table, rowId, row);
      return { table, rowId, row };
    });
    if (images.length === 0) return false;
    clear.run();
    if (journal === null) return true;
    moveOn.run(journal.last() + 1);
    journal.append(images);
    return true;
  }

  const begin = database.prepare<[]>('begin immediate');
  const commit = database.prepare<[]>('commit');
  const rollback = database.prepare<[]>('rollback');

  /** Does the work, or nothing of it. @throws what went wrong */
  function attempt<T>(work: () => T): T {
    let isWritten = false;
    try {
      begin.run();
      const result = work();
      isWritten = settle() && journal !== null;
      commit.run();
      return result;
    } catch (error) {
      if (isDiskError(error)) health.breakDown(error);
      try {
        if (database.inTransaction) rollback.run();
        if (isWritten) takeBack(error);
      } catch (second) {
        health.breakDown(second);
      }
      throw error;
    }
  }

  function whole<T>(work: () => T): T {
    assertSound(health);
    try {
      return attempt(work);
    } catch (error) {
      if (health.broken() || !isDiskFull(error) || !makeRoom()) throw error;
      return attempt(work);
    }
  }

  /**
   * The entry of a transaction that was not committed must not be replayed. After an error of the disk nobody knows whether it was:
   * the entry stays, so that database and journal say the same when they are opened again.
   */
  function takeBack(error: unknown): void {
    if (isDiskError(error)) return;
    // a full disk is over when there is room again; anything else means that what is on the disk is not known
    if (!isDiskFull(error)) health.breakDown(error);
    journal?.retract();
  }

  /** Reads that fail tell of the disk as well. */
  function watched<A extends unknown[], R>(read: (...values: A) => R): (...values: A) => R {
    return (...values) => {
      try {
        return read(...values);
      } catch (error) {
        if (isDiskError(error)) health.breakDown(error);
        throw error;
      }
    };
  }

  const prepare = database.prepare.bind(database);
  const transaction = database.transaction.bind(database);
  const close = database.close.bind(database);
  Object.assign(database, {
    close() {
      close();
      journal?.close();
      return database;
    },
    prepare(sql: string) {
      const statement = prepare(sql);
      if (!statement.source.trim()) return statement;
      Object.assign(statement, {
        get: watched(statement.get.bind(statement)),
        all: watched(statement.all.bind(statement)),
      });
      if (statement.readonly) return statement;
      const run = statement.run.bind(statement);
      return Object.assign(statement, {
        run: (...values: unknown[]) => (database.inTransaction ? run(...values) : whole(() => run(...values))),
      });
    },
    transaction(work: (...values: unknown[]) => unknown) {
      const nested = transaction(work);
      return (...values: unknown[]) => (database.inTransaction ? nested(...values) : whole(() => work(...values)));
    },
  });
}
