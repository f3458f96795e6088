import type { InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModelIdentity, SpeechAnalysis, TimeSpan } from '#shared/analysis.ts';
import { analyseRecording, WINDOW_SAMPLES } from '#main/children/analyst/analyse-recording.ts';
import { loadSileroSession, SileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { makeBabble, makeNoise } from './noises.ts';
import { HOP_SAMPLES, makeSpeechClips, mixedWithNoise, type SpeechClip } from './speech-clips.ts';

// Synthetic voices: an upper bound. The bars are those of the measured corpus, widened for eight clips instead of 48.
const SLOW = 300_000;

let session: InferenceSession;
let model: ModelIdentity;
let clips: SpeechClip[];
let factory: Float32Array;

beforeAll(async () => {
  ({ session, model } = await loadSileroSession('models'));
  clips = makeSpeechClips();
  factory = makeNoise('factory', 60);
}, SLOW);

async function probabilitiesOf(samples: Float32Array, contextSamples?: number): Promise<number[]> {
  const detector = new SileroVoiceDetector(session, model, contextSamples);
  detector.reset();
  const probabilities: number[] = [];
  for (let at = 0; at + WINDOW_SAMPLES <= samples.length; at += WINDOW_SAMPLES) {
    probabilities.push(await detector.next(samples.subarray(at, at + WINDOW_SAMPLES)));
  }
  return probabilities;
}

function analyse(samples: Float32Array): Promise<SpeechAnalysis> {
  return analyseRecording(
    {
      totalSamples: samples.length,
      async *blocks() {
        yield samples;
      },
    },
    new SileroVoiceDetector(session, model),
  );
}

/** Precision and recall of windows at .5; windows within 60 ms of a truth edge belong to neither side. */
async function scoreWindows(
  samplesOf: (clip: SpeechClip) => Float32Array,
  contextSamples?: number,
): Promise<{ precision: number; recall: number }> {
  let [hits, misses, falseAlarms] = [0, 0, 0];
  for (const clip of clips) {
    const probabilities = await probabilitiesOf(samplesOf(clip), contextSamples);
    for (const [i, probability] of probabilities.entries()) {
      const from = Math.floor((i * WINDOW_SAMPLES) / HOP_SAMPLES) - 6;
      const around = clip.mask.subarray(Math.max(0, from), Math.ceil(((i + 1) * WINDOW_SAMPLES) / HOP_SAMPLES) + 6);
      const isSpeech = around.every((value) => value === 1);
      if (!isSpeech && around.includes(1)) continue;
      if (isSpeech && probability >= 0.5) hits += 1;
      else if (isSpeech) misses += 1;
      else if (probability >= 0.5) falseAlarms += 1;
    }
  }
  return { precision: hits / Math.max(1, hits + falseAlarms), recall: hits / (hits + misses) };
}

const overlapMs = (a: TimeSpan, b: TimeSpan): number =>
  Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));
const coveredMs = (span: TimeSpan, by: readonly TimeSpan[]): number =>
  by.reduce((sum, other) => sum + overlapMs(span, other), 0);
const gapsBetween = (spans: readonly TimeSpan[]): TimeSpan[] =>
  spans.slice(1).map((span, i) => ({ startMs: spans[i]?.endMs ?? 0, endMs: span.startMs }));
const lengthMs = (span: TimeSpan): number => span.endMs - span.startMs;

describe.each([
  ['clean', null, 1],
  ['factory noise at 10 dB', 10, 0.97],
  ['factory noise at 5 dB', 5, 0.97],
] as const)('%s', (_name, snrDb, pauseShare) => {
  const noisy = (clip: SpeechClip): Float32Array =>
    snrDb === null ? clip.samples : mixedWithNoise(clip, factory, snrDb);

  test('every phrase is kept, pauses are found, and speech time is right', { timeout: SLOW }, async () => {
    let [phrases, kept, asrKept, pauses, found, longPauses, listed, errorSum] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (const clip of clips) {
      const result = await analyse(noisy(clip));
      for (const phrase of clip.phrases) {
        phrases += 1;
        if (coveredMs(phrase, result.speechSegments) > 0) kept += 1;
        if (coveredMs(phrase, result.asrSegments) > 0.9 * lengthMs(phrase)) asrKept += 1;
      }
      for (const pause of gapsBetween(clip.phrases)) {
        if (lengthMs(pause) < 600) continue;
        pauses += 1;
        if (coveredMs(pause, result.speechSegments) < 0.3 * lengthMs(pause)) found += 1;
        // Measured pauses come out up to .2 s short, so only longer ones must reach the list.
        if (lengthMs(pause) < 850) continue;
        longPauses += 1;
        if (coveredMs(pause, result.pauses) > 0.7 * lengthMs(pause)) listed += 1;
      }
      const truthMs = clip.phrases.reduce((sum, phrase) => sum + lengthMs(phrase), 0);
      errorSum += Math.abs(result.speechMs - truthMs) / truthMs;
    }
    expect(phrases).toBeGreaterThan(30);
    expect(pauses).toBeGreaterThan(14);
    expect(kept).toBe(phrases);
    expect(asrKept).toBe(phrases);
    expect(found / pauses).toBeGreaterThanOrEqual(pauseShare);
    expect(listed / longPauses).toBeGreaterThanOrEqual(pauseShare);
    expect(errorSum / clips.length).toBeLessThanOrEqual(0.03);
  });

  test('windows are told apart', { timeout: SLOW }, async () => {
    const { precision, recall } = await scoreWindows(noisy);
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.97);
  });
});

test.each(['pink', 'brown', 'white', 'factory'] as const)(
  '%s noise holds no speech',
  { timeout: SLOW },
  async (kind) => {
    const result = await analyse(makeNoise(kind, 30));
    expect(result.speechMs).toBe(0);
    expect(result.asrSegments).toEqual([]);
    expect(result.speechLevelDbfs).toEqual({ value: null, reason: 'no_speech' });
  },
);

test('a canteen is heard as speech: the detector cannot tell a bystander from the candidate', async () => {
  const { speechMs, durationMs } = await analyse(makeBabble(clips, 20));
  expect(speechMs / durationMs).toBeGreaterThan(0.9);
});

test(
  'with its context the detector hears speech as loud as the noise; without it, the same code is deaf',
  {
    timeout: SLOW,
  },
  async () => {
    const buried = (clip: SpeechClip): Float32Array => mixedWithNoise(clip, factory, 0);
    const hearing = await scoreWindows(buried);
    const deaf = await scoreWindows(buried, 0);
    const deafInQuiet = await scoreWindows((clip) => clip.samples, 0);
    expect(hearing.recall).toBeGreaterThanOrEqual(0.95);
    // The negative control: if this fails, the guard above no longer guards anything.
    expect(deaf.recall).toBeLessThan(0.1);
    expect(deafInQuiet.recall).toBeLessThan(0.1);
  },
);

test(
  'the detector forgets the recording before: the same result whatever it heard earlier',
  { timeout: SLOW },
  async () => {
    const detector = new SileroVoiceDetector(session, model);
    const source = (samples: Float32Array) => ({
      totalSamples: samples.length,
      async *blocks() {
        yield samples;
      },
    });
    const [first, second] = clips;
    if (first === undefined || second === undefined) throw new Error('two clips are made above');
    const fresh = await analyseRecording(source(first.samples), detector);
    await analyseRecording(source(second.samples), detector);
    expect(await analyseRecording(source(first.samples), detector)).toEqual(fresh);
  },
);
