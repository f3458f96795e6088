import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { contentStoreConformance } from './content-store.conformance.ts';
import { ObjectStoreError, openS3Bucket } from './s3-bucket.ts';
import { openS3ContentStore } from './s3-content-store.ts';
import { type FakeObjectStore, startFakeObjectStore } from './s3-server.fake.ts';

let folder = '';
let server: FakeObjectStore;
let count = 0;
const now = () => new Date('2026-11-28T08:00:00.000Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-s3-'));
  server = await startFakeObjectStore();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const open = () => {
  const database = openSqliteDatabase(join(folder, `hub-${(count += 1)}.db`));
  return { database, store: openS3ContentStore({ bucket: openS3Bucket(server.address), database, now }) };
};

contentStoreConformance('a bucket', async () => {
  const { database, store } = open();
  return {
    store,
    again: async () => openS3ContentStore({ bucket: openS3Bucket(server.address), database, now }),
    close: () => database.close(),
  };
});

test('17 MB in one request is three objects, and none is left after it is removed', async () => {
  const { database, store } = open();
  const before = server.objects.size;
  const bytes = randomBytes(17 * 1024 * 1024);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store.create(sha256);
  await store.append(sha256, 0, Readable.from(chunks(bytes)));
  await store.complete(sha256);
  expect(server.objects.size - before).toBe(3);
  await store.remove(sha256);
  expect(server.objects.size).toBe(before);
  expect(await database.all('select * from media_parts')).toEqual([]);
  await database.close();
});

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

test('an object that the store lost or changed is noticed before the file is called complete', async () => {
  const { database, store } = open();
  const bytes = randomBytes(1000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store.create(sha256);
  await store.append(sha256, 0, Readable.from([bytes]));
  const row = await database.get('select object_key "key" from media_parts where stored_at is not null');
  await openS3Bucket(server.address).put(String(row?.['key']), randomBytes(1000));
  await expect(store.complete(sha256)).rejects.toThrow(/another SHA-256/);
  expect(await store.stateOf(sha256)).toEqual({ state: 'absent' });
  await database.close();
});

test('wrong keys are refused, and nothing is acknowledged', async () => {
  const bucket = openS3Bucket({ ...server.address, secretAccessKey: 'wrong' });
  const { database } = open();
  const store = openS3ContentStore({ bucket, database, now });
  await store.create('a'.repeat(64));
  await expect(store.append('a'.repeat(64), 0, Readable.from([Buffer.from('x')]))).rejects.toThrow(ObjectStoreError);
  expect(await store.stateOf('a'.repeat(64))).toEqual({ state: 'partial', sizeBytes: 0 });
  await database.close();
});

test('a store that is busy for a moment is asked again; one that stays away is an error, and the next attempt goes on', async () => {
  const { database, store } = open();
  const sha256 = createHash('sha256').update('xyz').digest('hex');
  await store.create(sha256);
  server.failNext(1);
  expect(await store.append(sha256, 0, Readable.from([Buffer.from('x')]))).toBe(1);
  server.failNext(3);
  await expect(store.append(sha256, 1, Readable.from([Buffer.from('y')]))).rejects.toThrow(ObjectStoreError);
  server.failNext(0);
  expect(await store.stateOf(sha256)).toEqual({ state: 'partial', sizeBytes: 1 });
  expect(await store.append(sha256, 1, Readable.from([Buffer.from('yz')]))).toBe(3);
  await store.complete(sha256);
  expect(await store.stateOf(sha256)).toEqual({ state: 'complete', sizeBytes: 3 });
  await store.remove(sha256);
  await database.close();
});
