import postgres from 'postgres';
import { describe, expect, inject, test } from 'vitest';
import { hubStoreConformance } from '../store/hub-store.conformance.ts';
import { createHubStore } from '../store/sql-hub-store.ts';
import { databaseConformance } from './database.conformance.ts';
import { HubStoreFromFutureError } from './database.ts';
import { openPostgresDatabase } from './postgres-database.ts';
import { emptySchema, openEmptySchema } from './postgres-schema.fake.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  const server = serverUrl ?? '';
  databaseConformance('PostgreSQL', () => openEmptySchema(server));
  // the order of statements is the same on both engines; a new schema for each order of batches costs much more here
  hubStoreConformance('the hub store on PostgreSQL', async () => createHubStore(await openEmptySchema(server)), 6);

  test('two hubs that start at once on an empty database both find the schema', async () => {
    const url = await emptySchema(server);
    const opened = await Promise.all([openPostgresDatabase(url), openPostgresDatabase(url)]);
    await Promise.all(opened.map((database) => database.close()));
  });

  test('two hubs on one database: what both are sent at once is held once', async () => {
    const url = await emptySchema(server);
    const [one, other] = await Promise.all([openPostgresDatabase(url), openPostgresDatabase(url)]);
    const put = `insert into media (sha256, size_bytes, metadata, created_at) values (?, 1, '', '') on conflict do nothing`;
    const ids = Array.from({ length: 30 }, (_, index) => `file-${index}`);
    const changes = await Promise.all(ids.flatMap((id) => [one.run(put, id), other.run(put, id)]));
    expect(changes.filter((count) => count === 1)).toHaveLength(30);
    await Promise.all([one.close(), other.close()]);
  });

  test('a database of a newer release is refused and left alone', async () => {
    const url = await emptySchema(server);
    await (await openPostgresDatabase(url)).close();
    const sql = postgres(url, { max: 1 });
    await sql`insert into hub_schema values (99990)`;
    await expect(openPostgresDatabase(url)).rejects.toThrow(HubStoreFromFutureError);
    await sql.end();
  });

  test('notes do not wait for the disk, transactions do', async () => {
    const database = await openEmptySchema(server);
    const mode = `select current_setting('synchronous_commit') "mode"`;
    expect(await database.note(mode)).toEqual([{ mode: 'off' }]);
    expect(await database.transaction((queries) => queries.all(mode))).toEqual([{ mode: 'on' }]);
    await database.close();
  });

  test('a server that does not commit durably is refused', async () => {
    const url = new URL(await emptySchema(server));
    url.searchParams.set('synchronous_commit', 'off');
    await expect(openPostgresDatabase(url.href)).rejects.toThrow(/synchronous_commit=off/);
  });
});
