import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CANARY } from './erasure.conformance.ts';
import { hubStoreConformance } from './hub-store.conformance.ts';
import { sampleRecord, soundLine } from './sample-lines.fake.ts';
import { createIntake } from '../database/migrations/0010-create-intake.ts';
import { HubStoreFromFutureError, SQLITE } from '../database/database.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { createHubStore } from './sql-hub-store.ts';

let folder = '';
let count = 0;
const openSqliteHubStore = (file: string) => createHubStore(openSqliteDatabase(file));
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

const said = (seq: number) =>
  sampleRecord({ seq, sessionId: 'gone', body: { text: `${CANARY} ${'x'.repeat(9000)}` }, media: [mediaOf(seq)] });
const erased = () => sampleRecord({ seq: 90, sessionId: 'gone', type: 'session.erased', body: {} });
const mediaOf = (seq: number) =>
  ({
    sha256: String(seq % 10).repeat(64),
    sizeBytes: 1,
    mimeType: 'video/webm',
    kind: 'video',
    recordingId: `r${seq}`,
    durationMs: 1,
  }) as const;
/** Whether the words of the candidate stand anywhere in the files of the database. */
async function isOnDisk(file: string): Promise<boolean> {
  const bytes = await Promise.all([readFile(file), readFile(`${file}-wal`).catch(() => Buffer.alloc(0))]);
  return bytes.some((each) => each.includes(CANARY));
}

test('after an erasure no file of the database holds a word of it, not even the write-ahead log', async () => {
  const file = nextFile();
  const store = openSqliteHubStore(file);
  const lines = Array.from({ length: 40 }, (_, seq) => soundLine(said(seq)));
  await store.putLines('kiosk-1', lines, '2026-11-22T08:00:00.000Z');
  expect(await isOnDisk(file)).toBe(true);
  await store.putLines('kiosk-1', [soundLine(erased())], '2026-11-22T09:00:00.000Z');
  await store.putLines('kiosk-1', lines, '2026-11-22T10:00:00.000Z');
  await store.putLines('kiosk-1', [soundLine(said(41))], '2026-11-22T10:00:00.000Z');
  expect(await isOnDisk(file)).toBe(false);
  await store.close();
});

test('a store that forgets rows instead of keeping tombstones is refilled by a replay (the tests above can fail)', async () => {
  const file = nextFile();
  const store = openSqliteHubStore(file);
  const line = soundLine(said(1));
  await store.putLines('kiosk-1', [line, soundLine(erased())], '2026-11-22T08:00:00.000Z');
  const careless = new Database(file);
  careless.exec('delete from records; delete from erased_sessions');
  careless.close();
  const [receipt] = await store.putLines('kiosk-1', [line], '2026-11-22T09:00:00.000Z');
  expect(receipt?.status).toBe('accepted');
  expect(await isOnDisk(file)).toBe(true);
  await store.close();
});

test('an erasure that came before this release is carried out when the file is opened', async () => {
  const file = nextFile();
  const old = new Database(file);
  old.exec(createIntake.sql(SQLITE));
  old.pragma(`user_version = ${createIntake.version}`);
  const put = old.prepare(
    `insert into records (device_id, id, boot_id, seq, type, schema_version, session_id, captured_at, received_at, sha256, is_parsed, raw)
     values (@deviceId, @id, @bootId, @seq, @type, @schemaVersion, @sessionId, @capturedAt, @capturedAt, @sha256, 1, @raw)`,
  );
  const kept = sampleRecord({ seq: 3, sessionId: 'stays', media: [mediaOf(2)] });
  for (const record of [said(1), said(2), erased(), kept]) {
    const { body: _body, media, ...columns } = record;
    const { lastInsertRowid } = put.run({ ...columns, raw: JSON.stringify(record) });
    for (const { sha256 } of media ?? [])
      old
        .prepare('insert into media_references values (?, ?, ?, ?)')
        .run(lastInsertRowid, record.sessionId, sha256, '{}');
  }
  old
    .prepare('insert into quarantine values (1, ?, ?, null, null, ?, ?, ?)')
    .run('k', 'a', 'invalid_record', 'x', `${CANARY}"gone"`);
  old.close();
  const store = openSqliteHubStore(file);
  expect(await store.findSession('gone')).toMatchObject({ erasedAt: kept.capturedAt, records: [{}], media: [] });
  expect(await store.listMediaToRemove()).toEqual([mediaOf(1).sha256]);
  expect(await isOnDisk(file)).toBe(false);
  await store.close();
});
