import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import type { MediaUpload } from '#connectors/target.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { HubSessionDetail, HubSessionList } from '#shared/wire/hub-session.ts';
import { Problem } from '#shared/wire/problem.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { startHubProcess } from './hub-process.ts';
import { seededRandom, shuffled } from './seeded-random.ts';
import { createBench, getFrom, type Bench } from './sync-bench.ts';

const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000);
const CANARY = '金丝雀-canary';
let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

type Hub = { readonly url: string; readonly token: string };
type MediaFile = Awaited<ReturnType<Bench['mediaFile']>>;
const mediaReference = ({ sha256, sizeBytes, mimeType, kind }: MediaFile) => ({
  sha256,
  sizeBytes,
  mimeType,
  kind,
  recordingId: `r-${sha256.slice(0, 8)}`,
  durationMs: 1000,
});
const said = (seq: number, sessionId: string, files: readonly MediaFile[] = []): WireRecord =>
  sampleRecord({
    seq,
    sessionId,
    body: { text: `${CANARY} ${sessionId} ${seq}` },
    ...(files.length > 0 ? { media: files.map(mediaReference) } : {}),
  });
const erasureOf = (sessionId: string): WireRecord =>
  sampleRecord({ seq: 900, sessionId, type: 'session.erased', body: {} });

async function send(hub: Hub, records: readonly WireRecord[]) {
  const outcome = await createHubTarget(hub).sendBatch({ records, audit: null, signal: AbortSignal.timeout(60_000) });
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  return outcome.receipts;
}

function upload(hub: Hub, file: MediaFile, change: Partial<MediaUpload> = {}) {
  const source = {
    sizeBytes: file.sizeBytes,
    read: async (start: number, end: number) => file.bytes.subarray(start, end),
    close: async () => undefined,
  };
  return createHubTarget({ ...hub, limits: { chunkBytes: 256 * 1024 } }).uploadMedia({
    source,
    sha256: file.sha256,
    mimeType: file.mimeType,
    kind: file.kind,
    resumeUrl: null,
    onProgress: () => undefined,
    onResumeUrl: () => undefined,
    signal: AbortSignal.timeout(60_000),
    ...change,
  });
}

const mediaStatus = async (hub: Hub, { sha256 }: MediaFile): Promise<number> =>
  (await getFrom(hub, `/v1/media/${sha256}`)).status;
const showSession = async (hub: Hub, id: string) =>
  HubSessionDetail.parse(await (await getFrom(hub, `/v1/sessions/${id}`)).json());
const erasedMedia = { kind: 'fatal', reason: 'rejected', detail: 'media_erased' };

/** Every file under the hub's folder that holds media: finished or not. */
async function mediaOnDisk(dataDir: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'media'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function databaseHolds(dataDir: string, text: string): Promise<boolean> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith('hub.db') && !name.endsWith('-shm'));
  const bytes = await Promise.all(names.map((name) => readFile(join(dataDir, name))));
  return bytes.some((each) => each.includes(text));
}

test('an erased session is shown as erased; its words and its own files are gone from the disk, shared files stay', async () => {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const [own, shared] = [await bench.mediaFile(300_000), await bench.mediaFile(200_000)];
  await send(hub, [said(1, 'gone', [own, shared]), said(2, 'stays', [shared])]);
  for (const file of [own, shared]) expect(await upload(hub, file)).toEqual({ kind: 'sent' });
  expect(await databaseHolds(dataDir, `${CANARY} gone`)).toBe(true);
  expect(await mediaStatus(hub, own)).toBe(200);

  const erasure = erasureOf('gone');
  await send(hub, [erasure]);
  expect(await showSession(hub, 'gone')).toMatchObject({ erasedAt: expect.any(String), media: [] });
  expect((await showSession(hub, 'gone')).records.map((row) => row.record)).toEqual([erasure]);
  const list = HubSessionList.parse(await (await getFrom(hub, '/v1/sessions')).json());
  expect(Object.fromEntries(list.sessions.map((each) => [each.sessionId, each.erasedAt !== null]))).toEqual({
    gone: true,
    stays: false,
  });
  const gone = await getFrom(hub, `/v1/media/${own.sha256}`);
  expect(gone.status).toBe(410);
  expect(Problem.parse(await gone.json())).toMatchObject({ code: 'media_erased', status: 410 });
  expect(await mediaOnDisk(dataDir)).toEqual([shared.sha256]);
  expect(await mediaStatus(hub, shared)).toBe(200);
  expect(await databaseHolds(dataDir, `${CANARY} gone`)).toBe(false);
});

test('a replay of everything after the erasure brings neither words nor files back', async () => {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const [sent, neverSent] = [await bench.mediaFile(300_000), await bench.mediaFile(100_000, 'audio')];
  const held = said(1, 'gone', [sent]);
  const [original] = await send(hub, [held]);
  expect(await upload(hub, sent)).toEqual({ kind: 'sent' });
  await send(hub, [erasureOf('gone')]);
  const [again, late] = await send(hub, [held, said(2, 'gone', [neverSent])]);
  expect(again).toEqual({ ...original, status: 'duplicate' });
  expect(late?.status).toMatch(/^accepted/);
  for (const file of [sent, neverSent]) expect(await upload(hub, file)).toEqual(erasedMedia);
  expect(await mediaOnDisk(dataDir)).toEqual([]);
  expect(await databaseHolds(dataDir, CANARY)).toBe(false);
});

test('an upload cut half way by the erasure is refused and leaves no bytes', async () => {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const file = await bench.mediaFile(3_000_000);
  await send(hub, [said(1, 'gone', [file])]);
  const erasure = erasureOf('gone');
  const erasing: Promise<unknown>[] = [];
  const outcome = await upload(hub, file, {
    onProgress: (sentBytes) => {
      if (sentBytes >= 1_000_000 && erasing.length === 0) erasing.push(send(hub, [erasure]));
    },
  });
  expect(erasing).toHaveLength(1);
  await Promise.all(erasing);
  // Cut in the middle of a piece the sender sees a failure that passes; its next attempt is told for good.
  expect(['fatal', 'transient']).toContain(outcome.kind);
  expect(await upload(hub, file)).toEqual(erasedMedia);
  expect(await mediaOnDisk(dataDir)).toEqual([]);
});

test('the sender of a kiosk parks an erased file and goes on with the next', async () => {
  const hub = await bench.hub();
  const [erased, next] = [await bench.mediaFile(100_000, 'audio'), await bench.mediaFile(100_000)];
  await send(hub, [said(1, 'gone', [erased]), erasureOf('gone')]);
  const { outbox, until } = bench.sender(hub.url, hub.token, {
    fill: (empty) => [erased, next].forEach((file) => empty.addMedia(file)),
  });
  const status = await until(({ counts }) => counts.mediaWaiting === 0);
  expect(status.counts).toMatchObject({ mediaSent: 1, mediaParked: 1 });
  expect(outbox.mediaState(erased.sha256)).toMatchObject({ state: 'parked', reason: 'rejected:media_erased' });
});

test('a file an erased session shared is taken anew for a session that names it later', async () => {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const file = await bench.mediaFile(200_000);
  await send(hub, [said(1, 'gone', [file])]);
  await upload(hub, file);
  await send(hub, [erasureOf('gone')]);
  await send(hub, [said(2, 'stays', [file])]);
  expect(await mediaStatus(hub, file)).toBe(404);
  expect(await upload(hub, file)).toEqual({ kind: 'sent' });
  expect(await mediaStatus(hub, file)).toBe(200);
});

test.each([0, 4])(
  'a hub killed %i ms after an erasure has removed the files once it listens again',
  async (delayMs) => {
    const dataDir = await bench.folder();
    const files = await Promise.all(Array.from({ length: 12 }, () => bench.mediaFile(20_000)));
    const before = await startHubProcess(dataDir);
    await send(before, [said(1, 'gone', files)]);
    for (const file of files) expect(await upload(before, file)).toEqual({ kind: 'sent' });
    const erasure = erasureOf('gone');
    const answer = send(before, [erasure]).catch(() => null);
    // The write-ahead log grows with the commit: kill as soon as that is seen, then a little later.
    const log = join(dataDir, 'hub.db-wal');
    const size = (await stat(log)).size;
    const isCommitted = async (): Promise<boolean> => (await stat(log)).size !== size;
    const deadline = performance.now() + 5000;
    while (!(await isCommitted()) && performance.now() < deadline) await setImmediate();
    const until = performance.now() + delayMs;
    while (performance.now() < until) await setImmediate();
    await before.stop('SIGKILL');
    const isAnswered = (await answer) !== null;
    const left = (await mediaOnDisk(dataDir)).length;
    const after = await startHubProcess(dataDir);
    bench.onEnd(() => after.stop('SIGTERM'));
    const isErased = (await showSession(after, 'gone')).erasedAt !== null;
    console.log(`killed after ${delayMs} ms: answered ${isAnswered}, erased ${isErased}, ${left} of 12 files left`);
    expect(isErased || !isAnswered).toBe(true);
    expect(await mediaOnDisk(dataDir)).toHaveLength(isErased ? 0 : 12);
    await send(after, [erasure]);
    expect(await mediaOnDisk(dataDir)).toEqual([]);
    expect(await databaseHolds(dataDir, CANARY)).toBe(false);
  },
);

test.each([0, 1, 2, 3])(
  'any order and repetition of batches and uploads around an erasure ends the same, run %i',
  async (run) => {
    console.log(`seed ${seed + run}`);
    const random = seededRandom(seed + run);
    const dataDir = await bench.folder();
    const hub = await bench.hub({ dataDir });
    const [own, kept] = [await bench.mediaFile(60_000), await bench.mediaFile(50_000)];
    const stays = said(50, 'stays', [kept]);
    const records = [...Array.from({ length: 12 }, (_, seq) => said(seq, 'gone', [own])), erasureOf('gone'), stays];
    const steps = [
      ...records.map((record) => () => send(hub, [record])),
      ...[own, kept].map((file) => () => upload(hub, file)),
    ];
    for (const step of shuffled([...steps, ...steps, ...steps], random)) await step();
    const gone = await showSession(hub, 'gone');
    expect(gone.records.map((row) => row.record)).toEqual([records[12]]);
    expect(gone.media).toEqual([]);
    expect((await showSession(hub, 'stays')).records.map((row) => row.record)).toEqual([stays]);
    expect(await mediaOnDisk(dataDir)).toEqual([kept.sha256]);
    expect(await mediaStatus(hub, own)).toBe(410);
    expect(await databaseHolds(dataDir, `${CANARY} gone`)).toBe(false);
  },
);

test('a file that arrives before its record is taken', async () => {
  const hub = await bench.hub();
  const early = await bench.mediaFile(10_000);
  expect(await upload(hub, early)).toEqual({ kind: 'sent' });
  await send(hub, [said(1, 'stays', [early])]);
  expect((await showSession(hub, 'stays')).media).toMatchObject([{ isComplete: true }]);
});
