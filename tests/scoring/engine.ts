import type { AnswerPart, BankItem, WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import type { Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import { assessWords, type EngineTools } from '#assessment/words/assess-words.ts';
import { configHashOf, loadTaggers } from '#main/children/analyst/assessor.ts';
import { sampleJob } from './sample-job.ts';

let loaded: EngineTools | null = null;

/** The engine as the kiosk runs it, with the real taggers and no embedding model. */
export function tools(): EngineTools {
  if (loaded === null) {
    const taggers = loadTaggers();
    loaded = { taggers, configHash: configHashOf(taggers), embedding: null };
  }
  return loaded;
}

export function typed(text: string, over: Partial<AnswerPart> = {}): AnswerPart {
  return { answerKey: 'q', role: 'answer', by: 'typed', typedText: text, recordings: [], readBack: null, ...over };
}

/** Words as a recogniser would hand them over: one segment, a time for every word or character. */
export function heard(
  text: string,
  locale: Locale,
  over: { speechMs?: number; pausesAfter?: string[] } = {},
): AnswerPart {
  const words = locale === 'zh-CN' ? Array.from(text) : text.split(' ');
  const step = locale === 'zh-CN' ? 250 : 400;
  let at = 0;
  const pauses: { startMs: number; endMs: number }[] = [];
  const tokens = words.map((word) => {
    const token = { text: word, startMs: at, endMs: at + step };
    at += step;
    if (over.pausesAfter?.includes(word) === true) {
      pauses.push({ startMs: at, endMs: at + 900 });
      at += 900;
    }
    return token;
  });
  const speechMs = over.speechMs ?? words.length * step;
  return {
    answerKey: 'q',
    role: 'answer',
    by: 'spoken',
    typedText: null,
    readBack: null,
    recordings: [
      {
        recordingId: 'r1',
        speechMs,
        pauses,
        transcriptionError: null,
        transcript: {
          transcriptVersion: 1,
          recogniser: {
            engine: 'sense_voice',
            model: { id: 'test', sha256: 'a'.repeat(64) },
            isPunctuated: /[,.，。]/u.test(text),
          },
          locale,
          durationMs: at,
          speechMs,
          heardLanguage: locale === 'zh-CN' ? 'zh' : 'en',
          unknownRatio: 0,
          segments: [{ startMs: 0, endMs: at, text, tokens }],
        },
      },
    ],
  };
}

export interface Question {
  job?: Job;
  itemId?: string;
  probe?: WordAssessmentInput['probe'];
  bank?: BankItem[];
  sharedOverlap?: number | null;
  isPasted?: boolean;
}

export function inputOf(locale: Locale, parts: AnswerPart[], question: Question = {}): WordAssessmentInput {
  return {
    job: question.job ?? sampleJob(),
    itemId: question.itemId ?? 'story',
    locale,
    parts,
    probe: question.probe ?? null,
    bank: question.bank ?? [],
    sharedOverlap: question.sharedOverlap ?? null,
    isPasted: question.isPasted ?? false,
  };
}

/** What the engine makes of one typed answer, or of parts. */
export function assess(locale: Locale, answer: string | AnswerPart[], question: Question = {}): WordAssessment {
  const parts = typeof answer === 'string' ? [typed(answer)] : answer;
  return assessWords(inputOf(locale, parts, question), tools());
}
