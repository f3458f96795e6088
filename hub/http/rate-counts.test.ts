import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { rateCountsConformance } from './rate-counts.conformance.ts';
import { countsInMemory } from './rate-counts.fake.ts';
import { createRateCounts } from './rate-counts.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-counts-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

rateCountsConformance('SQLite', async (now) => {
  const database = openSqliteDatabase(join(folder, `hub-${(count += 1)}.db`));
  return {
    hubs: [createRateCounts(database, now), createRateCounts(database, now)],
    close: database.close,
  };
});

rateCountsConformance('in memory', async (now) => {
  const counts = countsInMemory(() => now().getTime());
  return { hubs: [counts, counts], close: async () => undefined };
});
