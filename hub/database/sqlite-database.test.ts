import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('after a note, and after one that failed, a transaction waits for the disk again', async () => {
  const database = openSqliteDatabase(join(folder, `hub-${(count += 1)}.db`));
  const FULL = 2;
  const mode = () => database.transaction((queries) => queries.get('pragma synchronous'));
  await database.note(`insert into media (sha256, size_bytes, metadata, created_at) values ('a', 1, '', '')`);
  expect(await mode()).toEqual({ synchronous: FULL });
  await expect(database.note('insert into nowhere values (1)')).rejects.toThrow(/nowhere/);
  expect(await mode()).toEqual({ synchronous: FULL });
  await database.close();
});
