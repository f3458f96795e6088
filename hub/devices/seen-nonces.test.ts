import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { seenNoncesConformance } from './seen-nonces.conformance.ts';
import { createSeenNonces } from './seen-nonces.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-nonces-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
const nextFile = (): string => join(folder, `hub-${(count += 1)}.db`);

// one hub per folder: both are the same connection
seenNoncesConformance('SQLite', async () => {
  const database = openSqliteDatabase(nextFile());
  return [database, database];
});

test('a hub that was killed knows after its start what it has seen', async () => {
  const [file, killed] = [nextFile(), nextFile()];
  const database = openSqliteDatabase(file);
  const seen = { nonce: 'a', createdMs: Date.now() };
  expect(await createSeenNonces(database).isNew('kiosk-1', seen)).toBe(true);
  // as a kill leaves them: nothing was closed, nothing brought home
  await copyFile(file, killed);
  await copyFile(`${file}-wal`, `${killed}-wal`);
  await database.close();
  const after = openSqliteDatabase(killed);
  expect(await createSeenNonces(after).isNew('kiosk-1', seen)).toBe(false);
  await after.close();
});
