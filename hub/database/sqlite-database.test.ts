import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { databaseConformance } from './database.conformance.ts';
import { openSqliteDatabase } from './sqlite-database.native.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-database-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

databaseConformance('SQLite', async () => openSqliteDatabase(join(folder, `hub-${(count += 1)}.db`)));
