import type { WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import { type Transcript, TRANSCRIPT_VERSION } from '#shared/transcript.ts';

/** What a recogniser could have heard in the sound of an answer. */
export function sampleTranscript(text = '我先停机'): Transcript {
  return {
    transcriptVersion: TRANSCRIPT_VERSION,
    recogniser: { engine: 'sense_voice', model: { id: 'fake', sha256: '0'.repeat(64) }, isPunctuated: true },
    locale: 'zh-CN',
    durationMs: 10_000,
    speechMs: 7_000,
    heardLanguage: 'zh',
    unknownRatio: 0,
    segments: [{ startMs: 900, endMs: 4_000, text, tokens: [{ text, startMs: 900, endMs: 4_000 }] }],
  };
}

/** An assessment as the engine's schema wants it, its clauses those of the transcripts; `over` changes what a test is about. */
export function sampleAssessment(
  { itemId, locale, parts }: WordAssessmentInput,
  over: Partial<WordAssessment> = {},
): WordAssessment {
  const clauses = parts.flatMap((part) => {
    if (part.readBack !== null) return part.readBack;
    const heard = part.recordings.flatMap(({ recordingId, transcript }) =>
      (transcript?.segments ?? []).map(({ text, startMs, endMs }) => ({ recordingId, text, startMs, endMs })),
    );
    const typed =
      part.typedText === null ? [] : [{ recordingId: null, text: part.typedText, startMs: null, endMs: null }];
    return [...heard, ...typed].map((each) => ({
      ...each,
      answerKey: part.answerKey,
      startChar: 0,
      endChar: each.text.length,
      isCorrected: false,
    }));
  });
  return {
    engine: { version: 1, configHash: 'c'.repeat(64), embedding: null },
    itemId,
    locale,
    status: 'needs_review:short',
    score: null,
    level: null,
    isProvisional: false,
    interval: null,
    confidence: null,
    transcriptWeight: 0.8,
    clauses,
    star: null,
    indicators: [],
    acts: null,
    gates: {
      units: 4,
      minUnits: 40,
      speechMs: 7_000,
      rate: 0.6,
      rateRange: [1.5, 8],
      unknownRatio: 0,
      heardLanguage: 'zh',
      functionShare: null,
      repeatedShare: 0,
    },
    signals: [],
    probe: null,
    probeOptions: [],
    ...over,
  };
}
