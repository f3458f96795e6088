import { z } from 'zod';
import { Instant, Sha256 } from '../ids.ts';
import { JOB_PROBLEMS } from '../job/job-problems.ts';
import { DraftItem, JobDraft } from '../job/job-draft.ts';
import { Locale } from '../localized.ts';
import { Purpose } from '../purpose.ts';
import { callableBy, Done } from './call.ts';

/** Where a post comes from: with the program, from head office, or written at this kiosk. */
export const JobOrigin = z.enum(['shipped', 'head_office', 'local']);
export type JobOrigin = z.infer<typeof JobOrigin>;

const JobId = z.string().min(1).max(64);
const Version = z.int().positive();
const DraftId = z.uuid();

/** One version of a post. */
export const JobVersion = z.strictObject({
  version: Version,
  /** Null for what came with the program or from head office. */
  publishedAt: Instant.nullable(),
  /** Of the member of staff; null where it is not known any more or nobody of this site did it. */
  publishedBy: z.string().nullable(),
  /** Interviews on this kiosk that were held with it, running ones included. With one of them it can never change. */
  interviews: z.int().nonnegative(),
});
export type JobVersion = z.infer<typeof JobVersion>;

/** A draft, as it is listed. */
export const DraftHead = z.strictObject({
  id: DraftId,
  jobId: JobId,
  title: z.string(),
  /** The version it changes; null for a post that was never published. */
  baseVersion: Version.nullable(),
  savedAt: Instant,
});
export type DraftHead = z.infer<typeof DraftHead>;

export const JobEntry = z.strictObject({
  id: JobId,
  title: z.string(),
  origin: JobOrigin,
  /** In use from the next interview on. */
  version: Version,
  /** The newest first; of posts from elsewhere the one in use, and those that interviews were held with. */
  versions: z.array(JobVersion),
  questions: z.int().nonnegative(),
  interviews: z.int().nonnegative(),
  purpose: Purpose,
  /** It stands on the attract screen, where the pack of the site has terms for its purpose. */
  isOffered: z.boolean(),
  /** The pack has no consents for its purpose: nobody can be interviewed with it here. */
  lacksTerms: z.boolean(),
  draft: DraftHead.nullable(),
});
export type JobEntry = z.infer<typeof JobEntry>;

/** A draft with all its text. */
export const OpenDraft = z.strictObject({
  id: DraftId,
  baseVersion: Version.nullable(),
  /** Rises with every save: a page that saves over another page's text is refused. */
  revision: z.int().positive(),
  savedAt: Instant,
  job: JobDraft,
});
export type OpenDraft = z.infer<typeof OpenDraft>;

const Tag = z.string().trim().min(1).max(40);

/** A question of the bank, shared by the posts of this kiosk. */
export const BankEntry = z.strictObject({
  id: z.uuid(),
  item: DraftItem,
  /** Skills, in the words of the site. */
  tags: z.array(Tag).max(12),
  /** Where it was taken from. */
  from: z.strictObject({ jobId: z.string(), jobTitle: z.string(), version: Version.nullable() }),
  addedAt: Instant,
  addedBy: z.string().nullable(),
  /** Posts and drafts of this kiosk with a copy of it. */
  usedIn: z.array(z.strictObject({ jobId: z.string(), title: z.string(), isDraft: z.boolean() })),
});
export type BankEntry = z.infer<typeof BankEntry>;

/** What is wrong in a file, with its line where there is one. */
export const YamlProblem = z.strictObject({
  line: z.int().positive().nullable(),
  /** In the post; empty for a file that is no YAML. */
  path: z.array(z.union([z.string(), z.int()])),
  code: z.enum([...JOB_PROBLEMS, 'not_yaml', 'unknown_field']),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type YamlProblem = z.infer<typeof YamlProblem>;

/** A post of 10 questions with all its words takes about 100 kB. */
const Yaml = z.string().max(1_000_000);

const job_unknown = { message: 'There is no such post on this kiosk any more.' };
const draft_unknown = { message: 'There is no such draft any more: it was published or discarded.' };
const draft_changed = { message: 'The draft was changed on another page meanwhile.' };
const bank_unknown = { message: 'There is no such question in the bank any more.' };

/** The job studio: what is asked at this kiosk, written by the site manager. */
export const jobs = {
  list: callableBy('manager')
    .input(z.strictObject({ locale: Locale }))
    .output(
      z.strictObject({
        jobs: z.array(JobEntry),
        /** Drafts of posts that were never published. */
        drafts: z.array(DraftHead),
        /** Settings name the posts on the attract screen; otherwise all stand there. */
        offersAll: z.boolean(),
      }),
    ),

  /** One version of a post, to be read; without a version the one in use. */
  read: callableBy('manager')
    .input(z.strictObject({ id: JobId, version: Version.nullable() }))
    .output(z.strictObject({ job: JobDraft, origin: JobOrigin, interviews: z.int().nonnegative() }))
    .errors({ job_unknown }),

  /** Begins a draft from nothing. */
  create: callableBy('manager').output(z.strictObject({ draftId: DraftId })),

  /** Begins a draft of a new post from any version of another. */
  copy: callableBy('manager')
    .input(z.strictObject({ id: JobId, version: Version.nullable() }))
    .output(z.strictObject({ draftId: DraftId }))
    .errors({ job_unknown }),

  /** Begins the next version of a post of this kiosk, or goes on with the draft there is. */
  edit: callableBy('manager')
    .input(z.strictObject({ id: JobId }))
    .output(z.strictObject({ draftId: DraftId }))
    .errors({
      job_unknown,
      /** Copied it can be. */
      job_read_only: { message: 'This post comes from elsewhere and cannot be changed here.' },
    }),

  openDraft: callableBy('manager')
    .input(z.strictObject({ draftId: DraftId }))
    .output(OpenDraft)
    .errors({ draft_unknown }),

  /** Keeps the text of a draft; durable when it answers. */
  saveDraft: callableBy('manager')
    .input(z.strictObject({ draftId: DraftId, revision: z.int().positive(), job: JobDraft }))
    .output(z.strictObject({ revision: z.int().positive(), savedAt: Instant }))
    .errors({ draft_unknown, draft_changed }),

  discardDraft: callableBy('manager')
    .input(z.strictObject({ draftId: DraftId }))
    .output(Done)
    .errors({ draft_unknown }),

  /** Makes the next version of the post from a draft that has no problem; used from the next interview on. */
  publish: callableBy('manager')
    .input(z.strictObject({ draftId: DraftId, revision: z.int().positive() }))
    .output(z.strictObject({ id: JobId, version: Version, sha256: Sha256, isOffered: z.boolean() }))
    .errors({
      draft_unknown,
      draft_changed,
      job_invalid: {
        message: 'The post cannot be published yet.',
        data: z.strictObject({ count: z.int().positive() }),
      },
    }),

  /** Takes a post onto the attract screen, or off it. */
  offer: callableBy('manager')
    .input(z.strictObject({ id: JobId, isOffered: z.boolean() }))
    .output(Done)
    .errors({
      job_unknown,
      /** Naming none would offer all. */
      last_offered: { message: 'At least one post stays on the attract screen.' },
      interview_running: { message: 'An interview is going on; the attract screen changes between interviews.' },
    }),

  exportYaml: callableBy('manager')
    .input(
      z.discriminatedUnion('of', [
        z.strictObject({ of: z.literal('job'), id: JobId, version: Version.nullable() }),
        z.strictObject({ of: z.literal('draft'), draftId: DraftId }),
      ]),
    )
    .output(z.strictObject({ name: z.string(), yaml: Yaml }))
    .errors({ job_unknown, draft_unknown }),

  /** Begins a draft from a file. A file that cannot be read changes nothing; what is still wrong in one that can is in the draft. */
  importYaml: callableBy('manager')
    .input(z.strictObject({ yaml: Yaml }))
    .output(z.strictObject({ draftId: DraftId, problems: z.array(YamlProblem) }))
    .errors({
      yaml_refused: {
        message: 'The file is not a post.',
        data: z.strictObject({ problems: z.array(YamlProblem).min(1) }),
      },
      draft_exists: { message: 'There is a draft of this post already.' },
    }),

  bank: callableBy('manager')
    .input(z.strictObject({ locale: Locale }))
    .output(z.array(BankEntry)),

  /** Keeps a copy of a question in the bank. */
  addToBank: callableBy('manager')
    .input(
      z.strictObject({
        from: z.strictObject({ jobId: JobId, jobTitle: z.string().max(400), version: Version.nullable() }),
        item: DraftItem,
        tags: z.array(Tag).max(12),
      }),
    )
    .output(z.strictObject({ id: z.uuid() })),

  tagBankItem: callableBy('manager')
    .input(z.strictObject({ id: z.uuid(), tags: z.array(Tag).max(12) }))
    .output(Done)
    .errors({ bank_unknown }),

  /** Copies in posts stay. */
  removeFromBank: callableBy('manager')
    .input(z.strictObject({ id: z.uuid() }))
    .output(Done)
    .errors({ bank_unknown }),
};
