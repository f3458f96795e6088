import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Locker, MemoryLocker } from '@tus/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AuditTrail, createAuditTrail } from '../audit-trail/audit-trail.ts';
import { startHub } from '../hub.ts';
import { installationCaller } from '../http/device-token.ts';
import { hubKeyOf } from '../devices/hub-key.ts';
import { countsInMemory } from '../http/rate-counts.fake.ts';
import { buildServer } from '../http/server.ts';
import { recordRoutes } from '../records/routes.ts';
import { mediaRoutes } from './routes.ts';
import { sampleRecord, soundLine } from '../store/sample-lines.fake.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { createHubStore } from '../store/sql-hub-store.ts';
import type { HubStore } from '../store/hub-store.ts';
import { type ContentStore } from './content-store.ts';
import { openFolderContentStore } from './folder-content-store.ts';
import { createMediaRemoval, type MediaRemoval } from './media-removal.ts';

const at = '2026-11-22T08:00:00.000Z';
const now = (): Date => new Date(at);
const bytes = Buffer.from('a recording of a person');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const reference = {
  sha256,
  sizeBytes: bytes.length,
  mimeType: 'video/webm',
  kind: 'video',
  recordingId: 'r1',
  durationMs: 1,
} as const;
const said = (sessionId: string) => soundLine(sampleRecord({ sessionId, media: [reference] }));
const erasure = soundLine(sampleRecord({ sessionId: 'gone', type: 'session.erased', body: {} }));

let folder = '';
let store: HubStore;
let content: ContentStore;
let trail: AuditTrail;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-removal-'));
  const database = openSqliteDatabase(join(folder, 'hub.db'));
  store = createHubStore(database);
  trail = createAuditTrail(database, now);
  content = await openFolderContentStore(join(folder, 'media'));
  await store.putLines('kiosk-1', [said('gone')], at);
  await store.putMedia({ sha256, sizeBytes: bytes.length, metadata: {}, createdAt: at });
  await content.create(sha256);
  await content.append(sha256, 0, Readable.from([bytes]));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const key = hubKeyOf(generateKeyPairSync('ed25519').privateKey);

async function complete(): Promise<void> {
  await content.complete(sha256);
  await store.completeMedia(sha256, at);
}

function serverOf(locker: Locker, removal: MediaRemoval) {
  const log = () => undefined;
  return buildServer({
    authenticators: [installationCaller('token')],
    routes: [
      recordRoutes({
        store,
        namesOf: async () => null,
        removal,
        token: 'token',
        devices: { find: async () => null },
        key,
        now,
        log,
      }),
      mediaRoutes({ store, content, locker, removal, now }),
    ],
    trail,
    counts: countsInMemory(),
    log,
  });
}

async function filesLeft(): Promise<string[]> {
  const entries = await readdir(join(folder, 'media'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** A content store whose disk refuses the first removal. */
function withFirstRemovalRefused(): ContentStore {
  let isRefused = false;
  return {
    ...content,
    remove: async (id) => {
      if (isRefused) return content.remove(id);
      isRefused = true;
      throw Object.assign(new Error('EIO: i/o error, unlink'), { code: 'EIO' });
    },
  };
}

test.each([
  ['finished', complete],
  ['unfinished', async () => undefined],
])(
  'a hub that stopped between an erasure and the removal of a %s file removes it at its start',
  async (_name, prepare) => {
    await prepare();
    await store.putLines('kiosk-1', [erasure], at);
    await store.close();
    expect(await filesLeft()).toHaveLength(1);
    const hub = await startHub({ dataDir: folder });
    expect(await filesLeft()).toEqual([]);
    await hub.close();
    const reopened = createHubStore(openSqliteDatabase(join(folder, 'hub.db')));
    expect(await reopened.listMediaToRemove()).toEqual([]);
    expect(await reopened.findMediaErasure(sha256)).toBe('erased');
    await reopened.close();
  },
);

test('a removal the disk refuses stays on the list, and the next run goes on', async () => {
  await complete();
  await store.putLines('kiosk-1', [erasure], at);
  const removal = createMediaRemoval({ store, content: withFirstRemovalRefused(), locker: new MemoryLocker(), now });
  await expect(removal.run()).rejects.toThrow('EIO');
  expect(await store.listMediaToRemove()).toEqual([sha256]);
  await removal.run();
  expect(await filesLeft()).toEqual([]);
  expect(await store.listMediaToRemove()).toEqual([]);
  await store.close();
});

test('an upload in progress is asked to let go before its bytes are removed', async () => {
  await store.putLines('kiosk-1', [erasure], at);
  const locker = new MemoryLocker();
  const upload = locker.newLock(sha256);
  const asked = Promise.withResolvers<void>();
  await upload.lock(new AbortController().signal, () => asked.resolve());
  const removed = createMediaRemoval({ store, content, locker, now }).run();
  await asked.promise;
  expect(await filesLeft()).toHaveLength(1);
  await upload.unlock();
  await removed;
  expect(await filesLeft()).toEqual([]);
  await store.close();
});

test('old bytes still on the disk never make a new upload of the same file "already complete"', async () => {
  await complete();
  await store.putLines('kiosk-1', [erasure], at);
  await store.putLines('kiosk-1', [said('stays')], at);
  expect(await store.findMediaErasure(sha256)).toBe('removing');
  const locker = new MemoryLocker();
  const removal = createMediaRemoval({ store, content, locker, now });
  const server = serverOf(locker, removal);
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const created = await fetch(`${url}/v1/media`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer token',
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `sha256 ${btoa(sha256)}`,
    },
  });
  expect(created.status).toBe(201);
  expect(await content.stateOf(sha256)).toEqual({ state: 'partial', sizeBytes: 0 });
  await server.close();
  await store.close();
});

test('while the disk refuses a removal the file is unreachable all the same', async () => {
  await complete();
  await store.putLines('kiosk-1', [erasure], at);
  const locker = new MemoryLocker();
  const refusing = { ...content, remove: () => Promise.reject(new Error('EIO')) };
  const removal = createMediaRemoval({ store, content: refusing, locker, now });
  const server = serverOf(locker, removal);
  for (const method of ['GET', 'HEAD', 'PATCH'] as const) {
    const headers = { authorization: 'Bearer token', 'tus-resumable': '1.0.0' };
    const answer = await server.inject({ method, url: `/v1/media/${sha256}`, headers });
    expect([method, answer.statusCode]).toEqual([method, 410]);
  }
  await server.close();
  await store.close();
});
