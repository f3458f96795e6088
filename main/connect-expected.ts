import type { AppParts } from './app.ts';
import { createExpectedBook } from './expected/expected-book.ts';
import { createResumeIntake } from './expected/resume-intake.ts';
import type { JobStudio } from './jobs/job-studio.ts';
import type { InvitationBook } from './publications/invitation-book.ts';
import type { PublishedResources } from './publications/published-resources.ts';
import type { Store } from './store/open-store.ts';

/** Those whom the site expects by itself, beside those whom head office invited. */
export function connectExpected(
  { clock, newId, randomInt, readPdf, log }: Pick<AppParts, 'clock' | 'newId' | 'randomInt' | 'readPdf' | 'log'>,
  { store, resources }: { readonly store: Store; readonly resources: PublishedResources },
  isIdle: () => boolean,
) {
  const book = createExpectedBook({
    rows: store.expected,
    jobs: resources.jobs,
    now: clock.now,
    after: clock.after,
    newId,
    randomInt,
    isIdle,
    log,
  });
  const intake = createResumeIntake(readPdf);
  const lookUp: InvitationBook['lookUp'] = (code, chosen, locale) =>
    book.lookUp(code, chosen, locale) ?? resources.invitations.lookUp(code, chosen, locale);
  return {
    book,
    /** The page is gone. */
    drop: intake.drop,
    /** What calls of the contract need. */
    calls: (studio: Pick<JobStudio, 'list'>) => ({
      invitations: { lookUp },
      expected: {
        book,
        intake,
        offered: () =>
          studio
            .list('en')
            .jobs.filter(({ isOffered }) => isOffered)
            .map(({ id }) => id),
      },
    }),
  };
}
