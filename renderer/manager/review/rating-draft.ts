import type { AnswerDetail } from '#shared/contract/review.ts';
import {
  type Judgement,
  type PickedQuote,
  type Rating,
  type RatingDraft,
  type RatingKey,
  ratingKeyOf,
} from '#shared/rating.ts';
import type { ReviewSheet } from '#shared/review-sheet.ts';

/** Quotes that one rating may hold. */
const MAX_QUOTES = 5;

/** What is to be judged, with what was judged already. */
export function draftsOf({ toRate, mine }: Pick<ReviewSheet, 'toRate' | 'mine'>): RatingDraft[] {
  const saved = new Map((mine?.draft ?? []).map((each) => [ratingKeyOf(each), each]));
  return toRate.map((key) => saved.get(ratingKeyOf(key)) ?? { ...key, judgement: null, quotes: [] });
}

function changed(
  drafts: readonly RatingDraft[],
  key: RatingKey,
  change: (draft: RatingDraft) => RatingDraft,
): RatingDraft[] {
  return drafts.map((draft) => (ratingKeyOf(draft) === ratingKeyOf(key) ? change(draft) : draft));
}

export function withJudgement(drafts: readonly RatingDraft[], key: RatingKey, judgement: Judgement): RatingDraft[] {
  return changed(drafts, key, (draft) => ({ ...draft, judgement }));
}

/** Whether two quotes are the same words or the same stretch. */
export function isSameQuote(a: PickedQuote, b: PickedQuote): boolean {
  if (a.kind === 'words')
    return b.kind === 'words' && a.answerKey === b.answerKey && a.startChar === b.startChar && a.endChar === b.endChar;
  return b.kind === 'sound' && a.recordingId === b.recordingId && a.startMs === b.startMs && a.endMs === b.endMs;
}

/** Picks a quote, or lets go of it; the oldest makes room for a sixth. */
export function withQuote(drafts: readonly RatingDraft[], key: RatingKey, quote: PickedQuote): RatingDraft[] {
  return changed(drafts, key, (draft) => {
    const isPicked = draft.quotes.some((each) => isSameQuote(each, quote));
    const quotes = isPicked
      ? draft.quotes.filter((each) => !isSameQuote(each, quote))
      : [...draft.quotes, quote].slice(-MAX_QUOTES);
    return { ...draft, quotes };
  });
}

/** Ready to be locked: only what is judged. */
export function ratingsOf(drafts: readonly RatingDraft[]): Rating[] {
  return drafts.flatMap(({ judgement, ...draft }) => (judgement === null ? [] : [{ ...draft, judgement }]));
}

export const missingOf = (drafts: readonly RatingDraft[]): RatingDraft[] =>
  drafts.filter(({ judgement }) => judgement === null);

/** The indicators of an answer that are judged, in the author's order. */
export function ofAnswer<T extends RatingKey>(rated: readonly T[], { itemId }: Pick<AnswerDetail, 'itemId'>): T[] {
  return rated.filter((each) => each.itemId === itemId);
}
