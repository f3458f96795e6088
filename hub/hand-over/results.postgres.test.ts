// @module-tag second-database
import postgres from 'postgres';
import { describe, expect, inject, test } from 'vitest';
import { openPostgresDatabase } from '../database/postgres-database.ts';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { feedAfter } from './result-store.ts';
import { resultsConformance } from './results.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  resultsConformance('PostgreSQL', () => emptySchema(serverUrl ?? ''));

  test('control: whoever writes past the one lock of transactions makes a reader miss a row', async () => {
    const url = await emptySchema(serverUrl ?? '');
    const database = await openPostgresDatabase(url);
    const sql = postgres(url, { max: 2, onnotice: () => undefined });
    const at = '2026-11-28T08:00:00.000Z';
    await database.run(`insert into candidates (id, created_at, updated_at) values ('c', ?, ?)`, at, at);
    await database.run(
      `insert into applications (id, candidate_id, job_id, stage_id, stage_entered_at, state, created_at)
       values ('a', 'c', 'job', 's', ?, 'open', ?)`,
      at,
      at,
    );
    async function insert(queries: Pick<postgres.Sql, 'unsafe'>, id: string): Promise<void> {
      await queries.unsafe(
        `insert into result_documents values ('${id}', 1, 'a', 'c', 's', '', '', '${at}');
         insert into result_feed (result_id, revision, job_id, status, erased_at) values ('${id}', 1, 'job', 'completed', '${at}')`,
      );
    }
    const slow = await sql.reserve();
    await slow.unsafe('begin');
    await insert(slow, '0198b6a2-54f1-7c10-8a5e-000000000001');
    await insert(sql, '0198b6a2-54f1-7c10-8a5e-000000000002');
    const first = await feedAfter(database, { limit: 50 }, null);
    await slow.unsafe('commit');
    slow.release();
    const second = await feedAfter(database, { limit: 50, after: first.next ?? '' }, null);
    expect([first.items.length, second.items.length]).toEqual([1, 0]);
    await sql.end();
    await database.close();
  });
});
