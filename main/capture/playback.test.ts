import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RecordingId } from '#shared/ids.ts';
import { createPlayback } from './playback.ts';

const id = '0195a3c0-0000-7000-8000-000000000001' as RecordingId;
const samples = randomBytes(32_000);

const playback = createPlayback({
  find: () => ({
    id,
    kind: 'pcm',
    mimeType: 'audio/pcm;rate=16000;channels=1;format=s16le',
    state: 'complete',
    slices: 1,
    sizeBytes: samples.length,
    durationMs: 1000,
  }),
  open: () => ({
    sizeBytes: samples.length,
    async *read(start, end) {
      yield samples.subarray(start, end);
    },
    whole: () => Promise.resolve(samples),
  }),
  log: () => undefined,
});

async function bytes(start: number, end: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await playback.open(id)).read(start, end)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('sound alone is played as a WAV file of its samples, in any range', async () => {
  const { sizeBytes, mimeType } = await playback.open(id);
  expect(mimeType).toBe('audio/wav');
  const whole = await bytes(0, sizeBytes);
  expect(whole.toString('latin1', 0, 4) + whole.toString('latin1', 8, 12)).toBe('RIFFWAVE');
  expect(whole.readUInt32LE(24)).toBe(16_000);
  expect(whole.subarray(44)).toEqual(samples);
  for (const [start, end] of [
    [0, 1],
    [40, 48],
    [44, 45],
    [1000, sizeBytes],
  ] as const)
    expect(await bytes(start, end)).toEqual(whole.subarray(start, end));
});
