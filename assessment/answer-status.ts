import type { AnswerStatus } from '#shared/score.ts';
import { SCORING_CONSTANTS } from './scoring-constants.ts';

/** What is known of an answer in words when its status is decided. */
export interface WordFacts {
  /** Nothing was said, typed or recorded, or the question was skipped. */
  isEmpty: boolean;
  /** Speech found in all recordings, ms; null when nothing was recorded or the sound could not be analysed. */
  speechMs: number | null;
  /** The sound of a recording could not be analysed, and there is no transcript of it either. */
  isUnanalysed: boolean;
  /** There are words: typed, read back or recognised. */
  hasWords: boolean;
  /** False when what was recognised cannot be what was said (rate, language, unknown words). */
  isPlausible: boolean;
  /** Fewer words than a conclusion can rest on. */
  isShort: boolean;
  /** A signal asks for a person before a number is shown. */
  isFlagged: boolean;
  /** The rules found enough to understand the answer by, or markers that say why there is so little. */
  isUnderstood: boolean;
  /** Enough of what the question asks for was observed. */
  isCovered: boolean;
}

/**
 * Decides where an answer in words stands (scoring.md §1.2), most basic reason first: the first thing that keeps a number
 * from being given is the one that is told. Refused scoring never comes this far: nothing is computed then.
 */
export function answerStatus(facts: WordFacts): AnswerStatus {
  if (facts.isEmpty) return 'no_answer';
  if (!facts.hasWords && facts.isUnanalysed) return 'needs_review:analysis_failed';
  if (facts.speechMs !== null && facts.speechMs < SCORING_CONSTANTS.answer.minSpeechMs) return 'no_answer';
  if (!facts.hasWords) return 'needs_review:no_transcript';
  if (!facts.isPlausible) return 'needs_review:asr_quality';
  if (facts.isShort) return 'needs_review:short';
  if (facts.isFlagged) return 'needs_review:integrity';
  if (!facts.isUnderstood) return 'needs_review:unrecognised';
  return facts.isCovered ? 'scored' : 'insufficient_evidence';
}
