import { isLocked, type LockedRating } from '#shared/rating.ts';
import type { MachineView, ReviewSheet } from '#shared/review-sheet.ts';
import type { Decision } from '#shared/decision.ts';
import type { KioskProposal } from '#shared/proposal.ts';
import type { StaffId } from '#shared/ids.ts';
import type { StoredInterview } from './ports.ts';
import { type FinalPolicy, finalResult, gapsIn, lockedRatings, ratingKeysOf } from './rated-interview.ts';
import type { StoredDecision, StoredRating, StoredReview } from './review-ports.ts';

/**
 * What a person may see of the machine's reading of an interview: nothing before their own reveal (R25); then quotes; levels where they
 * asked for them, or where the site has shown that people and machine agree.
 *
 * @param mine null where this person has not opened it
 */
export function machineViewOf(mine: StoredReview | null, areGatesMet: boolean): MachineView {
  if (mine === null || mine.state === 'open' || mine.state === 'locked') return 'hidden';
  return areGatesMet || mine.levelsShownAt !== null ? 'levels' : 'quotes';
}

/** How many answers two people rated blind, and whether that and their agreement allow levels to be shown by themselves. */
export interface Gates {
  readonly doubleRated: number;
  readonly areMet: boolean;
}

function toRating({ itemId, indicatorId, judgement, quotes, round, ratedAt, change }: StoredRating): LockedRating {
  return { itemId, indicatorId, judgement, quotes, round, ratedAt, change };
}

function toDecision(
  { decidedBy, words, ...decision }: StoredDecision,
  mayRead: boolean,
  staffName: (id: string) => string | null,
): Decision {
  return { ...decision, words: mayRead ? words : null, decidedBy: staffName(decidedBy) };
}

/** What is stored about the review of one interview. */
export interface StoredReviews {
  readonly reviews: readonly StoredReview[];
  readonly ratings: readonly StoredRating[];
  readonly decisions: readonly StoredDecision[];
  readonly proposals: readonly KioskProposal[];
  readonly isSecondWanted: boolean;
}

/** Everything about a review that one person may know; null for an interview that is not finished. */
export function toReviewSheet(
  stored: StoredInterview,
  { reviews, ratings, decisions, proposals, isSecondWanted }: StoredReviews,
  reader: StaffId | null,
  parts: { gates: Gates; policy: FinalPolicy; staffName: (id: string) => string | null },
): ReviewSheet | null {
  if (stored.session.phase !== 'finalized') return null;
  const mine = reviews.find(({ rater }) => rater === reader) ?? null;
  const machine = machineViewOf(mine, parts.gates.areMet);
  const hasLocked = isLocked(mine?.state);
  const counted = lockedRatings(ratings, reviews);
  const gaps = machine === 'hidden' ? [] : gapsIn(stored, counted);
  return {
    mine: mine && {
      state: mine.state,
      openedAt: mine.openedAt,
      lockedAt: mine.lockedAt,
      revealedAt: mine.revealedAt,
      doneAt: mine.doneAt,
      draft: [...mine.draft],
      ratings: ratings.filter(({ rater }) => rater === reader).map(toRating),
    },
    toRate: ratingKeysOf(stored),
    machine,
    gates: parts.gates,
    others: hasLocked
      ? reviews
          .filter(({ rater, state }) => rater !== reader && isLocked(state))
          .map(({ rater, state }) => {
            const theirs = ratings.filter((each) => each.rater === rater);
            return {
              name: parts.staffName(rater),
              round: theirs[0]?.round ?? 'blind_second',
              state,
              ratings: theirs.map(toRating),
            };
          })
      : [],
    gaps: gaps.filter(({ between }) => between === 'people' || machine === 'levels'),
    isSecondWanted,
    final: hasLocked ? finalResult(stored, counted, parts.policy) : null,
    decisions: decisions.map((each) => toDecision(each, hasLocked, parts.staffName)),
    proposals: hasLocked ? [...proposals] : [],
  };
}
