import { expect, test } from 'vitest';
import { createMicrophoneBatches } from './microphone-batches.ts';
import type { MicrophoneLevel, PcmBatch } from './microphone-port.ts';

function cut() {
  const batches: PcmBatch[] = [];
  const levels: MicrophoneLevel[] = [];
  const made = createMicrophoneBatches({ batch: (batch) => batches.push(batch), level: (level) => levels.push(level) });
  return { made, batches, levels };
}

function bytesOf(samples: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

test('a pipe may cut anywhere, also inside a sample', () => {
  const samples = Array.from({ length: 20_000 }, (_, index) => ((index * 7919) % 65_536) - 32_768);
  const bytes = bytesOf(samples);
  const { made, batches } = cut();
  for (let at = 0; at < bytes.length; at += 333) made.push(bytes.subarray(at, at + 333));
  made.flush();
  expect(batches.flatMap((batch) => [...batch.samples])).toEqual(samples);
  expect(made.samples()).toBe(20_000);
});

test('half a sample before a gap does not shift what follows', () => {
  const { made, batches } = cut();
  made.push(bytesOf([1, 2, 3]).subarray(0, 5));
  made.markGap({ reason: 'restarted', durationMs: 40 });
  made.push(bytesOf([100, 200]));
  made.flush();
  expect(batches.map((batch) => [...batch.samples])).toEqual([
    [1, 2],
    [100, 200],
  ]);
});

test('20 ms of full scale measure 1, of silence 0', () => {
  const { made, levels } = cut();
  made.push(bytesOf(Array.from({ length: 320 }, () => -32_768)));
  made.push(bytesOf(Array.from({ length: 639 }, () => 0)));
  expect(levels).toEqual([
    { firstSample: 0, rms: 1, peak: 1 },
    { firstSample: 320, rms: 0, peak: 0 },
  ]);
});

test('two gaps without sound between them are both told with the next batch', () => {
  const { made, batches } = cut();
  made.markGap({ reason: 'overrun', durationMs: 5 });
  made.markGap({ reason: 'paused', durationMs: 900 });
  made.push(bytesOf([1]));
  made.flush();
  expect(batches[0]?.gapsBefore).toEqual([
    { reason: 'overrun', durationMs: 5 },
    { reason: 'paused', durationMs: 900 },
  ]);
});
