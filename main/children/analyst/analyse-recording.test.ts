import { expect, test } from 'vitest';
import { SpeechAnalysis } from '#shared/analysis.ts';
import { analyseRecording, WINDOW_SAMPLES, type VoiceDetector } from './analyse-recording.ts';
import type { PcmSource } from '../common/pcm-file.ts';

const RATE = 16_000;

/** Hears speech wherever a window is louder than -40 dBFS; counts what it was given. */
function createLoudnessDetector(): VoiceDetector & { resets: number; windows: Float32Array[] } {
  const detector = {
    model: { id: 'loudness', sha256: '0'.repeat(64) },
    resets: 0,
    windows: [] as Float32Array[],
    reset: () => void (detector.resets += 1),
    next: async (window: Float32Array) => {
      detector.windows.push(window.slice());
      return Math.sqrt(window.reduce((sum, sample) => sum + sample ** 2, 0) / window.length) > 0.01 ? 0.95 : 0.02;
    },
  };
  return detector;
}

function sourceOf(samples: Float32Array, blockLength = 1_000): PcmSource {
  return {
    totalSamples: samples.length,
    async *blocks() {
      for (let at = 0; at < samples.length; at += blockLength) yield samples.subarray(at, at + blockLength);
    },
  };
}

// Lengths are whole windows (3.2 s = 100), so that no window is half speech.
/** A steady square wave: its RMS is its amplitude. */
const square = (seconds: number, amplitude: number, offset = 0): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, i) => (i % 64 < 32 ? amplitude : -amplitude) + offset);
/** A sine with a period no multiple of which lands on a sample, so that it is never flat on top. */
const sine = (seconds: number, amplitude: number): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, i) => amplitude * Math.sin(i * 0.7));
const joined = (...parts: Float32Array[]): Float32Array => Float32Array.from(parts.flatMap((part) => [...part]));
const analyse = (samples: Float32Array) => analyseRecording(sourceOf(samples), createLoudnessDetector());
const codes = (analysis: SpeechAnalysis) => analysis.flags.map((flag) => `${flag.code}:${flag.severity}`);

test('level and ratio follow the definition: speech power above the room over the room', async () => {
  const result = await analyse(joined(sine(3.2, 0.001), sine(3.2, 0.1), sine(3.2, 0.001)));
  expect(SpeechAnalysis.parse(result)).toEqual(result);
  expect(result.durationMs).toBe(9_600);
  expect(result.speechLevelDbfs.value).toBeCloseTo(-23, 1);
  expect(result.snrDb.value).toBeCloseTo(40, 1);
  expect(codes(result)).toEqual([]);
});

test('a constant offset is reported, and changes neither level nor ratio', async () => {
  const clean = joined(square(3.2, 0.001), square(3.2, 0.1), square(3.2, 0.001));
  const shifted = clean.map((sample) => sample + 0.05);
  const detector = createLoudnessDetector();
  const result = await analyseRecording(sourceOf(shifted), {
    ...detector,
    next: (window) => detector.next(window.map((sample) => sample - 0.05)),
  });
  expect(result.dcOffsetRatio).toBeCloseTo(0.05, 6);
  expect(result.speechLevelDbfs.value).toBeCloseTo(-20, 1);
  expect(result.snrDb.value).toBeCloseTo(40, 1);
  expect(codes(result)).toContain('dc_offset:warn');
});

test.each([
  [-30, []],
  [-45, ['too_quiet:warn']],
  [-55, ['too_quiet:fail']],
])('speech at %d dBFS raises %j', async (level, expected) => {
  const amplitude = Math.SQRT2 * 10 ** (level / 20);
  const detector = createLoudnessDetector();
  const sharpEared: VoiceDetector = {
    ...detector,
    next: (window) => detector.next(window.map((sample) => sample * 100)),
  };
  const room = sine(3.2, amplitude / 1_000);
  const result = await analyseRecording(sourceOf(joined(room, sine(3.2, amplitude), room)), sharpEared);
  expect(result.speechLevelDbfs.value).toBeCloseTo(level, 1);
  expect(codes(result)).toEqual(expected);
});

test.each([
  ['nothing but speech', sine(5, 0.1), 'no_noise_frames'],
  ['a source that is muted between words', joined(new Float32Array(3.2 * RATE), sine(3.2, 0.1)), 'digital_silence'],
  ['no speech', sine(5, 0.001), 'no_speech'],
])('%s has no ratio, and says why', async (_case, samples, reason) => {
  expect((await analyse(samples)).snrDb).toEqual({ value: null, reason });
});

test('digital silence is silent: no level, no ratio, no clipping figure', async () => {
  const result = await analyse(new Float32Array(2 * RATE));
  const { speechMs, speechLevelDbfs, clippingPerMinute, peakRatio } = result;
  expect({ speechMs, speechLevelDbfs, clippingPerMinute, peakRatio }).toEqual({
    speechMs: 0,
    speechLevelDbfs: { value: null, reason: 'no_speech' },
    clippingPerMinute: { value: null, reason: 'signal_too_small' },
    peakRatio: 0,
  });
  expect(codes(result)).toEqual(['silent:fail']);
});

test('samples that are not numbers are counted and never reach the detector', async () => {
  const samples = sine(3.2, 0.1);
  samples[100] = Number.NaN;
  samples[20_000] = Number.POSITIVE_INFINITY;
  const detector = createLoudnessDetector();
  const result = await analyseRecording(sourceOf(samples), detector);
  expect(result.nonFiniteSamples).toBe(2);
  expect(codes(result)).toContain('nan_samples:fail');
  expect(detector.windows.every((window) => window.every(Number.isFinite))).toBe(true);
  expect(result.speechLevelDbfs.value).toBeCloseTo(-23, 1);
});

test('clipped runs are found relative to the peak, across block borders, and once per run', async () => {
  const clipped = sine(60, 3).map((sample) => 0.6 * Math.max(-0.6, Math.min(0.6, sample)));
  const rare = sine(60, 0.2);
  for (const at of [1_000, 320_000, 640_000]) rare.fill(0.5, at - 2, at + 3);
  expect((await analyse(clipped)).flags).toContainEqual({ code: 'clipped', severity: 'fail' });
  expect((await analyse(rare)).clippingPerMinute).toEqual({ value: 3 });
  expect((await analyse(sine(60, 0.2))).clippingPerMinute).toEqual({ value: 0 });
});

test('two flat tops in a short recording are a high rate but no flag', async () => {
  const samples = sine(3, 0.2);
  for (const at of [1_000, 20_000]) samples.fill(0.5, at, at + 3);
  const result = await analyse(samples);
  expect(result.clippingPerMinute).toEqual({ value: 40 });
  expect(codes(result)).toEqual([]);
});

test('the detector starts afresh, gets whole windows, and the last one is filled up with silence', async () => {
  const detector = createLoudnessDetector();
  const result = await analyseRecording(sourceOf(sine(1, 0.1).subarray(0, 1_100), 333), detector);
  expect(detector.resets).toBe(1);
  expect(detector.windows.map((window) => window.length)).toEqual([WINDOW_SAMPLES, WINDOW_SAMPLES, WINDOW_SAMPLES]);
  expect(detector.windows[2]?.subarray(76).every((sample) => sample === 0)).toBe(true);
  expect(result.durationMs).toBe(68.75);
});

test('progress counts every sample', async () => {
  const done: number[] = [];
  await analyseRecording(sourceOf(sine(1, 0.1), 6_000), createLoudnessDetector(), {
    onProgress: (at) => void done.push(at),
  });
  expect(done).toEqual([6_000, 12_000, 16_000]);
});
