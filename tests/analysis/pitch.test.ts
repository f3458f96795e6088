import { beforeAll, describe, expect, test } from 'vitest';
import { LOUDNESS_RULE } from '#main/children/analyst/intensity.ts';
import { makeNoise } from './noises.ts';
import { explainWithoutPraat, HAS_PRAAT, measureWithPraat, type PraatMeasures } from './praat.ts';
import { makePulseTrain, type PulseTrain } from './pulse-trains.ts';
import { HOP_SAMPLES, makeSpeechClips, mixedWithNoise } from './speech-clips.ts';
import { seededRandom, gaussian } from './sound-maths.ts';
import { intensityOf, recorded, trackPitch, type PitchTrack } from './whole-sound.ts';

const SLOW = 300_000;
const IS_FULL = process.env['ANTEROOM_SPEECH_CORPUS'] === 'full';
const TRAINS = IS_FULL ? 12 : 4;
const RATIOS_DB = [null, 20, 10, 0] as const;

/** A clip at one ratio, and what Praat says of it. */
interface Compared {
  readonly snrDb: number | null;
  readonly samples: Float32Array;
  readonly praat: PraatMeasures;
}

let factory: Float32Array;
let trains: PulseTrain[];
let compared: Compared[] = [];

beforeAll(() => {
  explainWithoutPraat();
  factory = makeNoise('factory', 60);
  trains = Array.from({ length: TRAINS }, (_, number) => makePulseTrain(number));
  if (!HAS_PRAAT) return;
  // Every second voice: both programs and both languages are among them.
  const clips = makeSpeechClips().filter((_, i) => IS_FULL || i % 2 === 0);
  const sounds = RATIOS_DB.flatMap((snrDb) =>
    clips.map((clip) => ({
      snrDb,
      samples: recorded(snrDb === null ? clip.samples : mixedWithNoise(clip, factory, snrDb)),
    })),
  );
  const measures = measureWithPraat(sounds.map(({ samples }) => samples));
  compared = sounds.map((sound, n) => ({ ...sound, praat: measures[n] as PraatMeasures }));
}, SLOW);

/** Noise at an exact ratio over the voiced parts. */
function trainInNoise(train: PulseTrain, number: number, snrDb: number | null): Float32Array {
  if (snrDb === null) return recorded(train.samples);
  const mask = Uint8Array.from({ length: Math.ceil(train.samples.length / HOP_SAMPLES) }, (_, hop) =>
    (train.pitch[hop] ?? 0) > 0 ? 1 : 0,
  );
  const clip = { id: `train-${number}`, samples: train.samples, mask, phrases: [], syllables: 0 };
  return recorded(mixedWithNoise(clip, factory, snrDb));
}

/** Share of voiced frames more than 20 % off, and share of truly voiced frames called voiceless. */
function errorsAgainstTruth(pairs: readonly { train: PulseTrain; track: PitchTrack }[]): {
  gross: number;
  missed: number;
} {
  let [voiced, heard, gross] = [0, 0, 0];
  for (const { train, track } of pairs) {
    for (const [frame, hertz] of track.path.entries()) {
      const truth = train.pitch[Math.round(track.centreMs(frame) / 10)] ?? 0;
      if (truth === 0) continue;
      voiced += 1;
      if (hertz === 0) continue;
      heard += 1;
      if (Math.abs(hertz / truth - 1) > 0.2) gross += 1;
    }
  }
  return { gross: gross / heard, missed: 1 - heard / voiced };
}

const praatTrack = (measures: PraatMeasures): PitchTrack => ({
  path: Float32Array.from(measures.pitch),
  centreMs: (frame) => measures.firstPitchMs + 10 * frame,
});

describe.each([
  ['clean', null, 0.005, 0.02],
  ['factory noise at 20 dB', 20, 0.005, 0.02],
  ['factory noise at 10 dB', 10, 0.01, 0.05],
] as const)('pitch known exactly, %s', (_name, snrDb, mostGross, mostMissed) => {
  test('is found', { timeout: SLOW }, () => {
    const pairs = trains.map((train, n) => ({ train, track: trackPitch(trainInNoise(train, n, snrDb)) }));
    const { gross, missed } = errorsAgainstTruth(pairs);
    expect(gross).toBeLessThanOrEqual(mostGross);
    expect(missed).toBeLessThanOrEqual(mostMissed);
  });

  test.skipIf(!HAS_PRAAT)('is found as well as by Praat, within .2 points', { timeout: SLOW }, () => {
    const sounds = trains.map((train, n) => trainInNoise(train, n, snrDb));
    const ours = errorsAgainstTruth(
      trains.map((train, n) => ({ train, track: trackPitch(sounds[n] ?? new Float32Array()) })),
    );
    const theirs = errorsAgainstTruth(
      measureWithPraat(sounds).map((measures, n) => ({ train: trains[n] as PulseTrain, track: praatTrack(measures) })),
    );
    expect(ours.gross).toBeLessThanOrEqual(theirs.gross + 0.002);
    expect(ours.missed).toBeLessThanOrEqual(theirs.missed + 0.002);
  });
});

test('a tone is measured to a few cents even at the floor, where only three periods fit, and to a tenth of a cent above', () => {
  for (const hertz of [76, 100, 143.7, 220, 331.3, 495]) {
    const { path } = trackPitch(
      Float32Array.from({ length: 16_000 }, (_, i) => {
        const phase = (2 * Math.PI * hertz * i) / 16_000;
        return 0.1 * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase));
      }),
    );
    const worst = Math.max(...path.map((found) => Math.abs(12 * Math.log2(found / hertz))));
    expect(worst).toBeLessThan(hertz < 140 ? 0.03 : 0.001);
  }
});

test('hiss and silence have no pitch', () => {
  const random = seededRandom(3);
  const hiss = Float32Array.from({ length: 80_000 }, () => 0.1 * gaussian(random));
  const voicedShare = (samples: Float32Array): number => {
    const { path } = trackPitch(samples);
    return path.filter((hertz) => hertz > 0).length / path.length;
  };
  expect(voicedShare(hiss)).toBeLessThan(0.01);
  expect(voicedShare(new Float32Array(80_000))).toBe(0);
  expect(voicedShare(trains[0]?.samples ?? new Float32Array())).toBeGreaterThan(0.3);
});

test('a sound shorter than a window has no frames', () => {
  expect(trackPitch(new Float32Array(500)).path).toHaveLength(0);
  expect(intensityOf(new Float32Array(500), LOUDNESS_RULE).power).toHaveLength(0);
});

describe.skipIf(!HAS_PRAAT)('against Praat on the same sounds', () => {
  test.each([
    ['clean', [null], 0.02],
    ['factory noise at 20 and 10 dB', [20, 10], 0.02],
    ['factory noise at 0 dB', [0], 0.1],
  ] as const)('%s: pitch', { timeout: SLOW }, (name, ratios, mostMedian) => {
    let [frames, both, gross, voicing, squares, worstMedian] = [0, 0, 0, 0, 0, 0];
    for (const { samples, praat } of compared.filter(({ snrDb }) => ratios.some((ratio) => ratio === snrDb))) {
      const { path } = trackPitch(samples);
      expect(path).toHaveLength(praat.pitch.length);
      frames += path.length;
      for (const [i, ours] of path.entries()) {
        const theirs = praat.pitch[i] ?? 0;
        if (ours > 0 !== theirs > 0) voicing += 1;
        else if (ours > 0) {
          both += 1;
          const cents = 1_200 * Math.log2(ours / theirs);
          if (Math.abs(ours / theirs - 1) > 0.2) gross += 1;
          else squares += cents * cents;
        }
      }
      worstMedian = Math.max(worstMedian, Math.abs(12 * Math.log2(median(path) / median(praat.pitch))));
    }
    const cents = Math.sqrt(squares / (both - gross));
    console.log(
      `pitch against Praat, ${name}: gross ${((100 * gross) / both).toFixed(3)} %, voicing ` +
        `${((100 * voicing) / frames).toFixed(3)} %, ${cents.toFixed(2)} cents, medians ${worstMedian.toFixed(4)} semitones`,
    );
    expect(frames).toBeGreaterThan(1_000);
    expect(gross / both).toBeLessThanOrEqual(0.001);
    expect(voicing / frames).toBeLessThanOrEqual(0.001);
    expect(cents).toBeLessThanOrEqual(5);
    expect(worstMedian).toBeLessThanOrEqual(mostMedian);
  });

  test('intensity: the mean within .01 dB, loud frames within .15 dB', { timeout: SLOW }, () => {
    /** (2e-5)^2 in dB: Praat's reference, where full scale is 1 Pa. */
    const referenceDb = 10 * Math.log10(4e-10);
    let [worstFrame, worstMean] = [0, 0];
    for (const { samples, praat } of compared) {
      const { power } = intensityOf(samples, LOUDNESS_RULE);
      expect(power).toHaveLength(praat.intensity.length);
      const mean = power.reduce((sum, value) => sum + value, 0) / power.length;
      worstMean = Math.max(worstMean, Math.abs(10 * Math.log10(mean) - referenceDb - praat.meanIntensity));
      const loudest = praat.intensity.reduce((a, b) => Math.max(a, b));
      for (const [i, level] of praat.intensity.entries()) {
        if (level < loudest - 25) continue;
        worstFrame = Math.max(worstFrame, Math.abs(10 * Math.log10(power[i] ?? 0) - referenceDb - level));
      }
    }
    console.log(`intensity against Praat: mean ${worstMean.toFixed(5)} dB, frames ${worstFrame.toFixed(4)} dB at most`);
    expect(worstMean).toBeLessThanOrEqual(0.01);
    expect(worstFrame).toBeLessThanOrEqual(0.15);
  });
});

function median(pitch: ArrayLike<number>): number {
  const voiced = Array.from(pitch).filter((hertz) => hertz > 0);
  voiced.sort((a, b) => a - b);
  const middle = (voiced.length - 1) / 2;
  return ((voiced[Math.floor(middle)] ?? Number.NaN) + (voiced[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
