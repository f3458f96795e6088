import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPlayback, type Playable } from '#main/capture/playback.ts';
import type { RecordingEntry } from '#main/capture/recording-port.ts';
import { type OpenRecording, UnreadableRecordingError } from '#main/capture/recording-reader.ts';
import type { RecordingId } from '#shared/ids.ts';
import { probe, streamHashes } from './probe.ts';
import { CLIP_MS, recordedClips } from './recorded-clips.ts';
import type { RecordedClip } from './recorded-clips.ts';

const NAMES = ['h264', 'vp9', 'vp8', 'audio'] as const;
const id = '0198f000-0000-7000-8000-000000000001' as RecordingId;

let clips: readonly RecordedClip[];
let directory: string;
let entry: RecordingEntry;
let logged: { event: string; detail: Record<string, unknown> }[];

beforeAll(async () => {
  clips = await recordedClips();
}, 120_000);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'playback-'));
  logged = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const original = () => join(directory, 'recording.bin');

/** Puts the first part of a clip where recordings lie. */
async function lay(name: RecordedClip['name'], share = 1): Promise<RecordedClip> {
  const clip = clips.find((each) => each.name === name);
  if (!clip) throw new Error(`no clip ${name}`);
  await copyFile(clip.path, original());
  const whole = (await readFile(original())).length;
  await truncate(original(), Math.floor(whole * share));
  note(clip.mimeType, Math.floor(whole * share));
  return clip;
}

function note(mimeType: string, sizeBytes: number): void {
  entry = { id, kind: 'av', mimeType, state: 'complete', slices: 12, sizeBytes, durationMs: CLIP_MS };
}

/** The bytes that count, as they would be opened. */
const open: OpenRecording = () => ({
  sizeBytes: entry.sizeBytes,
  async *read(start, end) {
    yield (await readFile(original())).subarray(start, end);
  },
  whole: async () => (await readFile(original())).subarray(0, entry.sizeBytes),
});

function start() {
  return createPlayback({
    open,
    find: (each) => (each === id ? entry : null),
    log: (event, detail) => logged.push({ event, detail }),
  });
}

async function bytesOf({ sizeBytes, read }: Playable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of read(0, sizeBytes)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What is played, as a file for ffmpeg; the path says whether it is the recording itself. */
async function played(playback = start()): Promise<{ path: string; isAsRecorded: boolean; playable: Playable }> {
  const playable = await playback.open(id);
  const bytes = await bytesOf(playable);
  const path = join(directory, 'played');
  await writeFile(path, bytes);
  const recorded = (await readFile(original())).subarray(0, entry.sizeBytes);
  return { path, isAsRecorded: bytes.equals(recorded), playable };
}

const hashOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe.each(NAMES)('%s', (name) => {
  test('the copy has the right length and every frame and packet', async () => {
    await lay(name);
    const before = await hashOf(original());
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { path, playable } = await played();
    delay.disable();
    const [was, is] = [probe(original()), probe(path)];
    expect(was.durationSeconds).toBeNaN();
    // as long as what is in it; a busy machine stops a clip late
    const lastSeconds = Math.max(...was.seconds);
    expect(lastSeconds).toBeGreaterThan(CLIP_MS / 1000 - 0.2);
    expect(is.durationSeconds).toBeGreaterThanOrEqual(lastSeconds - 0.01);
    expect(is.durationSeconds).toBeLessThan(lastSeconds + 0.2);
    expect([is.videoFrames, is.audioPackets]).toEqual([was.videoFrames, was.audioPackets]);
    expect(is.audioPackets).toBeGreaterThan(150);
    expect(streamHashes(path)).toBe(streamHashes(original()));
    expect(playable.sizeBytes).toBe((await readFile(path)).length);
    expect(await hashOf(original())).toBe(before);
    const megabytes = entry.sizeBytes / 1e6;
    const tookMs = Number(logged[0]?.detail['tookMs']);
    console.log(
      `${name}: ${(tookMs / megabytes).toFixed(0)} ms/MB (${tookMs} ms, ${megabytes.toFixed(2)} MB), ` +
        `${playable.sizeBytes - entry.sizeBytes} bytes more, event loop held ${(delay.max / 1e6).toFixed(0)} ms at most`,
    );
  });

  // four cuts of each, anywhere in a block
  test.each([0.13, 0.377, 0.714, 0.991])('cut at %d of its bytes it plays up to the cut', async (share) => {
    await lay(name, share);
    const was = probe(original());
    const { path, isAsRecorded } = await played();
    expect(isAsRecorded).toBe(false);
    const is = probe(path);
    // ffmpeg hands out the block that was cut, a player shows it as a smear
    expect(was.seconds.length - is.seconds.length).toBeLessThanOrEqual(1);
    const lastWhole = Math.max(...was.seconds.slice(0, is.seconds.length));
    expect(Math.abs(is.durationSeconds - lastWhole)).toBeLessThanOrEqual(0.2);
  });
});

test('bytes behind the last block that are no video are left out', async () => {
  // whole: behind a cut, the first of them would complete the block that was cut
  await lay('vp9', 1);
  const garbage = Buffer.alloc(4096, 0x55);
  await writeFile(original(), garbage, { flag: 'a' });
  entry.sizeBytes += garbage.length;
  expect((await played()).isAsRecorded).toBe(false);
  expect(Number(logged[0]?.detail['droppedBytes'])).toBeGreaterThanOrEqual(garbage.length);
});

test('a recording with more than one slice unreadable is played as it was recorded', async () => {
  await lay('vp9', 0.5);
  await writeFile(original(), Buffer.alloc(5 * 1024 * 1024, 0x55), { flag: 'a' });
  entry.sizeBytes += 5 * 1024 * 1024;
  expect((await played()).isAsRecorded).toBe(true);
  expect(logged).toMatchObject([{ event: 'playback.not_seekable', detail: { code: 'damaged' } }]);
});

test.each([
  ['garbage', () => Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 251))],
  ['nothing', () => Buffer.alloc(0)],
])('%s is returned as it is, and tried once', async (_name, bytes) => {
  await writeFile(original(), bytes());
  note('video/webm;codecs=vp9,opus', bytes().length);
  const playback = start();
  for (let call = 0; call < 3; call += 1) {
    const { isAsRecorded, playable } = await played(playback);
    expect(isAsRecorded).toBe(true);
    expect(playable).toMatchObject({ sizeBytes: bytes().length, mimeType: 'video/webm;codecs=vp9,opus' });
  }
  expect(logged).toMatchObject([{ event: 'playback.not_seekable', detail: { code: 'no_blocks' } }]);
});

test('a header without a frame is returned as it is', async () => {
  await lay('h264', 0.0003);
  expect((await played()).isAsRecorded).toBe(true);
});

test('bytes behind those accounted for are not in the copy', async () => {
  await lay('vp9');
  entry.sizeBytes = Math.floor(entry.sizeBytes / 2);
  expect(probe((await played()).path).durationSeconds).toBeLessThan((CLIP_MS / 1000) * 0.7);
});

test('a recording that goes on is played as far as it was stored, without a copy', async () => {
  await lay('vp9');
  entry = { ...entry, state: 'recording', sizeBytes: 1000 };
  const { isAsRecorded, playable } = await played();
  expect(isAsRecorded).toBe(true);
  expect(playable).toMatchObject({ sizeBytes: 1000, mimeType: entry.mimeType });
  expect(logged).toEqual([]);
});

test('calls at the same time make one copy, later ones find it, and the disk sees none', async () => {
  await lay('h264');
  const playback = start();
  const answers = await Promise.all([playback.open(id), playback.open(id), playback.open(id)]);
  expect(await playback.open(id)).toBe(answers[0]);
  expect(new Set(answers).size).toBe(1);
  expect(logged.map(({ event }) => event)).toEqual(['playback.made']);
  expect(answers[0]).toMatchObject({ mimeType: 'video/x-matroska' });
  expect(await readdir(directory)).toEqual(['recording.bin']);
});

test('a recording with a damaged slice is played as far as it can be opened', async () => {
  await lay('vp9');
  const playback = createPlayback({
    open: () => ({
      ...open(id),
      whole: () => Promise.reject(new UnreadableRecordingError('bytes_changed', 'slice 3')),
    }),
    find: () => entry,
    log: (event, detail) => logged.push({ event, detail }),
  });
  expect((await played(playback)).isAsRecorded).toBe(true);
  expect(logged).toMatchObject([{ event: 'playback.not_seekable', detail: { code: 'bytes_changed' } }]);
});

test('after a release the copy is forgotten', async () => {
  await lay('vp8');
  const playback = start();
  const before = await playback.open(id);
  playback.release([id]);
  expect(await playback.open(id)).not.toBe(before);
  expect(logged.map(({ event }) => event)).toEqual(['playback.made', 'playback.made']);
});
