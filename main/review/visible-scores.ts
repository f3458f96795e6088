import type { InterviewResult } from '#shared/assessment.ts';
import type { HiddenReason } from '#shared/contract/review.ts';
import { isLocked } from '#shared/rating.ts';
import type { ReviewSheet } from '#shared/review-sheet.ts';

export type VisibleScores = { kind: 'visible'; result: InterviewResult } | { kind: 'hidden'; reason: HiddenReason };

/**
 * What one reader may know of the numbers of an interview: what counts in the end, once their own judgements of it are locked
 * (R25). Before that nothing, whoever else has rated it.
 *
 * @param sheet of this reader; null for an interview that is not finished
 */
export function visibleScores(sheet: ReviewSheet | null): VisibleScores {
  if (sheet === null) return { kind: 'hidden', reason: 'not_finished' };
  if (!isLocked(sheet.mine?.state)) return { kind: 'hidden', reason: 'not_rated' };
  return sheet.final === null ? { kind: 'hidden', reason: 'nothing_scored' } : { kind: 'visible', result: sheet.final };
}
