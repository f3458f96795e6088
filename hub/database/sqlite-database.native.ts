import Database from 'better-sqlite3';
import {
  type HubDatabase,
  HubStoreFromFutureError,
  type Queries,
  SQLITE,
  type SqlRow,
  type SqlValue,
  Utf8Text,
} from './database.ts';
import { migrations } from './migrations/index.ts';

/** Files of before this version were written without `secure_delete`. */
const SECURE_DELETE_SINCE = 20;

/**
 * Opens (creating it if needed) the hub's database in one file: WAL and `synchronous=FULL`, so that a commit is on the disk.
 *
 * Two connections: one writes, inside transactions that follow each other; one only reads, so that it never sees half a transaction.
 *
 * @throws {HubStoreFromFutureError} for a file of a newer release.
 */
export function openSqliteDatabase(file: string): HubDatabase {
  const writer = new Database(file);
  let reader: Database.Database;
  try {
    prepareDatabase(writer, file);
    reader = new Database(file, { readonly: true });
  } catch (error) {
    writer.close();
    throw error;
  }
  reader.pragma('busy_timeout = 5000');
  reader.pragma('trusted_schema = OFF');
  const written = queriesOf(writer);
  const read = queriesOf(reader);
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: a transaction awaits between its statements, and others must not slip in. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  }

  async function transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return inTurn(async () => {
      writer.exec('begin immediate');
      try {
        const result = await work(written);
        writer.exec('commit');
        return result;
      } catch (error) {
        // SQLite has rolled back by itself after some errors (full disk)
        if (writer.inTransaction) writer.exec('rollback');
        throw error;
      }
    });
  }

  return {
    engine: 'sqlite',
    all: read.all,
    get: read.get,
    run: (sql, ...values) => inTurn(() => written.run(sql, ...values)),
    transaction,
    note: (sql, ...values) =>
      inTurn(async () => {
        // it cannot be changed inside a transaction; nobody else uses this connection meanwhile
        writer.exec('pragma synchronous = NORMAL');
        try {
          return await written.note(sql, ...values);
        } finally {
          writer.exec('pragma synchronous = FULL');
        }
      }),
    scrub: () => inTurn(async () => truncateLog(writer)),
    close: () =>
      inTurn(async () => {
        if (!writer.open) return;
        reader.close();
        truncateLog(writer);
        writer.close();
      }),
  };
}

type Given = Exclude<SqlValue, Utf8Text>;

function given(value: SqlValue): Given {
  return value instanceof Utf8Text ? value.bytes : value;
}

function queriesOf(db: Database.Database): Queries & Pick<HubDatabase, 'note'> {
  const prepared = new Map<string, Database.Statement<Given[], SqlRow>>();
  function statement(sql: string): Database.Statement<Given[], SqlRow> {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = db.prepare<Given[], SqlRow>(sql);
    prepared.set(sql, made);
    return made;
  }
  return {
    all: async (sql, ...values) => statement(sql).all(...values.map(given)),
    get: async (sql, ...values) => statement(sql).get(...values.map(given)),
    run: async (sql, ...values) => statement(sql).run(...values.map(given)).changes,
    note: async (sql, ...values) => {
      const noted = statement(sql);
      if (noted.reader) return noted.all(...values.map(given));
      noted.run(...values.map(given));
      return [];
    },
  };
}

/** Records are 1 to 20 KB: a page holds several, where smaller pages need a chain for each. Only a new file takes it. */
const PAGE_BYTES = 16_384;
/** The log is brought home every so many pages: 8 MB. */
const CHECKPOINT_PAGES = 500;

function prepareDatabase(db: Database.Database, file: string): void {
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma('fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  // Erased content is overwritten on its page, not only unlinked from it.
  db.pragma('secure_delete = ON');
  db.pragma('busy_timeout = 5000');
  const mode = db.pragma('journal_mode', { simple: true });
  const synchronous = db.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== 2) {
    throw new Error(`${file} did not open durably: journal_mode=${String(mode)}, synchronous=${String(synchronous)}.`);
  }
  const latest = migrations.at(-1)?.version ?? 0;
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > latest) throw new HubStoreFromFutureError(file, found);
  // Stale copies of moved rows lie in the free space of older files. First, not last: after a crash in between it is done again.
  if (found > 0 && found < SECURE_DELETE_SINCE) db.exec('vacuum');
  for (const migration of migrations) {
    if (migration.version <= found) continue;
    db.transaction(() => {
      db.exec(migration.sql(SQLITE));
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
  // A crash may have come between an erasure and the truncation of the log.
  truncateLog(db);
}

function truncateLog(db: Database.Database): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
}
