import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { connectorStoreConformance } from './connector-store.conformance.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-connectors-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

connectorStoreConformance('SQLite', async () => openSqliteDatabase(join(folder, `hub-${(count += 1)}.db`)));
