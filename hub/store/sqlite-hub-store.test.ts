import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubStoreConformance } from './hub-store.conformance.ts';
import { sampleRecord, soundLine } from './sample-lines.fake.ts';
import { HubStoreFromFutureError, openSqliteHubStore } from './sqlite-hub-store.native.ts';

let folder = '';
let count = 0;
const nextFile = (): string => join(folder, `hub-${(count += 1)}.db`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-store-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

hubStoreConformance('the SQLite hub store', async () => openSqliteHubStore(nextFile()));

test('a reopened store holds what was acknowledged', async () => {
  const file = nextFile();
  const line = soundLine(sampleRecord({ seq: 1 }));
  const store = openSqliteHubStore(file);
  const [original] = await store.putLines('kiosk-1', [line], '2026-11-22T08:00:00.000Z');
  await store.close();
  const reopened = openSqliteHubStore(file);
  const [again] = await reopened.putLines('kiosk-1', [line], '2026-11-22T09:00:00.000Z');
  await reopened.close();
  expect(again).toEqual({ ...original, status: 'duplicate' });
});

test('a file of a newer release is refused and left alone', () => {
  const file = nextFile();
  const newer = new Database(file);
  newer.pragma('user_version = 990');
  newer.close();
  expect(() => openSqliteHubStore(file)).toThrow(HubStoreFromFutureError);
});
