import { expect, test } from 'vitest';
import type { LevelFrame } from './level-frame.ts';
import { createPcmPipeline } from './pcm-pipeline.ts';
import type { PcmBatch } from './pcm-pipeline.ts';

function openPipeline() {
  const levels: LevelFrame[] = [];
  const batches: PcmBatch[] = [];
  const pipeline = createPcmPipeline({
    onLevels: (frames) => levels.push(...frames),
    onBatch: (batch) => batches.push(batch),
  });
  return { levels, batches, pipeline };
}

function ramp(samples: number, from = 0): Float32Array {
  return Float32Array.from({ length: samples }, (_, index) => ((from + index) % 30_000) / 32_768);
}

function samplesOf(batches: PcmBatch[]): number[] {
  return batches.flatMap(({ bytes }) => [...new Int16Array(bytes)]);
}

test('batches are one second, numbered by their first sample, and the last is marked', () => {
  const { batches, pipeline } = openPipeline();
  pipeline.record();
  for (let at = 0; at < 40_000; at += 160) pipeline.push(ramp(160, at), 16_000);
  pipeline.finish();
  expect(batches.map(({ firstSample, isLast, bytes }) => [firstSample, bytes.byteLength / 2, isLast])).toEqual([
    [0, 16_000, false],
    [16_000, 16_000, false],
    [32_000, 8000, true],
  ]);
  expect(samplesOf(batches)).toEqual(Array.from({ length: 40_000 }, (_, index) => index % 30_000));
});

test('a recording of exactly two seconds ends with a full batch, not an empty one', () => {
  const { batches, pipeline } = openPipeline();
  pipeline.record();
  pipeline.push(ramp(32_000), 16_000);
  pipeline.finish();
  expect(batches.map(({ bytes, isLast }) => [bytes.byteLength, isLast])).toEqual([
    [32_000, false],
    [32_000, true],
  ]);
});

test('nothing heard between pause and resume is written or measured', () => {
  const { batches, levels, pipeline } = openPipeline();
  pipeline.record();
  pipeline.push(new Float32Array(3200).fill(0.25), 16_000);
  pipeline.pause();
  const measured = levels.length;
  pipeline.push(new Float32Array(16_000).fill(0.5), 16_000);
  expect(levels).toHaveLength(measured);
  pipeline.resume();
  pipeline.push(new Float32Array(3200).fill(0.25), 16_000);
  pipeline.finish();
  expect(samplesOf(batches)).toEqual(Array.from({ length: 6400 }, () => 8192));
});

test('levels are measured without a recording, and nothing is written then', () => {
  const { batches, levels, pipeline } = openPipeline();
  pipeline.push(new Float32Array(16_000).fill(0.1), 16_000);
  expect(levels).toHaveLength(50);
  expect(levels.at(10)?.rmsDbfs).toBeCloseTo(-20, 1);
  expect(levels.at(10)?.peak).toBeCloseTo(0.1, 3);
  expect(batches).toHaveLength(0);
});

test('three full-scale samples are clipping, two are not', () => {
  const { levels, pipeline } = openPipeline();
  const quiet = new Float32Array(640);
  pipeline.push(Float32Array.of(1, 1, 0, ...quiet), 16_000);
  expect(levels.reduce((sum, frame) => sum + frame.clipRuns, 0)).toBe(0);
  pipeline.push(Float32Array.of(1, 1, 1, 1, 0, ...quiet), 16_000);
  expect(levels.reduce((sum, frame) => sum + frame.clipRuns, 0)).toBe(1);
});

test('a microphone at 44.1 kHz gives 16 kHz', () => {
  const { batches, pipeline } = openPipeline();
  pipeline.record();
  for (let chunk = 0; chunk < 100; chunk += 1) pipeline.push(new Float32Array(441), 44_100);
  pipeline.finish();
  const samples = samplesOf(batches).length;
  expect(samples).toBeGreaterThan(15_600);
  expect(samples).toBeLessThanOrEqual(16_000);
});
