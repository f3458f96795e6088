import type { ExpectedCandidate } from '#shared/contract/expected.ts';
import { codeKey, type InvitationAnswer, makeInvitationCode } from '#shared/invitation.ts';
import type { Job } from '#shared/job.ts';
import { skillsThatMatter } from '#shared/job/variants.ts';
import { type Locale, localizedText } from '#shared/localized.ts';
import type { Identity } from '#shared/session.ts';
import type { ExpectedRows, StoredExpected } from './ports.ts';

/** How long a code works. */
const WORKS_MS = 24 * 60 * 60_000;
const LOOK_EVERY_MS = 10 * 60_000;
/** As many as an invitation from head office can carry. */
const MOST_SKILLS = 40;

/** Who comes with a code of this kiosk, and what the questions are chosen by. */
export interface ExpectedPerson {
  readonly identity: Extract<Identity, { by: 'name' }>;
  /** Empty where the interview is for another post than they are expected for. */
  readonly skills: readonly string[];
}

export type ExpectedBook = ReturnType<typeof createExpectedBook>;

/** Those whom the site expects: added by a manager, known by their code, forgotten once they came or after a day. */
export function createExpectedBook(parts: {
  readonly rows: ExpectedRows;
  readonly jobs: () => readonly Job[];
  readonly now: () => Date;
  readonly newId: () => string;
  /** 0 up to, not including, `size`, unguessable. */
  readonly randomInt: (size: number) => number;
  readonly after: (ms: number, call: () => void) => () => void;
  /** Nobody is being interviewed, and what is written is for good. */
  readonly isIdle: () => boolean;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}) {
  const { rows } = parts;
  /** Who sat down since the kiosk was idle. */
  const came = new Set<string>();
  let cancel: () => void = () => undefined;

  const isOver = ({ expiresAt }: StoredExpected): boolean => Date.parse(expiresAt) <= parts.now().getTime();
  const current = (): StoredExpected[] => rows.all().filter((entry) => !isOver(entry));
  const jobOf = (id: string): Job | undefined => parts.jobs().find((job) => job.id === id);
  const find = (code: string): StoredExpected | undefined =>
    current().find((entry) => codeKey(entry.code) === codeKey(code));

  /** Lets go of those who came and of those who did not. */
  function forget(): void {
    if (!parts.isIdle()) return;
    const all = rows.all();
    const gone = all.filter(({ id }) => came.has(id)).map(({ id }) => id);
    if (gone.length > 0) rows.remove(gone, 'kiosk', 'came');
    came.clear();
    const over = all.filter((entry) => isOver(entry) && !gone.includes(entry.id)).map(({ id }) => id);
    if (over.length > 0) rows.remove(over, 'kiosk', 'expired');
  }

  function lookAgain(): void {
    cancel = parts.after(LOOK_EVERY_MS, lookAgain);
    try {
      forget();
    } catch (error) {
      // a full disk, most likely: the next look does it
      parts.log('expected.look_failed', { error: String(error) });
    }
  }
  lookAgain();

  return {
    list: (locale: Locale): ExpectedCandidate[] =>
      current().map(({ id, code, jobId, name, skills, expiresAt }) => {
        const job = jobOf(jobId);
        return {
          id,
          code,
          jobTitle: job === undefined ? jobId : localizedText(job.title, locale),
          name,
          skills: [...skills],
          expiresAt,
        };
      }),

    /** Every skill that a group of questions knows, as it is compared. */
    posts: (offered: readonly string[], locale: Locale) =>
      parts
        .jobs()
        .filter(({ id }) => offered.includes(id))
        .map((job) => ({
          id: job.id,
          title: localizedText(job.title, locale),
          skills: skillsThatMatter(
            job,
            job.items.flatMap(({ variant }) => variant?.tags ?? []),
          ),
        })),

    /** @returns the code; null where the post is not here */
    add(
      person: {
        readonly jobId: string;
        readonly name: string;
        readonly phone: string;
        readonly skills: readonly string[];
      },
      by: string,
    ): string | null {
      const job = jobOf(person.jobId);
      if (job === undefined) return null;
      const taken = new Set(rows.all().map((entry) => codeKey(entry.code)));
      let code = makeInvitationCode(parts.randomInt);
      while (taken.has(code)) code = makeInvitationCode(parts.randomInt);
      const madeMs = parts.now().getTime();
      rows.add(
        {
          ...person,
          id: parts.newId(),
          code,
          skills: skillsThatMatter(job, person.skills).slice(0, MOST_SKILLS),
          madeAt: new Date(madeMs).toISOString(),
          expiresAt: new Date(madeMs + WORKS_MS).toISOString(),
        },
        by,
      );
      return code;
    },

    remove: (id: string, by: string): void => rows.remove([id], by, 'removed'),

    /** What the candidate is told of the code; null where it is none of this kiosk's own. */
    lookUp(code: string, chosen: string, locale: Locale): InvitationAnswer | null {
      const entry = find(code);
      const job = entry === undefined ? undefined : jobOf(entry.jobId);
      if (job === undefined) return null;
      return {
        kind: 'invited',
        jobTitle: localizedText(job.title, locale),
        isOtherJob: job.id !== chosen,
        startsAt: null,
        endsAt: null,
      };
    },

    /** Who sits down with this code for an interview for this post; null where it is none of this kiosk's own. */
    arrive(code: string, jobId: string): ExpectedPerson | null {
      const entry = find(code);
      if (entry === undefined) return null;
      came.add(entry.id);
      const { name, phone, skills } = entry;
      return { identity: { by: 'name', name, phone }, skills: entry.jobId === jobId ? skills : [] };
    },

    /** The kiosk is idle again. */
    forget,
    stop: () => cancel(),
  };
}
