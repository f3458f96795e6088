import { beforeAll, describe, expect, test } from 'vitest';
import type { CurrentSpeechAnalysis } from '#shared/analysis.ts';
import { analyseRecording } from '#main/children/analyst/analyse-recording.ts';
import type { PitchRange } from '#main/children/analyst/pitch-candidates.ts';
import { quantile } from '#assessment/statistics/quantile.ts';
import { loadSileroVoiceDetector, type SileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { findNuclei, NUCLEUS_PITCH_COSTS, NUCLEUS_RULE } from '#main/children/analyst/syllables.ts';
import { makeNoise, makeRoom } from './noises.ts';
import { countNucleiWithPraat, explainWithoutPraat, HAS_PRAAT } from './praat.ts';
import { makeClipsOfAllVoices, makeSpeechClips, mixedWithNoise, type SpeechClip } from './speech-clips.ts';
import { intensityOf, recorded, trackPitch } from './whole-sound.ts';

// Synthetic voices: an upper bound.
const SLOW = 300_000;

interface Heard {
  readonly clip: SpeechClip;
  readonly result: CurrentSpeechAnalysis;
}

let detector: SileroVoiceDetector;
let clips: SpeechClip[];
let factory: Float32Array;
let clean: Heard[];
let noisy: Heard[];

function analyse(samples: Float32Array, prosody = true): Promise<CurrentSpeechAnalysis> {
  const sound = recorded(samples);
  const source = {
    totalSamples: sound.length,
    async *blocks() {
      for (let at = 0; at < sound.length; at += 16_000) yield sound.subarray(at, at + 16_000);
    },
  };
  return analyseRecording(source, detector, { prosody });
}

async function hear(soundOf: (clip: SpeechClip) => Float32Array, of = clips): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const clip of of) heard.push({ clip, result: await analyse(soundOf(clip)) });
  return heard;
}

beforeAll(async () => {
  explainWithoutPraat();
  detector = await loadSileroVoiceDetector('models');
  clips = makeSpeechClips();
  factory = makeNoise('factory', 60);
  clean = await hear((clip) => clip.samples);
  noisy = await hear((clip) => mixedWithNoise(clip, factory, 10));
}, SLOW);

const valueOf = (measure: { value: number | null }): number => measure.value ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const semitones = (a: number, b: number): number => Math.abs(12 * Math.log2(a / b));
const secondsOfSpeech = ({ mask }: SpeechClip): number => mask.reduce((sum, value) => sum + value, 0) / 100;
const noisyOf = (index: number): CurrentSpeechAnalysis['prosody'] => (noisy[index] as Heard).result.prosody;

test('at 10 dB of factory noise pitch is what it was in quiet', () => {
  const medians = clean.map(({ result }, i) =>
    semitones(valueOf(noisyOf(i).medianF0Hz), valueOf(result.prosody.medianF0Hz)),
  );
  const ranges = clean.map(({ result }, i) =>
    Math.abs(valueOf(noisyOf(i).f0RangeSemitones) - valueOf(result.prosody.f0RangeSemitones)),
  );
  console.log(
    `factory 10 dB: median off by ${mean(medians).toFixed(3)}, P10-P90 by ${mean(ranges).toFixed(3)} semitones`,
  );
  expect(mean(medians)).toBeLessThanOrEqual(0.1);
  expect(mean(ranges)).toBeLessThanOrEqual(0.15);
});

test('a standard deviation over all frames, as is usual, is off by ten times as much in the same noise', () => {
  const deviationOf = (samples: Float32Array): number => {
    const tones = [...trackPitch(recorded(samples)).path]
      .filter((hertz) => hertz > 0)
      .map((hertz) => 12 * Math.log2(hertz));
    const middle = mean(tones);
    return Math.sqrt(mean(tones.map((tone) => (tone - middle) ** 2)));
  };
  const errors = clips.map((clip) =>
    Math.abs(deviationOf(mixedWithNoise(clip, factory, 10)) - deviationOf(clip.samples)),
  );
  console.log(`factory 10 dB: standard deviation of all frames off by ${mean(errors).toFixed(2)} semitones`);
  expect(mean(errors)).toBeGreaterThan(1);
});

describe('syllables', () => {
  const errorsOf = (heard: readonly Heard[]) => ({
    counts: heard.map(({ clip, result }) => valueOf(result.prosody.syllables) / clip.syllables - 1),
    rates: heard.map(
      ({ clip, result }) =>
        valueOf(result.prosody.articulationRatePerSecond) / (clip.syllables / secondsOfSpeech(clip)) - 1,
    ),
  });

  test.each([
    ['clean', (clip: SpeechClip) => clip.samples, 0.06],
    ['factory noise at 10 dB', (clip: SpeechClip) => mixedWithNoise(clip, factory, 10), 0.08],
  ] as const)('%s: counted against the text', { timeout: SLOW, tags: 'corpus' }, async (name, soundOf, mostError) => {
    const { counts, rates } = errorsOf(await hear(soundOf, makeClipsOfAllVoices()));
    console.log(
      `syllables, ${name}: ${(100 * mean(counts.map(Math.abs))).toFixed(1)} % off (bias ${(100 * mean(counts)).toFixed(1)}), ` +
        `articulation rate ${(100 * mean(rates.map(Math.abs))).toFixed(1)} %`,
    );
    expect(mean(counts.map(Math.abs))).toBeLessThanOrEqual(mostError);
    expect(Math.abs(mean(counts))).toBeLessThanOrEqual(0.06);
    expect(mean(rates.map(Math.abs))).toBeLessThanOrEqual(0.08);
  });

  test('the plain method, without band and gate, counts at least a third too many in the same noise', () => {
    const errors = clips.map((clip) => countPlainly(recorded(mixedWithNoise(clip, factory, 10))) / clip.syllables - 1);
    expect(mean(errors)).toBeGreaterThan(0.33);
  });

  test.skipIf(!HAS_PRAAT)('the plain method counts what Praat counts, within 1 %', { timeout: SLOW }, () => {
    const sounds = clips.map((clip) => recorded(clip.samples));
    const theirs = countNucleiWithPraat(sounds);
    const errors = sounds.map((sound, n) => Math.abs(countPlainly(sound) / (theirs[n] ?? Number.NaN) - 1));
    console.log(`plain syllables against Praat: ${(100 * mean(errors)).toFixed(2)} % off`);
    expect(mean(errors)).toBeLessThanOrEqual(0.01);
  });
});

/** The procedure as published: 2 dB dips of the whole band, in what is louder than a threshold, voiced by a slow track. */
function countPlainly(sound: Float32Array): number {
  const contour = intensityOf(sound, NUCLEUS_RULE);
  const decibels = Float64Array.from(contour.power, (power) => 10 * Math.log10(Math.max(power, 1e-20)));
  const threshold = quantile(decibels, 0.99) - 25;
  // Short sounds go before short silences are closed.
  const isLoud = Uint8Array.from(decibels, (level) => (level > threshold ? 1 : 0));
  flipShortRuns(isLoud, 1, 0.1);
  flipShortRuns(isLoud, 0, 0.3);
  const slow: PitchRange = { floorHz: 30, ceilingHz: 450, hopSamples: 320 };
  const { path, centreMs } = trackPitch(sound, slow, NUCLEUS_PITCH_COSTS);
  const { layout } = contour;
  const frameAt = (atMs: number): number =>
    Math.round((atMs * 16 - layout.windowSamples / 2 - layout.firstStart) / layout.hopSamples);
  return findNuclei(
    contour,
    2,
    (atMs) => isLoud[frameAt(atMs)] === 1,
    (atMs) => (path[Math.round((atMs - centreMs(0)) / 20)] ?? 0) > 0,
  ).length;
}

/** Runs of `value` shorter than so many seconds at 16 ms a frame become the other value, those at the ends too. */
function flipShortRuns(values: Uint8Array, value: 0 | 1, seconds: number): void {
  for (let start = 0; start < values.length;) {
    let end = start;
    while (end < values.length && values[end] === values[start]) end += 1;
    if (values[start] === value && (end - start) * 0.016 < seconds) values.fill(1 - value, start, end);
    start = end;
  }
}

test('loudness over speech is the level of the speech; over all it is lower by the pauses', () => {
  for (const { result } of clean) {
    const { speechIntensityDbfs, meanIntensityDbfs } = result.prosody;
    expect(Math.abs(valueOf(speechIntensityDbfs) - valueOf(result.speechLevelDbfs))).toBeLessThan(0.5);
    const speechShare = 10 * Math.log10(result.speechMs / result.durationMs);
    expect(Math.abs(valueOf(meanIntensityDbfs) - valueOf(speechIntensityDbfs) - speechShare)).toBeLessThan(0.5);
  }
});

test('pauses and rates hang together', () => {
  for (const { result } of clean) {
    const { pauses, prosody, speechMs } = result;
    expect(prosody.pauseCount).toEqual({ value: pauses.length });
    expect(valueOf(prosody.meanPauseMs)).toBeGreaterThanOrEqual(600);
    expect(valueOf(prosody.speechRatePerSecond)).toBeLessThan(valueOf(prosody.articulationRatePerSecond));
    expect(valueOf(prosody.syllables) / (speechMs / 1_000)).toBeCloseTo(valueOf(prosody.articulationRatePerSecond), -1);
  }
});

test('one voice is never flagged as several; a man and a woman in one answer are', { timeout: SLOW }, async () => {
  const isFlagged = (result: CurrentSpeechAnalysis): boolean =>
    result.flags.some(({ code }) => code === 'several_voices');
  expect([...clean, ...noisy].filter(({ result }) => isFlagged(result))).toEqual([]);
  const find = (id: string): Float32Array =>
    clips.find((clip) => clip.id.startsWith(id))?.samples ?? new Float32Array();
  for (const [first, second] of [
    ['flite-rms', 'flite-slt'],
    ['espeak-cmn-latn-pinyin', 'espeak-cmn-latn-pinyin+f2'],
  ] as const) {
    const together = await analyse(Float32Array.from([...find(first), ...find(second)]));
    expect(valueOf(together.prosody.voiceSpreadSemitones)).toBeGreaterThan(5);
    expect(together.flags).toContainEqual({ code: 'several_voices', severity: 'warn' });
  }
});

test('where the voice may not be observed nothing of it is measured, and nothing else changes', async () => {
  const [first] = clean as [Heard];
  const { prosody, ...rest } = await analyse(first.clip.samples, false);
  expect(Object.values(prosody)).toEqual(Object.keys(first.result.prosody).map(() => notPermitted));
  const { prosody: _measured, ...restOfMeasured } = first.result;
  expect(rest).toEqual(restOfMeasured);
});

const notPermitted = { value: null, reason: 'not_permitted' };

const hasLevel = { value: expect.any(Number) as number };

test.each([
  ['machines', () => factory.slice(0, 320_000), hasLevel],
  ['white noise', () => makeNoise('white', 20), hasLevel],
  ['an empty room', () => makeRoom(20), hasLevel],
  ['nothing', () => new Float32Array(320_000), { value: null, reason: 'digital_silence' }],
])('%s: no speech, no pitch, no syllables', { timeout: SLOW }, async (_name, make, level) => {
  const { prosody, speechMs } = await analyse(make());
  expect(speechMs).toBe(0);
  const { meanIntensityDbfs, ...ofSpeech } = prosody;
  expect(new Set(Object.values(ofSpeech).map((measure) => JSON.stringify(measure)))).toEqual(
    new Set([JSON.stringify({ value: null, reason: 'no_speech' })]),
  );
  expect(meanIntensityDbfs).toEqual(level);
});
