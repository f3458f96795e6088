import { expect, test } from 'vitest';
import { AnalystReply, AnalystRequest, SpeechAnalysis } from './analysis.ts';

const model = { id: 'silero_vad_v6', sha256: '0'.repeat(64) };
/** As step 1 wrote it into its stores. */
const ofStepOne = {
  analysisVersion: 1,
  model,
  durationMs: 10_000,
  speechMs: 3_008,
  speechSegments: [{ startMs: 992, endMs: 4_000 }],
  asrSegments: [{ startMs: 892, endMs: 4_200 }],
  pauses: [],
  speechLevelDbfs: { value: -26 },
  snrDb: { value: null, reason: 'no_noise_frames' },
  clippingPerMinute: { value: 0 },
  peakRatio: 0.4,
  dcOffsetRatio: 0,
  nonFiniteSamples: 0,
  flags: [{ code: 'noisy', severity: 'warn' }],
};

test('a result of step 1 is still read, and has no prosody', () => {
  const read = SpeechAnalysis.parse(ofStepOne);
  expect(read).toEqual(ofStepOne);
  expect('prosody' in read).toBe(false);
});

test('a result of step 1 with prosody, and one of now without, are refused', () => {
  const notMeasured = { value: null, reason: 'not_permitted' };
  expect(SpeechAnalysis.safeParse({ ...ofStepOne, prosody: { medianF0Hz: notMeasured } }).success).toBe(false);
  expect(SpeechAnalysis.safeParse({ ...ofStepOne, analysisVersion: 2 }).success).toBe(false);
  expect(SpeechAnalysis.safeParse({ ...ofStepOne, analysisVersion: 3 }).success).toBe(false);
});

test('a child that answers in the old way is not believed', () => {
  expect(AnalystReply.safeParse({ kind: 'analysed', id: 'a', ok: ofStepOne }).success).toBe(false);
});

test('nobody is asked to analyse without saying whether the voice may be observed', () => {
  expect(AnalystRequest.safeParse({ kind: 'analyse', id: 'a', pcm: { path: 'a.pcm' } }).success).toBe(false);
});

test('sound comes as the name of a file or as the bytes of a recording, never as both or as neither', () => {
  const isTaken = (pcm: unknown) => AnalystRequest.safeParse({ kind: 'analyse', id: 'a', pcm, prosody: false }).success;
  expect(isTaken({ path: 'a.pcm' })).toBe(true);
  expect(isTaken({ recordingId: 'r', bytes: new Uint8Array(2) })).toBe(true);
  for (const pcm of [
    'a.pcm',
    {},
    { path: 'a.pcm', recordingId: 'r', bytes: new Uint8Array(2) },
    { recordingId: 'r', bytes: [1, 2] },
  ]) {
    expect(isTaken(pcm)).toBe(false);
  }
});
