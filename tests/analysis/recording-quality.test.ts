import { beforeAll, describe, expect, test } from 'vitest';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import { analyseRecording } from '#main/children/analyst/analyse-recording.ts';
import { loadSileroVoiceDetector, type SileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { toPcm16 } from '#main/wav-file.ts';
import { makeNoise, type NoiseKind } from './noises.ts';
import { makeSpeechClips, mixedWithNoise, type SpeechClip } from './speech-clips.ts';
import { fromPcm16, peakOf } from './sound-maths.ts';

const SLOW = 300_000;

let detector: SileroVoiceDetector;
let clips: SpeechClip[];
const noises = new Map<NoiseKind, Float32Array>();

beforeAll(async () => {
  detector = await loadSileroVoiceDetector('models');
  clips = makeSpeechClips();
  for (const kind of ['pink', 'brown', 'factory'] as const) noises.set(kind, makeNoise(kind, 60));
}, SLOW);

/** Through 16 bits first, as every recording comes. */
function analyse(samples: Float32Array): Promise<SpeechAnalysis> {
  const recorded = fromPcm16(toPcm16(samples));
  const source = {
    totalSamples: recorded.length,
    async *blocks() {
      yield recorded;
    },
  };
  return analyseRecording(source, detector);
}

const codesOf = (result: SpeechAnalysis): string[] => result.flags.map((flag) => `${flag.code}:${flag.severity}`);
const scaled = (samples: Float32Array, decibels: number): Float32Array =>
  samples.map((sample) => sample * 10 ** (decibels / 20));

test('a clean answer has its true level, no clipping and no flag', { timeout: SLOW }, async () => {
  for (const clip of clips) {
    const result = await analyse(clip.samples);
    expect(codesOf(result)).toEqual([]);
    expect(result.speechLevelDbfs.value).toBeGreaterThan(-28);
    expect(result.speechLevelDbfs.value).toBeLessThan(-24);
    expect(result.clippingPerMinute.value).toBeLessThanOrEqual(10);
  }
});

describe.each(['pink', 'brown', 'factory'] as const)('in %s noise', (kind) => {
  test.each([5, 10, 15, 20])('the ratio to the room is estimated at %d dB', { timeout: SLOW }, async (snrDb) => {
    const errors: number[] = [];
    // Every second voice: both programs and both languages are among them.
    for (const clip of clips.filter((_, i) => i % 2 === 0)) {
      const { snrDb: estimate } = await analyse(mixedWithNoise(clip, noises.get(kind) ?? new Float32Array(), snrDb));
      errors.push(Math.abs((estimate.value ?? Number.NaN) - snrDb));
    }
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean).toBeLessThanOrEqual(1);
    expect(Math.max(...errors)).toBeLessThanOrEqual(1.5);
  });
});

test('the noisy flag follows the ratio: none at 20 dB, warn at 7, fail at 2', { timeout: SLOW }, async () => {
  const [clip] = clips;
  const factory = noises.get('factory');
  if (clip === undefined || factory === undefined) throw new Error('made above');
  const noisyAt = async (snrDb: number) =>
    codesOf(await analyse(mixedWithNoise(clip, factory, snrDb))).filter((code) => code.startsWith('noisy'));
  expect([await noisyAt(20), await noisyAt(7), await noisyAt(2)]).toEqual([[], ['noisy:warn'], ['noisy:fail']]);
});

test(
  '6 dB over full scale is found in every clip, also when it was scaled down afterwards',
  { timeout: SLOW },
  async () => {
    const found: { id: string; clean: number; overdriven: number; scaledDown: number }[] = [];
    for (const clip of clips) {
      const peak = peakOf(clip.samples);
      const atFullScale = clip.samples.map((sample) => sample / peak);
      const overdriven = scaled(atFullScale, 6).map((sample) => Math.max(-1, Math.min(1, sample)));
      const rate = async (samples: Float32Array) => (await analyse(samples)).clippingPerMinute.value ?? Number.NaN;
      found.push({
        id: clip.id,
        clean: await rate(atFullScale.map((sample) => sample * 0.99)),
        overdriven: await rate(overdriven),
        scaledDown: await rate(overdriven.map((sample) => sample * 0.6)),
      });
      expect(codesOf(await analyse(overdriven))).toContain('clipped:fail');
    }
    expect(Math.max(...found.map((clip) => clip.clean))).toBeLessThanOrEqual(10);
    expect(Math.min(...found.map((clip) => clip.overdriven))).toBeGreaterThan(100);
    expect(Math.min(...found.map((clip) => clip.scaledDown))).toBeGreaterThan(100);
  },
);

test('3 dB over full scale is found in every clip', { timeout: SLOW }, async () => {
  for (const clip of clips) {
    const gain = 10 ** (3 / 20) / peakOf(clip.samples);
    const { clippingPerMinute } = await analyse(clip.samples.map((sample) => Math.max(-1, Math.min(1, sample * gain))));
    expect(clippingPerMinute.value).toBeGreaterThan(10);
  }
});

test('quiet speech is still found, and flagged: warn at -46 dBFS, fail at -54', { timeout: SLOW }, async () => {
  for (const clip of clips) {
    const whole = await analyse(clip.samples);
    for (const [gain, flag] of [
      [-20, 'too_quiet:warn'],
      [-28, 'too_quiet:fail'],
    ] as const) {
      const quiet = await analyse(scaled(clip.samples, gain));
      expect(codesOf(quiet)).toContain(flag);
      expect(quiet.speechLevelDbfs.value).toBeCloseTo((whole.speechLevelDbfs.value ?? 0) + gain, 0);
      expect(Math.abs(quiet.speechMs - whole.speechMs)).toBeLessThan(0.05 * whole.speechMs);
    }
  }
});

test('digital silence and a room with nobody in it are silent; noise that is not speech is not', async () => {
  const room = scaled(makeNoise('pink', 10), -60);
  for (const nothing of [new Float32Array(160_000), room]) {
    const result = await analyse(nothing);
    expect(result.speechMs).toBe(0);
    expect(codesOf(result)).toContain('silent:fail');
  }
  expect(codesOf(await analyse(makeNoise('pink', 10)))).not.toContain('silent:fail');
});
