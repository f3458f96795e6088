import { ANALYSIS_VERSION, type AnalysisError, AnalystRequest, type CurrentSpeechAnalysis } from '#shared/analysis.ts';
import { createFakeChild, type FakeAnswer, type FakeChild, type FakeStart } from './child.fake.ts';

const MODEL = { id: 'silero_vad_v6', sha256: '0'.repeat(64) };

/** A complete, unremarkable result: 10 s with two phrases and the pause between them. */
export function sampleSpeechAnalysis(): CurrentSpeechAnalysis {
  return {
    analysisVersion: ANALYSIS_VERSION,
    model: MODEL,
    durationMs: 10_000,
    speechMs: 7_008,
    speechSegments: [
      { startMs: 992, endMs: 4_000 },
      { startMs: 5_000, endMs: 9_000 },
    ],
    asrSegments: [
      { startMs: 892, endMs: 4_200 },
      { startMs: 4_900, endMs: 9_200 },
    ],
    pauses: [{ startMs: 4_000, endMs: 5_000 }],
    speechLevelDbfs: { value: -26 },
    snrDb: { value: 24 },
    clippingPerMinute: { value: 0 },
    peakRatio: 0.4,
    dcOffsetRatio: 0,
    nonFiniteSamples: 0,
    flags: [],
    prosody: {
      medianF0Hz: { value: 120 },
      f0RangeSemitones: { value: 6 },
      voiceSpreadSemitones: { value: 0.8 },
      meanIntensityDbfs: { value: -28 },
      speechIntensityDbfs: { value: -26 },
      syllables: { value: 30 },
      articulationRatePerSecond: { value: 4.4 },
      speechRatePerSecond: { value: 3.7 },
      pauseCount: { value: 1 },
      meanPauseMs: { value: 1_000 },
    },
  };
}

/** An analyst that behaves, or not, as told: see `createFakeChild`. */
export function createFakeAnalyst(
  onRequest?: (id: string, attempt: number) => FakeAnswer<AnalysisError>,
  onStart?: (start: number) => FakeStart<AnalysisError>,
): FakeChild<AnalystRequest> {
  return createFakeChild(
    {
      ready: { kind: 'ready', model: MODEL },
      idOf: (request) => AnalystRequest.parse(request).id,
      progress: (id) => ({ kind: 'progress', id, doneMs: 5_000, totalMs: 10_000 }),
      done: (id) => ({ kind: 'analysed', id, ok: sampleSpeechAnalysis() }),
      nonsense: (id) => ({ kind: 'analysed', id, ok: { speechMs: 'plenty' } }),
    },
    onRequest,
    onStart,
  );
}
