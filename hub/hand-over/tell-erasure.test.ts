import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { createJobQueue, HANDLER_LIMIT_MS } from '../jobs/job-queue.ts';
import { HAND_OVER_JOB, handOverKey } from './hand-over-job.ts';
import { documentEraser, ERASURE_JOB } from './tell-erasure.ts';
import { tellErasureConformance } from './tell-erasure.conformance.ts';

tellErasureConformance('SQLite', async () => undefined);

test('while a delivery is under way its erasure waits until that has ended for certain', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-erasure-'));
  const database = openSqliteDatabase(join(folder, 'hub.db'));
  const at = '2026-11-28T08:00:00.000Z';
  const queue = createJobQueue({ database, now: () => new Date(at), random: () => 0 });
  await database.run(`insert into candidates (id, created_at, updated_at) values ('c', ?, ?)`, at, at);
  await database.run(
    `insert into applications (id, candidate_id, job_id, stage_id, stage_entered_at, state, created_at)
     values ('a', 'c', 'job', 's', ?, 'open', ?)`,
    at,
    at,
  );
  for (const id of ['busy', 'idle', 'never'])
    await database.run(
      `insert into connectors (id, kind, sealed_configuration, created_at) values (?, 'webhook', '', ?)`,
      id,
      at,
    );
  await database.run(
    `insert into result_documents values ('r', 1, 'a', 'c', 's', '{}', '', ?), ('other', 1, 'a', 'c', 't', '{}', '', ?)`,
    at,
    at,
  );
  await database.run(
    `insert into connector_deliveries values ('idle', 'r', 1, 1, '{}'), ('never', 'other', 1, 1, '{}')`,
  );
  await database.transaction((queries) =>
    queue.enqueue(queries, {
      kind: HAND_OVER_JOB,
      uniqueKey: `${handOverKey('busy', 'r')}1`,
      subject: null,
      payload: {},
    }),
  );
  expect(await queue.claim([HAND_OVER_JOB])).not.toBeNull();
  await database.transaction((queries) =>
    documentEraser(queue).eraseSession(
      queries,
      { deviceId: 'd', sessionId: 's', candidateId: 'c', applicationId: 'a' },
      at,
    ),
  );
  const told = (await queue.list({ kind: ERASURE_JOB, limit: 10 })).map(({ uniqueKey, runAt }) => [uniqueKey, runAt]);
  expect(Object.fromEntries(told)).toEqual({
    'result.erasure:idle:r': at,
    'result.erasure:busy:r': new Date(Date.parse(at) + HANDLER_LIMIT_MS).toISOString(),
  });
  await database.close();
  await rm(folder, { recursive: true, force: true });
});
