import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordingId } from '#shared/ids.ts';
import { createRecordingFiles, RECORDING_ROOM, type RecordingFiles } from './recording-files.ts';
import { UnreadableRecordingError } from './recording-reader.ts';
import { frameBytes } from './sealed/slice-frame.ts';
import type { RecordingEntry, RecordingRows, SliceEntry } from './recording-port.ts';

/** Rows in memory that behave like the database's. */
function fakeRows() {
  const entries = new Map<RecordingId, RecordingEntry & { sha256: string | null }>();
  const slices = new Map<RecordingId, SliceEntry[]>();
  const rows: RecordingRows = {
    find: (id) => entries.get(id) ?? null,
    slice: (id, sequence) => slices.get(id)?.[sequence] ?? null,
    listSlices: (id) => slices.get(id) ?? [],
    addSlice(id, slice, mimeType) {
      const entry = entries.get(id);
      if (!entry) throw new Error('no such row');
      slices.set(id, [...(slices.get(id) ?? []), slice]);
      entries.set(id, { ...entry, mimeType, slices: entry.slices + 1, sizeBytes: entry.sizeBytes + slice.sizeBytes });
    },
    close(id, state, sha256, durationMs) {
      const entry = entries.get(id);
      if (entry) entries.set(id, { ...entry, state, sha256, durationMs });
    },
    partnerDurationMs: () => null,
    remove: (id) => void entries.delete(id),
    listOpen: () => [...entries.values()].filter(({ state }) => state === 'recording'),
    listPlain: () => [...entries.values()].filter(({ id }) => slices.get(id)?.some((each) => each.frameSha256 === '')),
    sealSlices(id, hashes) {
      slices.set(
        id,
        (slices.get(id) ?? []).map((slice, index) => ({ ...slice, frameSha256: hashes[index] ?? '' })),
      );
    },
  };
  return {
    rows,
    entries,
    begin(kind: 'av' | 'pcm'): RecordingId {
      const id = v7() as RecordingId;
      entries.set(id, {
        id,
        kind,
        mimeType: '',
        state: 'recording',
        slices: 0,
        sizeBytes: 0,
        durationMs: 0,
        sha256: null,
      });
      return id;
    },
  };
}

let directory: string;
let fake: ReturnType<typeof fakeRows>;
let files: RecordingFiles;

const KEY = randomBytes(32);
const keyOf = () => KEY;
const log = () => undefined;
const segment = (id: RecordingId, name = '000000.seg') => join(files.folder(id), name);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const put = (id: RecordingId, sequence: number, bytes: Uint8Array) =>
  files.appendSlice(id, sequence, bytes, hashOf(bytes), 'video/webm');

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'recordings-'));
  fake = fakeRows();
  files = createRecordingFiles({ directory, rows: fake.rows, keyOf, log });
});
afterEach(async () => {
  await files.stop();
  await rm(directory, { recursive: true, force: true });
});

test('slices put in order make one file whose hash is that of its bytes', async () => {
  const id = fake.begin('av');
  await files.create(id);
  const parts = [randomBytes(5000), randomBytes(1), randomBytes(70_000)];
  for (const [sequence, bytes] of parts.entries())
    expect(await put(id, sequence, bytes)).toEqual({ outcome: 'stored' });
  expect(await files.finish(id, 3)).toEqual({ ok: true });
  const whole = Buffer.concat(parts);
  expect(await files.open(id).whole()).toEqual(whole);
  expect(fake.entries.get(id)).toMatchObject({ state: 'complete', sha256: hashOf(whole), sizeBytes: whole.length });
});

test('a repeated slice is acknowledged and written once; other bytes under its number are refused', async () => {
  const id = fake.begin('av');
  await files.create(id);
  const bytes = randomBytes(100);
  await put(id, 0, bytes);
  expect(await put(id, 0, bytes)).toEqual({ outcome: 'already_stored' });
  expect(await put(id, 0, randomBytes(100))).toEqual({ outcome: 'different_bytes' });
  expect((await stat(segment(id))).size).toBe(frameBytes(100));
});

test('a gap, a wrong hash, an unknown and a closed recording are refused and write nothing', async () => {
  const id = fake.begin('av');
  await files.create(id);
  expect(await put(id, 2, randomBytes(10))).toEqual({ outcome: 'out_of_order', expected: 0 });
  expect(await files.appendSlice(id, 0, randomBytes(10), '0'.repeat(64), 'video/webm')).toEqual({
    outcome: 'hash_mismatch',
  });
  expect(await put(v7() as RecordingId, 0, randomBytes(10))).toEqual({ outcome: 'unknown_recording' });
  expect((await stat(segment(id))).size).toBe(0);
  await files.finish(id, 0);
  expect(await put(id, 0, randomBytes(10))).toEqual({ outcome: 'closed' });
});

test('slices that arrive at once are still stored in order', async () => {
  const id = fake.begin('av');
  await files.create(id);
  const parts = Array.from({ length: 20 }, () => randomBytes(3000));
  const outcomes = await Promise.all(parts.map((bytes, sequence) => put(id, sequence, bytes)));
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['stored']));
  expect(await files.open(id).whole()).toEqual(Buffer.concat(parts));
  expect((await readdir(files.folder(id))).toSorted()).toEqual(['000000.seg', '000001.seg', 'first.copy']);
});

test('a recording is not complete while slices are missing', async () => {
  const id = fake.begin('av');
  await files.create(id);
  await put(id, 0, randomBytes(10));
  expect(await files.finish(id, 3)).toEqual({ ok: false, missing: 2 });
  expect(fake.entries.get(id)?.state).toBe('recording');
});

test('after a crash the acknowledged bytes stay and the half-written slice is set aside, not lost and not appended to', async () => {
  const id = fake.begin('pcm');
  await files.create(id);
  const saved = randomBytes(64_000);
  await put(id, 0, saved);
  await files.stop();
  const halfWritten = randomBytes(777);
  await appendFile(segment(id), halfWritten);

  const restarted = createRecordingFiles({ directory, rows: fake.rows, keyOf, log });
  await restarted.recover();
  expect(await restarted.open(id).whole()).toEqual(saved);
  expect(await readFile(join(restarted.folder(id), 'recording.tail'))).toEqual(halfWritten);
  expect(fake.entries.get(id)).toMatchObject({ state: 'interrupted', sha256: hashOf(saved), durationMs: 2000 });
});

test('a folder made for a recording that was never begun goes at the next start; one with bytes in it stays', async () => {
  const [empty, full] = ['never-begun', 'somebodys'] as RecordingId[];
  if (!empty || !full) throw new Error('two ids were made above');
  await files.create(empty);
  await files.create(full);
  await writeFile(segment(full), randomBytes(10));
  await files.recover();
  expect(await readdir(directory)).toEqual([full]);
});

test('after a failed write nothing of the recording is acknowledged any more', async () => {
  const id = fake.begin('av');
  await files.create(id);
  await put(id, 0, randomBytes(10));
  await files.stop();
  await rm(segment(id));
  expect(await put(id, 1, randomBytes(10))).toEqual({ outcome: 'storage_failed', code: 'ENOENT' });
  expect(await put(id, 1, randomBytes(10))).toEqual({ outcome: 'storage_failed', code: 'EARLIER_FAILURE' });
});

test('a filling disk takes no more video, then no more sound, and always keeps room for answers', async () => {
  let free = RECORDING_ROOM.av.keptFreeBytes + 1000;
  const full = createRecordingFiles({ directory, rows: fake.rows, keyOf, log, freeBytes: () => free });
  const [video, sound] = [fake.begin('av'), fake.begin('pcm')];
  await full.create(video);
  await full.create(sound);
  const putIn = (id: RecordingId, sequence: number) => {
    const bytes = randomBytes(1000);
    return full.appendSlice(id, sequence, bytes, hashOf(bytes), 'video/webm');
  };
  expect(await putIn(video, 0)).toEqual({ outcome: 'stored' });
  free -= 1;
  expect(await putIn(video, 1)).toEqual({ outcome: 'storage_failed', code: 'NO_ROOM' });
  expect([full.hasRoom('av'), full.hasRoom('pcm')]).toEqual([false, true]);
  expect(await putIn(sound, 0)).toEqual({ outcome: 'stored' });
  free = RECORDING_ROOM.pcm.keptFreeBytes + 999;
  expect(await putIn(sound, 1)).toEqual({ outcome: 'storage_failed', code: 'NO_ROOM' });
  expect([full.hasRoom('av'), full.hasRoom('pcm')]).toEqual([false, false]);
  // room again: the next recording begins as if nothing had been
  free = RECORDING_ROOM.av.keptFreeBytes * 2;
  expect([full.hasRoom('av'), full.hasRoom('pcm')]).toEqual([true, true]);
  const next = fake.begin('av');
  await full.create(next);
  expect(await putIn(next, 0)).toEqual({ outcome: 'stored' });
  await full.stop();
});

test('files are readable by this user only', async () => {
  const id = fake.begin('av');
  await files.create(id);
  expect((await stat(segment(id))).mode & 0o077).toBe(0);
  expect((await stat(files.folder(id))).mode & 0o077).toBe(0);
});

test('any range of a recording is read as if it were one file', async () => {
  const id = fake.begin('av');
  await files.create(id);
  const parts = Array.from({ length: 12 }, (_, index) => randomBytes(1 + index * 4000));
  for (const [sequence, bytes] of parts.entries()) await put(id, sequence, bytes);
  const whole = Buffer.concat(parts);
  for (const [start, end] of [
    [0, 1],
    [0, whole.length],
    [4000, 4002],
    [whole.length - 1, whole.length],
    [100_000, 200_001],
    [5, 5],
  ] as const) {
    const pieces: Buffer[] = [];
    for await (const piece of files.open(id).read(start, end)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(whole.subarray(start, end)), `${start}-${end}`).toBe(true);
  }
});

test('nothing that was said lies in the clear, and with another key nothing opens', async () => {
  const id = fake.begin('pcm');
  await files.create(id);
  const bytes = Buffer.from('flamingoflagpole '.repeat(2000));
  await put(id, 0, bytes);
  for (const name of await readdir(files.folder(id)))
    expect((await readFile(segment(id, name))).includes('flamingoflagpole')).toBe(false);
  const stranger = createRecordingFiles({ directory, rows: fake.rows, keyOf: () => randomBytes(32), log });
  await expect(stranger.open(id).whole()).rejects.toMatchObject({ code: 'bytes_changed' });
  const erased = createRecordingFiles({ directory, rows: fake.rows, keyOf: () => null, log });
  expect(() => erased.open(id)).toThrow(UnreadableRecordingError);
});

test('a first slice that is damaged is read from its copy; another that is damaged is said', async () => {
  const id = fake.begin('av');
  await files.create(id);
  const parts = [randomBytes(20_000), randomBytes(20_000)];
  for (const [sequence, bytes] of parts.entries()) await put(id, sequence, bytes);
  const damage = async (at: number) => {
    const frame = await readFile(segment(id));
    frame[at] = (frame[at] ?? 0) ^ 1;
    await writeFile(segment(id), frame);
  };
  await damage(500);
  expect(await files.open(id).whole()).toEqual(Buffer.concat(parts));
  await damage(frameBytes(20_000) + 500);
  await expect(files.open(id).whole()).rejects.toMatchObject({ code: 'bytes_changed' });
});

test('bytes that an earlier release wrote in the clear are sealed at the start, and gone in the clear', async () => {
  const id = fake.begin('av');
  await files.create(id);
  const parts = Array.from({ length: 11 }, () => Buffer.from('flamingoflagpole '.repeat(300)));
  let offsetBytes = 0;
  for (const [sequence, bytes] of parts.entries()) {
    const slice = { sequence, offsetBytes, sizeBytes: bytes.length, sha256: hashOf(bytes), frameSha256: '' };
    fake.rows.addSlice(id, slice, 'video/webm');
    offsetBytes += bytes.length;
  }
  await writeFile(segment(id, 'recording.bin'), Buffer.concat(parts));
  await writeFile(segment(id, 'playback.webm'), 'flamingoflagpole');
  fake.rows.close(id, 'complete', hashOf(Buffer.concat(parts)), 11_000);
  await files.recover();
  expect(await files.open(id).whole()).toEqual(Buffer.concat(parts));
  const names = (await readdir(files.folder(id))).toSorted();
  expect(names).toEqual(['000000.seg', '000001.seg', 'first.copy']);
  for (const name of names) expect((await readFile(segment(id, name))).includes('flamingoflagpole')).toBe(false);
});
