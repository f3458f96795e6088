import type { Locale } from '#shared/localized.ts';
import { type RecogniserChoice, TranscriberRequest } from '#shared/transcript-protocol.ts';
import { TRANSCRIPT_VERSION, type Transcript, type TranscriptionError } from '#shared/transcript.ts';
import { createFakeChild, type FakeAnswer, type FakeChild, type FakeStart } from './child.fake.ts';

/** A choice that names no files of this machine. */
export const SAMPLE_CHOICE: RecogniserChoice = {
  library: 'sherpa_onnx',
  engine: 'sense_voice',
  modelId: 'sample',
  directory: '/models/sample',
  files: [{ path: 'model.onnx', role: 'model', sizeBytes: 1, sha256: '0'.repeat(64) }],
};

/** A complete, unremarkable transcript of `sampleSpeechAnalysis`. */
export function sampleTranscript(locale: Locale = 'en'): Transcript {
  const [first, second] = locale === 'en' ? ['I stopped', 'the line'] : ['我先', '停机'];
  const tokens = (text: string, startMs: number) =>
    (locale === 'en' ? text.split(' ') : Array.from(text)).map((word, i) => ({
      text: word,
      startMs: startMs + 500 * i,
      endMs: startMs + 500 * (i + 1),
    }));
  return {
    transcriptVersion: TRANSCRIPT_VERSION,
    recogniser: { engine: 'sense_voice', model: { id: 'sample', sha256: '0'.repeat(64) }, isPunctuated: true },
    locale,
    durationMs: 10_000,
    speechMs: 7_608,
    heardLanguage: locale === 'en' ? 'en' : 'zh',
    unknownRatio: 0,
    segments: [
      { startMs: 892, endMs: 4_200, text: first, tokens: tokens(first, 1_000) },
      { startMs: 4_900, endMs: 9_200, text: second, tokens: tokens(second, 5_000) },
    ],
  };
}

/** A transcriber that behaves, or not, as told: see `createFakeChild`. */
export function createFakeTranscriber(
  onRequest?: (id: string, attempt: number) => FakeAnswer<TranscriptionError>,
  onStart?: (start: number) => FakeStart<TranscriptionError>,
): FakeChild<TranscriberRequest> {
  return createFakeChild(
    {
      ready: { kind: 'ready' },
      idOf: (request) => TranscriberRequest.parse(request).id,
      progress: (id) => ({ kind: 'progress', id, doneMs: 3_308, totalMs: 7_608 }),
      done: (id) => ({ kind: 'transcribed', id, ok: sampleTranscript() }),
      nonsense: (id) => ({ kind: 'transcribed', id, ok: 'plenty of words' }),
    },
    onRequest,
    onStart,
  );
}
