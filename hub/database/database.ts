/** What a column or a parameter holds on both engines: text, whole or floating numbers, bytes. Truth is 0 or 1, time ISO 8601 text, JSON text. */
export type SqlValue = string | number | null | Uint8Array | Utf8Text;

/**
 * A long text as the valid UTF-8 it came in, so that no engine has to be given a string that was made for it alone. Its placeholder is
 * `cast(? as text)`.
 */
export class Utf8Text {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** A row by column name; read it with a zod schema. */
export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * Portable SQL over one connection. Placeholders are `?` in the order of `values`.
 *
 * Portable means (hub.md §1.3): names of result columns in double quotes, `on conflict`, `returning`, `is not distinct from`,
 * row values; never `->`, `like` without `lower`, `/` on whole numbers, `current_timestamp`, booleans as values (use `case when`).
 */
export interface Queries {
  all(sql: string, ...values: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** The first row; undefined for none. */
  get(sql: string, ...values: readonly SqlValue[]): Promise<SqlRow | undefined>;
  /** Rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): Promise<number>;
}

/**
 * The hub's database: SQLite or PostgreSQL behind the same few calls. `database.conformance.ts` runs over both.
 *
 * Outside a transaction `all` and `get` only read, what is committed; `run` is a transaction of its own.
 */
export interface HubDatabase extends Queries {
  readonly engine: Engine;
  /**
   * Everything or nothing, durable (fsync) when it resolves. **One transaction at a time over all processes on the database**: what
   * was read stays true until the end, and numbers given out rise in the order of commits, so that a reader who pages by them
   * misses nothing. So never wait inside for anything but `queries`.
   *
   * @throws what `work` throws, after undoing it
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /**
   * One statement that changes something and answers with rows (`returning`). Everybody sees it when it resolves, but nothing waits for
   * the disk: a power cut may take it back, unless a transaction ended after it. That is the order of the log of both engines: **no
   * transaction outlives a note that was made before it.** A process that is killed loses none.
   *
   * On PostgreSQL notes do not wait for transactions either.
   */
  note(sql: string, ...values: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** After an erasure: what was overwritten leaves the log and the free space too, as far as the engine lets us. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

export type Engine = 'sqlite' | 'postgres';

/** What the two engines call differently in `create table`. */
export interface Dialect {
  readonly engine: Engine;
  /** Type of a whole number: 64 bits on both. */
  readonly integer: string;
  readonly real: string;
  readonly bytes: string;
  /** Type and constraint of a column that numbers its rows, upwards, never again. */
  readonly identity: string;
  /** Ends a table: its types are checked. */
  readonly strict: string;
  /** Ends a table whose rows live in the index of its primary key. */
  readonly clustered: string;
}

/** One step upwards; `version` rises in tens. Steps that are released are never edited. */
export interface Migration {
  readonly version: number;
  readonly sql: (dialect: Dialect) => string;
}

export const SQLITE: Dialect = {
  engine: 'sqlite',
  integer: 'integer',
  real: 'real',
  bytes: 'blob',
  identity: 'integer primary key autoincrement',
  strict: ' strict',
  clustered: ' strict, without rowid',
};

export const POSTGRES: Dialect = {
  engine: 'postgres',
  integer: 'bigint',
  real: 'double precision',
  bytes: 'bytea',
  identity: 'bigint generated always as identity primary key',
  strict: '',
  clustered: '',
};

/** The database was written by a newer release; nothing was touched. Install that release or restore an older backup. */
export class HubStoreFromFutureError extends Error {
  override readonly name = 'HubStoreFromFutureError';
  constructor(place: string, version: number) {
    super(`${place} has schema version ${version}, newer than this release understands. Install the newer release.`);
  }
}

/** `(?, ?), (?, ?)`: for `values` with several rows, or with one row for `in`. */
export function placeholders(rows: number, columns: number): string {
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
  return Array.from({ length: rows }, () => row).join(', ');
}
