import postgres from 'postgres';
import { z } from 'zod';
import {
  type HubDatabase,
  HubStoreFromFutureError,
  POSTGRES,
  type Queries,
  type SqlRow,
  type SqlValue,
  Utf8Text,
} from './database.ts';
import { migrations } from './migrations/index.ts';

/** Key of the advisory lock under which transactions follow each other, over all processes: "Anteroom" in ASCII. */
const WRITER_LOCK = '4714522306044030829';
const CONNECTIONS = 8;
/** For notes, which do not wait for the disk; that is a setting of the connection. */
const NOTE_CONNECTIONS = 2;
/** Tables whose rows are emptied or sealed. */
const SCRUBBED = [
  'records',
  'quarantine',
  'candidate_facts',
  'candidate_resumes',
  'candidate_sessions',
  'candidate_timeline',
  'result_documents',
  'queue_jobs',
  'hub_settings',
  'partners',
] as const;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * Opens the hub's database on a PostgreSQL server (14 or newer) and brings its schema up to date; several hubs may share it.
 *
 * @param url `postgres://user:password@host:port/database`
 * @throws {HubStoreFromFutureError} for a database of a newer release; whatever the server says when it cannot be reached or
 *   does not commit durably (`fsync` or `synchronous_commit` off)
 */
export async function openPostgresDatabase(url: string): Promise<HubDatabase> {
  const options = {
    onnotice: () => undefined,
    types: {
      // counts and numbers of rows stay far below 2^53
      wholeNumber: { to: INT8, from: [INT8, NUMERIC], serialize: String, parse: Number },
    },
  };
  const sql = postgres(url, { ...options, max: CONNECTIONS });
  try {
    await assertDurable(sql);
    await migrate(sql, url);
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
  const queries = queriesOf(sql);
  const quick = postgres(url, { ...options, max: NOTE_CONNECTIONS, connection: { synchronous_commit: 'off' } });
  const noted = queriesOf(quick);

  async function transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    const done = await sql.begin(async (held) => {
      await held.unsafe(`select pg_advisory_xact_lock(${WRITER_LOCK})`);
      return { result: await work(queriesOf(held)) };
    });
    return done.result;
  }

  return {
    engine: 'postgres',
    all: queries.all,
    get: queries.get,
    run: (text, ...values) => transaction((held) => held.run(text, ...values)),
    transaction,
    note: noted.all,
    // The server's own log is beyond our reach; old versions of emptied rows are not.
    scrub: async () => {
      await sql.unsafe(`vacuum ${SCRUBBED.join(', ')}`);
    },
    close: async () => {
      await Promise.all([quick.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

type Connection = Pick<postgres.Sql, 'unsafe'>;

function queriesOf(connection: Connection): Queries {
  async function send(text: string, values: readonly SqlValue[]): Promise<postgres.RowList<SqlRow[]>> {
    const given = values.map((value) => (value instanceof Utf8Text ? value.bytes.toString('utf8') : value));
    return connection.unsafe<SqlRow[]>(numbered(text), given, { prepare: true });
  }
  return {
    all: async (text, ...values) => send(text, values),
    get: async (text, ...values) => (await send(text, values))[0],
    run: async (text, ...values) => (await send(text, values)).count,
  };
}

const numberedTexts = new Map<string, string>();

/** `?` outside quotes becomes `$1`, `$2`, … */
function numbered(text: string): string {
  const known = numberedTexts.get(text);
  if (known !== undefined) return known;
  let count = 0;
  const made = text
    .split(/('(?:[^']|'')*'|"[^"]*")/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('?', () => `$${(count += 1)}`)))
    .join('');
  numberedTexts.set(text, made);
  return made;
}

async function assertDurable(sql: postgres.Sql): Promise<void> {
  const rows = await sql`select current_setting('fsync') "fsync", current_setting('synchronous_commit') "commit"`;
  const { fsync, commit } = z.object({ fsync: z.string(), commit: z.string() }).parse(rows[0]);
  if (fsync !== 'on' || commit === 'off') {
    throw new Error(
      `The PostgreSQL server does not commit durably: fsync=${fsync}, synchronous_commit=${commit}. Set both on.`,
    );
  }
}

async function migrate(sql: postgres.Sql, url: string): Promise<void> {
  await sql.begin(async (held) => {
    await held.unsafe(`select pg_advisory_xact_lock(${WRITER_LOCK})`);
    await held.unsafe('create table if not exists hub_schema (version bigint primary key)');
    const rows = await held.unsafe('select max(version) "version" from hub_schema');
    const found = z.object({ version: z.number().nullable() }).parse(rows[0]).version ?? 0;
    const latest = migrations.at(-1)?.version ?? 0;
    if (found > latest) throw new HubStoreFromFutureError(new URL(url).pathname.slice(1), found);
    for (const migration of migrations) {
      if (migration.version <= found) continue;
      await held.unsafe(migration.sql(POSTGRES)).simple();
      await held.unsafe('insert into hub_schema (version) values ($1)', [migration.version]);
    }
  });
}
