import type { SessionId, StaffId } from '#shared/ids.ts';
import { isLocked } from '#shared/rating.ts';
import type { ReviewChange, ReviewRows, StoredProposal, StoredRule } from './review-ports.ts';

interface Held {
  reviews: NonNullable<ReviewChange['review']>[];
  ratings: NonNullable<ReviewChange['ratings']>[number][];
  decisions: NonNullable<ReviewChange['decision']>[];
  isSecondWanted: boolean;
}

/** Reviews in memory. `sent` lists every record that was written, oldest first. */
export function fakeReviewRows(): ReviewRows & { readonly sent: { type: string; body: Record<string, unknown> }[] } {
  const held = new Map<SessionId, Held>();
  const proposals: StoredProposal[] = [];
  const rules = new Map<string, StoredRule>();
  const versions = new Map<string, number>();
  const sent: { type: string; body: Record<string, unknown> }[] = [];

  function of(id: SessionId): Held {
    const found = held.get(id) ?? { reviews: [], ratings: [], decisions: [], isSecondWanted: false };
    held.set(id, found);
    return found;
  }
  const reviewOf = (id: SessionId, rater: StaffId | null) => of(id).reviews.find((each) => each.rater === rater);

  return {
    sent,
    commit({ sessionId, review, ratings, decision, isSecondWanted, proposals: changed, records }) {
      const mine = of(sessionId);
      if (review) mine.reviews = [...mine.reviews.filter(({ rater }) => rater !== review.rater), review];
      mine.ratings.push(...(ratings ?? []));
      if (decision) mine.decisions.unshift(decision);
      if (isSecondWanted) mine.isSecondWanted = true;
      for (const each of changed ?? []) {
        const at = proposals.findIndex(({ id }) => id === each.id);
        const next = { ...each, sending: each.actionRecordId === null ? null : ('waiting' as const) };
        if (at === -1) proposals.unshift(next);
        else proposals[at] = next;
      }
      for (const { type, body } of records) sent.push({ type, body });
    },
    saveDraft(id, rater, draft) {
      const review = reviewOf(id, rater);
      if (review?.state === 'open') review.draft = draft;
    },
    reviews: (id) => of(id).reviews,
    ratings: (id) => of(id).ratings,
    decisions: (id) => of(id).decisions,
    isSecondWanted: (id) => of(id).isSecondWanted,
    summary(id, rater) {
      const { reviews, decisions, isSecondWanted } = of(id);
      return {
        mine: reviewOf(id, rater)?.state ?? 'none',
        decided: decisions[0]?.outcome ?? null,
        secondNeeded: isSecondWanted && reviews.filter(({ state }) => isLocked(state)).length < 2,
      };
    },
    countDoubleRated: () => 0,
    doubleRated: () => [],
    revealed: () => [],
    reviewed: () => [],
    proposals: (id) => proposals.filter(({ sessionId }) => sessionId === id),
    listProposals: ({ isOpen, limit }) =>
      proposals.filter(({ state }) => (state === 'open') === isOpen).slice(0, limit),
    findProposal: (id) => proposals.find((each) => each.id === id) ?? null,
    rules: () => [...rules.values()],
    saveRule(id, rule) {
      const version = (versions.get(id) ?? 0) + 1;
      versions.set(id, version);
      if (rule === null) rules.delete(id);
      else rules.set(id, { version, rule });
    },
  };
}
