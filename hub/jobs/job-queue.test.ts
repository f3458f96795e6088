import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { jobQueueConformance } from './job-queue.conformance.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-queue-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

jobQueueConformance('SQLite', async () => openSqliteDatabase(join(folder, `queue-${(count += 1)}.db`)));
