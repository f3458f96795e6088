import { z } from 'zod';
import { Instant, Sha256 } from '../ids.ts';
import { Slug } from '../job/parts.ts';
import { Localized } from '../localized.ts';
import { ExternalId } from './candidates.ts';
import { PageQuery } from './page.ts';

/** Fields a column of a CSV file can be. */
export const ImportField = z.enum([
  'name',
  'phone',
  'email',
  'skills',
  'external_id',
  'document_number',
  'invitation_code',
]);
export type ImportField = z.infer<typeof ImportField>;

/** Before the header of a column in `reading`. */
export const COLUMN_PREFIX = 'column ';

/** Key in `reading` of a PDF for where the name stands: `label`, `first_line` or `none`. */
export const NAME_FROM = 'name from';

/** How a file is to be read; what is left out is found out. */
export const ImportQuery = z.object({
  /** The post they apply for. */
  jobId: Slug.optional(),
  /** Of the file, for people. */
  name: z.string().max(200).default('upload'),
  encoding: z.enum(['utf-8', 'gb18030']).optional(),
  delimiter: z.enum(['comma', 'semicolon', 'tab']).optional(),
  /** Name of the system that `external_id` is of. */
  system: ExternalId.shape.system.default('import'),
  /** JSON: header → field, for headers that are not known by their name, or are known for the wrong thing. */
  mapping: z.string().max(4000).optional(),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

/**
 * `ready`: read, not committed yet. `new`: a new file. `matched`: a file that is known by an external id or an invitation code, or holds the same
 * already. `needs_decision`: a new file that shares a phone, e-mail or document with another; a person decides. `rejected`: see `problem`.
 */
const ImportRowState = z.enum(['ready', 'new', 'matched', 'needs_decision', 'rejected']);
export type ImportRowState = z.infer<typeof ImportRowState>;

export const ImportRow = z.object({
  /** Line of the file where the row begins, or place in a list, from 1. */
  number: z.int().positive(),
  state: ImportRowState,
  name: z.string().nullable(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  skills: z.array(z.string()),
  /** Why it was rejected; what is in the row is not repeated. */
  problem: Localized.nullable(),
  candidateId: z.string().nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const ImportReport = z.object({
  id: z.uuidv7(),
  kind: z.enum(['csv', 'json_resume', 'pdf', 'channel']),
  name: z.string(),
  sha256: Sha256,
  jobId: z.string().nullable(),
  state: z.enum(['previewed', 'committing', 'committed']),
  createdAt: Instant,
  committedAt: Instant.nullable(),
  /** How the file was read: encoding, delimiter, and what each column was taken for; of a PDF, `NAME_FROM`; empty for others. */
  reading: z.record(z.string(), z.string()),
  counts: z.record(ImportRowState, z.int().nonnegative()),
  /** The first rows. */
  rows: z.array(ImportRow),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** One of the imports so far, without its rows. */
export const ImportSummary = ImportReport.omit({ rows: true, reading: true });
export type ImportSummary = z.infer<typeof ImportSummary>;

/** What a person put right of what was read in a PDF. */
export const ImportRowChange = z.strictObject({
  name: z.string().trim().min(1).max(120),
  phones: z.array(z.string().trim().min(1).max(40)).max(5),
  emails: z.array(z.string().trim().min(1).max(200)).max(5),
  skills: z.array(z.string().trim().min(1).max(80)).max(60),
});
export type ImportRowChange = z.infer<typeof ImportRowChange>;

export const ImportRowQuery = PageQuery.extend({ state: ImportRowState.optional() });

/** What a recruiting channel sends of one candidate. */
export const ChannelCandidate = z.object({
  data: z.object({
    id: z.string().trim().min(1).max(120),
    jobId: Slug.optional(),
    /** JSON Resume. */
    resume: z.unknown(),
  }),
});
