import { currentRatings } from '#assessment/review/current-ratings.ts';
import type { SessionId, StaffId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { planOf, probeKey } from '#shared/plan.ts';
import { wordsBetween } from '#shared/quoted-words.ts';
import {
  type ChangeReason,
  isLocked,
  type Judgement,
  levelIn,
  type PickedQuote,
  type Rating,
  type RatingDraft,
  type RatingKey,
  ratingKeyOf,
} from '#shared/rating.ts';
import type { ReviewSheet, ReviewSummary } from '#shared/review-sheet.ts';
import type { ReviewStore, StoredInterview } from './ports.ts';
import type { Proposals } from './proposals.ts';
import { type FinalPolicy, gapsIn, lockedRatings, ratingKeysOf } from './rated-interview.ts';
import type { ReviewRows, StoredRating, StoredReview } from './review-ports.ts';
import { type Gates, machineViewOf, toReviewSheet } from './review-sheet.ts';
import type { Reader } from './session-detail.ts';

/** Why a step of a review was not taken. Nothing has changed. */
export type ReviewRefusal = 'unknown' | 'not_finished' | 'moved_on' | 'invalid' | 'unchanged';
export type StepOutcome = 'done' | ReviewRefusal;
export type LockOutcome = StepOutcome | { missing: number };

/** A change of one judgement after the reveal. */
export interface RatingChange extends RatingKey {
  judgement: Judgement;
  quotes: PickedQuote[];
  reason: ChangeReason;
  words: string;
}

export interface ReviewParts {
  rows: ReviewRows;
  store: Pick<ReviewStore, 'getSession'>;
  proposals: Pick<Proposals, 'refresh' | 'shownOf'>;
  policy: () => Pick<FinalPolicy, 'mayCombine'>;
  /** Whether the use gates hold at this site. */
  gates: () => Gates;
  staffName: (staffId: string) => string | null;
  now: () => Date;
  newId: () => string;
}

/** Whether a quote is what was said or typed there, sign for sign. */
function isVerbatim(stored: StoredInterview, quote: Extract<PickedQuote, { kind: 'words' }>, itemId: string): boolean {
  const { answerKey, startChar, endChar, text } = quote;
  const body = stored.answers.find((each) => each.itemId === answerKey)?.body;
  if (body?.kind === 'typed') return body.text.slice(startChar, endChar) === text;
  const read = stored.assessments.get(itemId);
  const clauses = read?.state === 'assessed' ? read.assessment.clauses : [];
  const own = clauses.filter((each) => each.answerKey === answerKey);
  return wordsBetween(own, startChar, endChar) === text;
}

/** Whether quotes are words or sounds of this answer, and of nothing else. */
function areQuotesOf(stored: StoredInterview, { itemId }: RatingKey, quotes: readonly PickedQuote[]): boolean {
  const keys = new Set([
    probeKey(itemId),
    ...planOf(stored.session.job).flatMap(({ item, answerKey }) => (item.id === itemId ? [answerKey] : [])),
  ]);
  return quotes.every((quote) =>
    quote.kind === 'words'
      ? keys.has(quote.answerKey) && quote.endChar > quote.startChar && isVerbatim(stored, quote, itemId)
      : quote.endMs > quote.startMs &&
        stored.recordings.some(({ id, answerKey }) => id === quote.recordingId && keys.has(answerKey)),
  );
}

/**
 * Reviews of interviews (scoring.md §6): each person rates blind, locks, is shown what the machine and others made of it, keeps or
 * changes with a reason, and is done. Everything is stored, nothing is overwritten, and every step is one transaction.
 */
export function createReviews(parts: ReviewParts) {
  const { rows, store, gates } = parts;
  const at = (): string => parts.now().toISOString();

  const named = (rater: StaffId) => ({ id: rater, name: parts.staffName(rater) });

  /** The interview and how far this person has come with it; a refusal unless that is where the step begins. */
  function from(id: SessionId, rater: StaffId, states: readonly StoredReview['state'][]) {
    const stored = store.getSession(id);
    if (stored?.session.phase !== 'finalized') return 'unknown' as const;
    const review = rows.reviews(id).find((each) => each.rater === rater);
    if (review === undefined || !states.includes(review.state)) return 'moved_on' as const;
    return { stored, review };
  }

  function ratingsOf(given: readonly Rating[], rater: StaffId, round: StoredRating['round']): StoredRating[] {
    return given.map((rating) => ({ ...rating, id: parts.newId(), rater, round, ratedAt: at(), change: null }));
  }

  function step(id: SessionId, review: StoredReview, record: { type: string; body: Record<string, unknown> }): void {
    rows.commit({
      sessionId: id,
      review,
      records: [{ id: parts.newId(), type: record.type, body: { rater: named(review.rater), ...record.body } }],
      audit: [{ actor: review.rater, action: record.type, detail: {} }],
    });
  }

  return {
    /** What this person may see of an interview, and of its reviews. */
    readerOf(stored: StoredInterview, reader: StaffId | null, locale: Locale): Reader {
      const { id } = stored.session;
      const reviews = rows.reviews(id);
      const mine = reviews.find(({ rater }) => rater === reader) ?? null;
      const shut = gates();
      const sheet: ReviewSheet | null = toReviewSheet(
        stored,
        {
          reviews,
          ratings: rows.ratings(id),
          decisions: rows.decisions(id),
          proposals: parts.proposals.shownOf(stored, locale),
          isSecondWanted: rows.isSecondWanted(id),
        },
        reader,
        { gates: shut, policy: { ...parts.policy(), areGatesMet: shut.areMet }, staffName: parts.staffName },
      );
      return {
        machine: machineViewOf(mine, shut.areMet),
        sheet,
        summary: rows.summary(id, reader),
        staffName: parts.staffName,
      };
    },

    summary: (id: SessionId, reader: StaffId | null): ReviewSummary => rows.summary(id, reader),

    open(id: SessionId, rater: StaffId): StepOutcome {
      const stored = store.getSession(id);
      if (stored === undefined || stored.session.phase === 'erased') return 'unknown';
      if (stored.session.phase !== 'finalized') return 'not_finished';
      if (rows.reviews(id).some((each) => each.rater === rater)) return 'done';
      const untouched = { lockedAt: null, revealedAt: null, levelsShownAt: null, doneAt: null };
      rows.commit({
        sessionId: id,
        review: { rater, state: 'open', draft: [], openedAt: at(), ...untouched },
        records: [],
        audit: [{ actor: rater, action: 'review.opened', detail: {} }],
      });
      return 'done';
    },

    saveDraft(id: SessionId, rater: StaffId, draft: readonly RatingDraft[]): StepOutcome {
      const found = from(id, rater, ['open']);
      if (typeof found === 'string') return found;
      rows.saveDraft(id, rater, draft);
      return 'done';
    },

    lock(id: SessionId, rater: StaffId, given: readonly Rating[]): LockOutcome {
      const found = from(id, rater, ['open']);
      if (typeof found === 'string') return found;
      const { stored, review } = found;
      const wanted = ratingKeysOf(stored).map(ratingKeyOf);
      const keys = new Set(given.map(ratingKeyOf));
      const missing = wanted.filter((key) => !keys.has(key)).length;
      if (missing > 0) return { missing };
      if (given.length !== wanted.length || keys.size !== wanted.length) return 'invalid';
      if (!given.every((rating) => areQuotesOf(stored, rating, rating.quotes))) return 'invalid';
      const isFirst = !rows.reviews(id).some((each) => each.rater !== rater && isLocked(each.state));
      const round = isFirst ? 'blind_first' : 'blind_second';
      rows.commit({
        sessionId: id,
        review: { ...review, state: 'locked', draft: [], lockedAt: at() },
        ratings: ratingsOf(given, rater, round),
        records: [
          { id: parts.newId(), type: 'rating.locked', body: { rater: named(rater), round, ratings: [...given] } },
        ],
        audit: [{ actor: rater, action: 'rating.locked', detail: { round, ratings: given.length } }],
      });
      return 'done';
    },

    reveal(id: SessionId, rater: StaffId): StepOutcome {
      const found = from(id, rater, ['locked']);
      if (typeof found === 'string') return found;
      const review = { ...found.review, state: 'revealed' as const, revealedAt: at() };
      const machine = machineViewOf(review, gates().areMet);
      step(id, review, { type: 'review.revealed', body: { machine } });
      return 'done';
    },

    showLevels(id: SessionId, rater: StaffId): StepOutcome {
      const found = from(id, rater, ['revealed', 'done']);
      if (typeof found === 'string') return found;
      if (found.review.levelsShownAt !== null) return 'done';
      const isStillFree = found.review.state === 'revealed';
      step(id, { ...found.review, levelsShownAt: at() }, { type: 'review.levels_shown', body: { isStillFree } });
      return 'done';
    },

    change(id: SessionId, rater: StaffId, change: RatingChange): StepOutcome {
      const found = from(id, rater, ['revealed']);
      if (typeof found === 'string') return found;
      const { itemId, indicatorId, judgement, quotes, reason, words } = change;
      const own = rows.ratings(id).filter((each) => each.rater === rater);
      const before = currentRatings(own).find((each) => ratingKeyOf(each) === ratingKeyOf(change));
      if (before === undefined || !areQuotesOf(found.stored, change, quotes)) return 'invalid';
      if (JSON.stringify(before.judgement) === JSON.stringify(judgement)) return 'unchanged';
      const base = { id: parts.newId(), rater, itemId, indicatorId, judgement, quotes };
      const [fromLevel, toLevel] = [levelIn(before.judgement), levelIn(judgement)];
      rows.commit({
        sessionId: id,
        ratings: [{ ...base, round: 'after_reveal', ratedAt: at(), change: { reason, words } }],
        records: [
          {
            id: parts.newId(),
            type: 'rating.changed',
            body: {
              rater: named(rater),
              itemId,
              indicatorId,
              from: before.judgement,
              to: judgement,
              quotes,
              reason,
              words,
              machine: machineViewOf(found.review, gates().areMet),
            },
          },
        ],
        audit: [
          {
            actor: rater,
            action: 'rating.changed',
            detail: { itemId, indicatorId, from: fromLevel, to: toLevel, reason },
          },
        ],
      });
      return 'done';
    },

    finish(id: SessionId, rater: StaffId): StepOutcome {
      const found = from(id, rater, ['revealed']);
      if (typeof found === 'string') return found;
      const reviews = rows.reviews(id);
      const ratings = lockedRatings(rows.ratings(id), reviews);
      const own = ratings.filter((each) => each.rater === rater);
      const changed = new Set(own.filter(({ change }) => change !== null).map(ratingKeyOf)).size;
      const kept = new Set(own.map(ratingKeyOf)).size - changed;
      const gaps = gapsIn(found.stored, ratings);
      const isSecondWanted = gaps.length > 0 && !rows.isSecondWanted(id);
      const review = { ...found.review, state: 'done' as const, doneAt: at() };
      rows.commit({
        sessionId: id,
        review,
        ...(isSecondWanted ? { isSecondWanted } : {}),
        records: [
          { id: parts.newId(), type: 'review.finished', body: { rater: named(rater), changed, kept } },
          ...(isSecondWanted
            ? [{ id: parts.newId(), type: 'review.second_wanted', body: { behaviours: gaps.length } }]
            : []),
        ],
        audit: [
          { actor: rater, action: 'review.finished', detail: { changed, kept } },
          ...(isSecondWanted ? [{ actor: 'kiosk', action: 'review.second_wanted', detail: {} }] : []),
        ],
      });
      parts.proposals.refresh(found.stored);
      return 'done';
    },
  };
}
export type Reviews = ReturnType<typeof createReviews>;
