import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { erasuresConformance } from './erasures.conformance.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-erasures-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

erasuresConformance('SQLite', async () => openSqliteDatabase(join(folder, `hub-${(count += 1)}.db`)));
