import type { JobOrigin } from '#shared/contract/jobs.ts';
import { Job } from '#shared/job.ts';
import { Pack } from '#shared/pack.ts';
import { PublishedRules } from '#shared/wire/publication.ts';
import { type InvitationBook, invitationBook } from './invitation-book.ts';
import type { Publications } from './ports.ts';

/**
 * Posts and packs that this kiosk has: those it was shipped with, those of head office, which come before others of the same id, and
 * those that were written here; and the invitations to this site.
 */
export interface PublishedResources {
  jobs(): readonly Job[];
  packs(): readonly Pack[];
  /** Rules that head office published for a post; null for none. */
  rulesOf(jobId: string): PublishedRules | null;
  /** Where the post of this id comes from; null when there is none. */
  originOf(id: string): JobOrigin | null;
  readonly invitations: Pick<InvitationBook, 'lookUp' | 'skillsOf'>;
  /** After something else is in use. */
  reload(): void;
}

function beside<T extends { readonly id: string }>(shipped: readonly T[], published: readonly T[]): T[] {
  const replaced = shipped.map((own) => published.find(({ id }) => id === own.id) ?? own);
  return [...replaced, ...published.filter(({ id }) => !shipped.some((own) => own.id === id))];
}

export function publishedResources(
  rows: Pick<Publications, 'newest'>,
  shipped: { readonly jobs: readonly Job[]; readonly packs: readonly Pack[] },
  now: () => Date,
  local: () => readonly Job[] = () => [],
): PublishedResources {
  // checked when they came; an update of the program may read more strictly, and must not end over it
  const read = () => {
    const published = rows.newest('job').flatMap((body) => Job.safeParse(body).data ?? []);
    const elsewhere = beside(shipped.jobs, published);
    const written = local().filter(({ id }) => !elsewhere.some((other) => other.id === id));
    return {
      origins: new Map<string, JobOrigin>([
        ...shipped.jobs.map(({ id }) => [id, 'shipped'] as const),
        ...published.map(({ id }) => [id, 'head_office'] as const),
        ...written.map(({ id }) => [id, 'local'] as const),
      ]),
      jobs: [...elsewhere, ...written],
      packs: beside(
        shipped.packs,
        rows.newest('pack').flatMap((body) => Pack.safeParse(body).data ?? []),
      ),
      rules: rows.newest('rules').flatMap((body) => PublishedRules.safeParse(body).data ?? []),
    };
  };
  let current = read();
  const invitations = invitationBook({ rows, jobs: () => current.jobs, now });
  return {
    jobs: () => current.jobs,
    packs: () => current.packs,
    rulesOf: (jobId) => current.rules.find(({ id }) => id === jobId) ?? null,
    originOf: (id) => current.origins.get(id) ?? null,
    invitations,
    reload: () => {
      current = read();
      invitations.reload();
    },
  };
}
