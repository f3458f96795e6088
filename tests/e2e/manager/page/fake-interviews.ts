import { ORPCError } from '@orpc/server';
import type { ContractServer } from '#main/contract-server.ts';
import { compareCandidates, refuseToCompare } from '#main/review/compare-candidates.ts';
import type { SessionFilter, StoredInterview } from '#main/review/ports.ts';
import { toSessionDetail, toSessionSummary } from '#main/review/session-detail.ts';
import { todayView } from '#main/review/today.ts';
import { trainingLines } from '#main/review/training-lines.ts';
import { visibleScores } from '#main/review/visible-scores.ts';
import type { SessionSummary, Wait } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { purposeOf } from '#shared/purpose.ts';
import { DELETIONS } from './deletions.ts';
import type { reviewRoutes } from './fake-reviews.ts';
import { MANAGER } from './fake-staff.ts';
import { JOBS, PROBES, STAFF_JOBS, TRAINING } from './fixtures.ts';

const OK = { ok: true } as const;

function isWaitingFor({ phase, needsReview, sync, review }: SessionSummary, wait: Wait | null): boolean {
  if (wait === null) return true;
  if (wait === 'parked') return sync === 'parked';
  if (phase !== 'finalized' || review.decided !== null) return false;
  return wait === 'undecided' || (wait === 'second_rater' ? review.secondNeeded : needsReview > 0);
}

/** As the store does: who needs a person's ear first. */
function rankOf({ phase, needsReview }: SessionSummary): number {
  return phase !== 'finalized' ? 2 : needsReview > 0 ? 0 : 1;
}

/** What is left of an interview that was deleted. */
function empty(stored: StoredInterview): void {
  Object.assign(stored.session, {
    phase: 'erased',
    identity: null,
    consents: null,
    survey: null,
    answered: 0,
    needsReview: 0,
    hold: null,
    isHeld: false,
    retention: { state: 'not_kept' },
  });
  stored.answers = [];
  stored.recordings = [];
  Object.assign(stored, { assessments: new Map(), isDeletionWanted: false });
}

/** Interviews as they are listed, read, compared, held and deleted. */
export function interviewRoutes(
  os: ContractServer,
  parts: {
    readonly sessions: readonly StoredInterview[];
    readonly isEmpty: boolean;
    readonly reviews: ReturnType<typeof reviewRoutes>;
    readonly mayLook: () => boolean;
  },
) {
  const { sessions, isEmpty, reviews } = parts;
  const find = (id: SessionId) => sessions.find(({ session }) => session.id === id);

  function found(filter: SessionFilter, locale: Locale): SessionSummary[] {
    const { phase, search, wait, jobId, purpose, from, to } = filter;
    return sessions
      .filter(({ session }) => jobId === null || session.job.id === jobId)
      .map(({ session }) => toSessionSummary(session, locale, reviews.summary(session.id)))
      .filter((each) => (purpose ?? each.purpose) === each.purpose)
      .filter((each) => phase === null || each.phase === phase)
      .filter((each) => isWaitingFor(each, wait ?? null))
      .filter(({ startedAt }) => !from || startedAt.slice(0, 10) >= from)
      .filter(({ startedAt }) => !to || startedAt.slice(0, 10) <= to)
      .filter((each) =>
        `${each.candidate} ${each.reference} ${each.jobTitle}`.toLowerCase().includes(search.toLowerCase()),
      )
      .toSorted((a, b) => rankOf(a) - rankOf(b));
  }

  return {
    listSessions: os.review.listSessions.handler(({ input }) => {
      if (!parts.mayLook()) throw new ORPCError('FORBIDDEN');
      const all = found(input, input.locale);
      const from = all.findIndex(({ id }) => id === input.after?.slice(-36)) + 1;
      const page = all.slice(from, from + input.limit);
      const last = page.at(-1);
      return {
        sessions: page,
        next: last && from + input.limit < all.length ? `0.0.${last.id}` : null,
        total: all.length,
      };
    }),
    today: os.review.today.handler(() =>
      todayView((filter) => found(filter, 'en').length, new Date('2026-03-02T10:05:00.000Z')),
    ),
    compare: os.review.compare.handler(({ input, errors }) => {
      const candidates = input.ids.map((id) => {
        const stored = find(id);
        if (stored === undefined) throw errors.session_unknown();
        if (stored.session.phase !== 'finalized') throw errors.not_finished();
        return { session: stored.session, scores: visibleScores(reviews.readerOf(stored, input.locale).sheet) };
      });
      const refused = refuseToCompare(candidates);
      const [first] = candidates;
      if (refused !== null || first === undefined) throw errors[refused ?? 'jobs_differ']();
      return compareCandidates(first.session.job, candidates, input.locale);
    }),
    listJobs: os.review.listJobs.handler(({ input }) =>
      isEmpty
        ? []
        : [...JOBS, ...STAFF_JOBS].map((job) => ({
            id: job.id,
            title: localizedText(job.title, input.locale),
            purpose: purposeOf(job),
            interviews: sessions.filter(({ session }) => session.job.id === job.id).length,
          })),
    ),
    getSession: os.review.getSession.handler(({ input, errors }) => {
      const stored = find(input.id);
      if (stored === undefined) throw errors.session_unknown();
      return toSessionDetail(stored, PROBES, input.locale, reviews.readerOf(stored, input.locale));
    }),
    suggestTraining: os.review.suggestTraining.handler(({ input, errors }) => {
      const stored = find(input.id);
      if (stored === undefined) throw errors.session_unknown();
      const { review, dimensions } = toSessionDetail(
        stored,
        PROBES,
        input.locale,
        reviews.readerOf(stored, input.locale),
      );
      if (!review?.final) throw errors.not_rated();
      return { lines: trainingLines(review.final.dimensions, dimensions, TRAINING, input.locale), problem: null };
    }),
    eraseSession: os.review.eraseSession.handler(({ input, errors }) => {
      const stored = find(input.id);
      if (stored === undefined) throw errors.session_unknown();
      if (input.deletionCode !== 'MOSS-4471') throw errors.deletion_code_wrong();
      if (stored.session.hold !== null) {
        stored.isDeletionWanted = true;
        throw errors.session_held();
      }
      empty(stored);
      return OK;
    }),
    holdSession: os.review.holdSession.handler(({ input, errors }) => {
      const stored = find(input.id);
      if (stored === undefined) throw errors.session_unknown();
      if (stored.session.hold !== null) throw errors.already_held();
      const { reason, caseNumber } = input;
      stored.session.hold = { reason, caseNumber, placedBy: MANAGER.id, placedAt: new Date().toISOString() };
      stored.session.isHeld = true;
      return OK;
    }),
    releaseSession: os.review.releaseSession.handler(({ input, errors }) => {
      const stored = find(input.id);
      if (stored === undefined) throw errors.session_unknown();
      if (stored.session.hold === null) throw errors.not_held();
      stored.session.hold = null;
      stored.session.isHeld = false;
      if (stored.isDeletionWanted) empty(stored);
      return OK;
    }),
    listDeletions: os.review.listDeletions.handler(() => (isEmpty ? [] : [...DELETIONS])),
  };
}
