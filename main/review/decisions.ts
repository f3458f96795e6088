import { OUTCOMES, RESTS_ON_REVIEW, type Verdict } from '#shared/decision.ts';
import type { SessionId, StaffId } from '#shared/ids.ts';
import { purposeOf } from '#shared/purpose.ts';
import { isLocked } from '#shared/rating.ts';
import type { Pacing } from './pacing.ts';
import type { ReviewStore } from './ports.ts';
import type { Proposals } from './proposals.ts';
import type { ReviewRows } from './review-ports.ts';

export type DecideOutcome =
  | 'done'
  | 'unknown'
  | 'not_finished'
  | 'outcome_refused'
  | 'not_opened'
  | 'review_missing'
  | 'newer'
  | { waitMs: number };

/**
 * Decides about interviews, one at a time (R6, R7). Who decides has opened the interview, and somebody has rated it: advance and decline
 * need at least one locked review, because both end the waiting and have to be explained. Hold ends nothing and needs none; nor does what
 * is planned or noted, which judges nobody. The person who
 * decides need not be the one who rated: often it is the store's manager, after an assistant.
 *
 * A decision is never changed; a later one takes its place and names it.
 */
export function createDecisions(parts: {
  rows: ReviewRows;
  store: Pick<ReviewStore, 'getSession'>;
  proposals: Pick<Proposals, 'closed'>;
  pacing: Pacing;
  staffName: (staffId: string) => string | null;
  now: () => Date;
  newId: () => string;
}) {
  const { rows, pacing } = parts;
  return {
    /** @param supersedes the decision this one takes the place of, as its person saw it; null for none */
    make(id: SessionId, verdict: Verdict, supersedes: string | null, by: StaffId): DecideOutcome {
      const stored = parts.store.getSession(id);
      if (stored === undefined || stored.session.phase === 'erased') return 'unknown';
      if (stored.session.phase !== 'finalized') return 'not_finished';
      if (!OUTCOMES[purposeOf(stored.session.job)].includes(verdict.outcome)) return 'outcome_refused';
      const reviews = rows.reviews(id);
      if (!reviews.some(({ rater }) => rater === by)) return 'not_opened';
      const locked = reviews.filter(({ state }) => isLocked(state)).length;
      if (RESTS_ON_REVIEW.has(verdict.outcome) && locked === 0) return 'review_missing';
      if ((rows.decisions(id)[0]?.id ?? null) !== supersedes) return 'newer';
      const waitMs = pacing.waitMs(by, id);
      if (waitMs > 0) return { waitMs };
      const { outcome, reason, words } = verdict;
      const decisionId = parts.newId();
      rows.commit({
        sessionId: id,
        decision: {
          id: decisionId,
          outcome,
          reason,
          words,
          decidedBy: by,
          decidedAt: parts.now().toISOString(),
          supersedes,
        },
        proposals: outcome === 'decline' ? parts.proposals.closed(id) : [],
        records: [
          {
            id: parts.newId(),
            type: 'decision.made',
            body: {
              decisionId,
              outcome,
              reason,
              words,
              by: { id: by, name: parts.staffName(by) },
              supersedes,
              reviews: locked,
            },
          },
        ],
        audit: [{ actor: by, action: 'decision.made', detail: { outcome, reason, reviews: locked } }],
      });
      pacing.note(by, id);
      return 'done';
    },
  };
}
export type Decisions = ReturnType<typeof createDecisions>;
