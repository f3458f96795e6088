import type { ItemKind } from '#shared/job.ts';
import type { AnswerStatus } from '#shared/score.ts';
import { SCORING_CONSTANTS } from './scoring-constants.ts';

/** How far the analysis of a recording is. `speechMs` is the speech found by voice activity detection. */
export type SpeechAnalysis = { state: 'waiting' } | { state: 'failed' } | { state: 'analysed'; speechMs: number };

/** All that decides where an answer stands. */
export interface AnswerFacts {
  itemKind: ItemKind;
  /** The candidate's consent to computer scoring. */
  consentsToScoring: boolean;
  isSkipped: boolean;
  /** Option ids as chosen or ordered; null when nothing was. */
  selection: readonly string[] | null;
  /** The text of a typed item, or of a spoken item that was answered by typing. */
  typedText: string | null;
  /** Null when nothing was recorded. */
  speech: SpeechAnalysis | null;
}

/** White space, control and invisible format characters only. */
const BLANK = /^[\s\p{Cc}\p{Cf}]*$/u;

function isBlank(text: string | null): boolean {
  return text === null || BLANK.test(text);
}

function isEmpty(facts: AnswerFacts): boolean {
  switch (facts.itemKind) {
    case 'choice':
    case 'ranking':
      return facts.selection === null || facts.selection.length === 0;
    case 'typed':
      return isBlank(facts.typedText);
    case 'spoken':
      return isBlank(facts.typedText) && facts.speech === null;
  }
}

function speechStatus(speech: SpeechAnalysis): AnswerStatus {
  switch (speech.state) {
    case 'waiting':
      return 'pending';
    case 'failed':
      return 'needs_review:analysis_failed';
    case 'analysed':
      return speech.speechMs < SCORING_CONSTANTS.answer.minSpeechMs ? 'no_answer' : 'needs_review:no_transcript';
  }
}

/**
 * Decides where an answer stands. Words are not scored yet: a typed answer and a spoken one with speech in it are for a
 * person, never a low number. Refused scoring comes before everything a computer would conclude from the recording.
 */
export function answerStatus(facts: AnswerFacts): AnswerStatus {
  if (facts.isSkipped || isEmpty(facts)) return 'no_answer';
  if (!facts.consentsToScoring) return 'needs_review:human_only';
  if (facts.itemKind === 'choice' || facts.itemKind === 'ranking') return 'scored';
  if (!isBlank(facts.typedText) || facts.speech === null) return 'needs_review:no_transcript';
  return speechStatus(facts.speech);
}
