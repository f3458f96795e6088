import type { Settings } from '#shared/settings.ts';
import { calendarFile } from './review/calendar-file.ts';
import { createDecisions } from './review/decisions.ts';
import { agreementFigures } from './review/agreement-figures.ts';
import { createPacing } from './review/pacing.ts';
import { createProposals } from './review/proposals.ts';
import { createReviews } from './review/reviews.ts';
import { createSiteAgreement } from './review/site-agreement.ts';
import type { AppParts } from './app.ts';
import type { openKioskStore } from './open-kiosk-store.ts';

/** Rating, deciding and what rules propose, over the store. */
export function connectReviews(
  { clock, newId }: Pick<AppParts, 'clock' | 'newId'>,
  { store, resources }: Pick<ReturnType<typeof openKioskStore>, 'store' | 'resources'>,
  settings: () => Settings,
  staffName: (staffId: string) => string | null,
) {
  const base = { rows: store.ratings, store: store.review, staffName, now: clock.now, newId };
  const gates = createSiteAgreement(store.ratings, store.review);
  const pacing = createPacing(clock.monotonicMs);
  const policy = () => ({ mayCombine: settings().review.mayCombine });
  const proposals = createProposals({
    ...base,
    pacing,
    policy: () => ({ ...policy(), areGatesMet: gates().areMet }),
    published: resources.rulesOf,
    jobs: resources.jobs,
    calendarFile,
    site: () => settings().site.name,
  });
  const reviews = createReviews({ ...base, proposals, policy, gates });
  const decisions = createDecisions({ ...base, pacing, proposals });
  const agreement = () => agreementFigures(store.ratings, store.review, gates());
  return { reviews, decisions, proposals, agreement };
}
