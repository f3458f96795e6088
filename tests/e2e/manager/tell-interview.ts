import { assessWords } from '#assessment/words/assess-words.ts';
import type { SpeechAnalysis, TimeSpan } from '#shared/analysis.ts';
import type { AnswerPart, Clause, WordAssessment } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import type { PresenceObservation } from '#shared/presence.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { Transcript } from '#shared/transcript.ts';
import { tools } from '#tests/scoring/engine.ts';
import { bank, shippedJob } from '#tests/scoring/fixtures.ts';
import type { Story, Told, ToldInterview } from './stories.ts';

/** Length of the recording that stands for all of them. */
export const RECORDING_MS = 64_000;
const STEP_MS: Readonly<Record<Locale, number>> = { 'zh-CN': 240, en: 360 };

/** Sound of one answer as the kiosk keeps it: what was heard, and what was measured. */
export interface HeardSound {
  readonly answerKey: string;
  readonly transcript: Transcript | null;
  readonly transcriptionError: string | null;
  readonly analysis: SpeechAnalysis;
  readonly presence: PresenceObservation | null;
}

/** One item answered in words, with what the engine makes of it. */
export interface ReadStory {
  readonly itemId: string;
  readonly probe: Story['probe'] | null;
  readonly bodies: readonly { answerKey: string; body: { kind: 'spoken' } | { kind: 'typed'; text: string } }[];
  readonly sounds: readonly HeardSound[];
  readonly assessment: WordAssessment;
}

function transcriptOf(text: string, locale: Locale, heardLanguage: string): Transcript {
  let at = 900;
  const segments = (text.match(/[^。！？.!?]+[。！？.!?]?/gu) ?? []).map((sentence, index) => {
    const trimmed = sentence.trim();
    const startMs = at;
    const tokens = (locale === 'zh-CN' ? Array.from(trimmed) : trimmed.split(' ')).map((word) => {
      const token = { text: word, startMs: at, endMs: at + STEP_MS[locale] };
      at = token.endMs;
      return token;
    });
    const segment = { startMs, endMs: at, text: trimmed, tokens };
    at += 380 + ((index * 437) % 1100);
    return segment;
  });
  return {
    transcriptVersion: 1,
    recogniser: {
      engine: 'sense_voice',
      model: { id: 'sense_voice_2025_09', sha256: 'c'.repeat(64) },
      isPunctuated: true,
    },
    locale,
    durationMs: RECORDING_MS,
    speechMs: segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    heardLanguage,
    unknownRatio: 0,
    segments,
  };
}

function analysisOf(spans: readonly TimeSpan[], isNoisy: boolean): SpeechAnalysis {
  const speechSegments = spans.map(({ startMs, endMs }) => ({ startMs, endMs }));
  const pauses = speechSegments.flatMap(({ endMs }, index) => {
    const next = speechSegments[index + 1];
    return next !== undefined && next.startMs - endMs >= 600 ? [{ startMs: endMs, endMs: next.startMs }] : [];
  });
  const pauseMs = pauses.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return {
    analysisVersion: 2,
    model: { id: 'silero_vad_v6', sha256: 'a'.repeat(64) },
    durationMs: RECORDING_MS,
    speechMs: speechSegments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    speechSegments,
    asrSegments: [],
    pauses,
    speechLevelDbfs: { value: -23.4 },
    snrDb: { value: isNoisy ? 6.1 : 21.7 },
    clippingPerMinute: isNoisy ? { value: null, reason: 'signal_too_small' } : { value: 0 },
    peakRatio: 0.42,
    dcOffsetRatio: 0,
    nonFiniteSamples: 0,
    flags: isNoisy ? [{ code: 'noisy', severity: 'warn' }] : [],
    prosody: {
      medianF0Hz: isNoisy ? { value: null, reason: 'not_permitted' } : { value: 212.4 },
      f0RangeSemitones: isNoisy ? { value: null, reason: 'not_permitted' } : { value: 6.3 },
      voiceSpreadSemitones: isNoisy ? { value: null, reason: 'not_permitted' } : { value: 1.9 },
      meanIntensityDbfs: { value: -27.8 },
      speechIntensityDbfs: { value: -23.1 },
      syllables: { value: 131 },
      articulationRatePerSecond: { value: 4.2 },
      speechRatePerSecond: { value: 3.4 },
      pauseCount: { value: pauses.length },
      meanPauseMs: pauses.length === 0 ? { value: null, reason: 'no_pauses' } : { value: pauseMs / pauses.length },
    },
  };
}

/** Made-up speech for a recording whose words nobody could make out. */
const MUMBLED: readonly TimeSpan[] = [
  { startMs: 1_100, endMs: 6_800 },
  { startMs: 8_200, endMs: 15_900 },
  { startMs: 17_000, endMs: 29_400 },
];

const PRESENCE: PresenceObservation = {
  watchedMs: 61_000,
  absentMs: 2_400,
  severalMs: 5_100,
  awayMs: 0,
  events: [
    { kind: 'several', startMs: 12_300, endMs: 17_400 },
    { kind: 'absent', startMs: 40_200, endMs: 42_600 },
  ],
};

interface Part {
  readonly part: AnswerPart;
  readonly body: ReadStory['bodies'][number];
  readonly sound: HeardSound | null;
}

function partOf(itemId: string, told: Told, locale: Locale, index: number): Part {
  const answerKey = told.suffix === null ? itemId : `${itemId}.${told.suffix}`;
  const role = told.suffix === null ? 'answer' : told.suffix === 'probe' ? 'probe' : 'turn';
  const base = { answerKey, role, readBack: null } as const;
  if (told.by === 'typed') {
    return {
      part: { ...base, by: 'typed', typedText: told.text, recordings: [] },
      body: { answerKey, body: { kind: 'typed', text: told.text } },
      sound: null,
    };
  }
  const transcript =
    told.error === undefined
      ? transcriptOf(told.text, locale, told.heardLanguage ?? (locale === 'en' ? 'en' : 'zh'))
      : null;
  const analysis = analysisOf(transcript?.segments ?? MUMBLED, told.error !== undefined);
  const recording = {
    recordingId: answerKey,
    speechMs: analysis.speechMs,
    pauses: analysis.pauses,
    transcript,
    transcriptionError: told.error ?? null,
  };
  return {
    part: { ...base, by: 'spoken', typedText: null, recordings: [recording] },
    body: { answerKey, body: { kind: 'spoken' } },
    sound: {
      answerKey,
      transcript,
      transcriptionError: told.error ?? null,
      analysis,
      presence: index === 0 ? PRESENCE : null,
    },
  };
}

/** The read-back screen's answer: the clauses as heard, one of them put right. */
function readBack(clauses: readonly Clause[], answerKey: string, [heard, meant]: readonly [string, string]): Clause[] {
  const own = clauses.filter((clause) => clause.answerKey === answerKey);
  if (!own.some(({ text }) => text.includes(heard))) throw new Error(`Nobody heard "${heard}".`);
  return own.map((clause) =>
    clause.text.includes(heard) ? { ...clause, text: clause.text.replace(heard, meant), isCorrected: true } : clause,
  );
}

function readStory({ jobId, locale }: ToldInterview, story: Story): ReadStory {
  const job = shippedJob(jobId);
  const parts = story.told.map((told, index) => partOf(story.itemId, told, locale, index));
  const assess = (given: AnswerPart[]): WordAssessment =>
    assessWords(
      {
        job,
        itemId: story.itemId,
        locale,
        parts: given,
        probe: story.probe ?? null,
        bank: bank(purposeOf(job)),
        sharedOverlap: story.sharedOverlap ?? null,
        isPasted: story.isPasted ?? false,
      },
      tools(),
    );
  const raw = parts.map(({ part }) => part);
  const first = assess(raw);
  const corrected = story.told.find((told) => told.corrected !== undefined)?.corrected;
  const assessment =
    corrected === undefined
      ? first
      : assess(raw.map((part) => ({ ...part, readBack: readBack(first.clauses, part.answerKey, corrected) })));
  return {
    itemId: story.itemId,
    probe: story.probe ?? null,
    bodies: parts.map(({ body }) => body),
    sounds: parts.flatMap(({ sound }) => (sound === null ? [] : [sound])),
    assessment,
  };
}

/** An interview read by the engine as the kiosk runs it: what the manager's screens have to show. */
export function tellInterview(interview: ToldInterview): {
  jobId: string;
  locale: Locale;
  stories: readonly ReadStory[];
} {
  const { jobId, locale, stories } = interview;
  return { jobId, locale, stories: stories.map((story) => readStory(interview, story)) };
}
