import { createDecisions } from '#main/review/decisions.ts';
import { createPacing } from '#main/review/pacing.ts';
import type { StoredInterview } from '#main/review/ports.ts';
import { createProposals } from '#main/review/proposals.ts';
import { fakeReviewRows } from '#main/review/review-rows.fake.ts';
import { createReviews } from '#main/review/reviews.ts';
import { reviewCalls } from '#main/review-calls.ts';
import type { SessionId, StaffId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';

/** Rating, deciding and proposals of the real core over rows in memory. */
export function reviewRoutes(
  os: Parameters<typeof reviewCalls>[0],
  parts: {
    readonly find: (id: SessionId) => StoredInterview | undefined;
    readonly reader: StaffId;
    readonly names: Readonly<Record<string, string>>;
    /** Interviews that the reader is through with, and sees the machine's levels of. */
    readonly reviewed: readonly SessionId[];
    readonly site: () => string;
    readonly jobs: readonly Job[];
  },
) {
  let made = 0;
  const rows = fakeReviewRows();
  const store = { getSession: parts.find };
  const staffName = (id: string) => parts.names[id] ?? null;
  const base = {
    rows,
    store,
    staffName,
    now: () => new Date('2026-03-02T10:05:00.000Z'),
    newId: () => `0195a3c0-0000-7000-9000-${String((made += 1)).padStart(12, '0')}`,
  };
  const pacing = createPacing(() => performance.now());
  const proposals = createProposals({
    ...base,
    pacing,
    policy: () => ({ mayCombine: false, areGatesMet: false }),
    published: () => null,
    jobs: () => parts.jobs,
    site: parts.site,
    calendarFile: ({ id }) => `BEGIN:VCALENDAR ${id}`,
  });
  const reviews = createReviews({
    ...base,
    proposals,
    policy: () => ({ mayCombine: false }),
    gates: () => ({ doubleRated: 0, areMet: false }),
  });
  const decisions = createDecisions({ ...base, pacing, proposals });
  for (const id of parts.reviewed) {
    const at = base.now().toISOString();
    rows.commit({
      sessionId: id,
      review: {
        rater: parts.reader,
        state: 'done',
        draft: [],
        openedAt: at,
        lockedAt: at,
        revealedAt: at,
        levelsShownAt: at,
        doneAt: at,
      },
      records: [],
      audit: [],
    });
  }
  return {
    routes: reviewCalls(os, {
      reviews,
      decisions,
      proposals,
      wake: () => undefined,
    }),
    summary: (id: SessionId) => reviews.summary(id, parts.reader),
    readerOf: (stored: StoredInterview, locale: Locale) => reviews.readerOf(stored, parts.reader, locale),
    knobs: { rows, reviews, sent: rows.sent },
  };
}
