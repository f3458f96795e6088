import { scoreChoice } from '#assessment/choice/score-choice.ts';
import { scoreRanking } from '#assessment/choice/score-ranking.ts';
import { scoreRating } from '#assessment/choice/score-rating.ts';
import { scoreWorkSample } from '#assessment/choice/score-work-sample.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type { Item } from '#shared/job.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import type { Interview } from './interview.ts';

/** The score of an answer that has a key, when the candidate agreed to computer scoring; null when its key cannot tell. */
export function scoreOf(interview: Interview, item: Item, body: AnswerBody): AnswerScore | null {
  if (interview.consents?.scoring !== true) return null;
  const { locale } = interview;
  if (item.kind === 'choice' && body.kind === 'choice') return scoreChoice(item, body.optionId, locale);
  if (item.kind === 'ranking' && body.kind === 'ranking') return scoreRanking(item, body.optionIds, locale);
  if (item.kind === 'rating' && body.kind === 'rating') return scoreRating(item, body.ratings, locale);
  if (item.kind === 'work_sample' && body.kind === 'work_sample') return scoreWorkSample(item, body.result, locale);
  return null;
}

/** Where an answer stands when it is kept: words are still to be read, everything with a key is scored at once. */
export function statusWhenKept(
  interview: Interview,
  item: Item,
  body: AnswerBody,
  score: AnswerScore | null,
): AnswerStatus {
  if (body.kind === 'skipped') return 'no_answer';
  if (interview.consents?.scoring !== true) return 'needs_review:human_only';
  if (body.kind === 'spoken' || body.kind === 'typed') return 'pending';
  if (score !== null) return 'scored';
  return item.kind === 'rating' ? 'needs_review:straight_lining' : 'insufficient_evidence';
}
