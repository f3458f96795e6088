import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Slug } from '../job/parts.ts';
import { InterviewResult, ResultStatus } from '../result.ts';

/** What is left of a document whose person was erased, and all that is left of it. */
export const ResultTombstone = z.strictObject({ id: z.uuid(), revision: z.int().min(1), erasedAt: Instant });
export type ResultTombstone = z.infer<typeof ResultTombstone>;

/** One entry of the feed. An erasure moves the entries of a document to the end of the feed, where a reader meets them again. */
export const ResultEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('result'), result: InterviewResult }),
  z.strictObject({ kind: z.literal('erased'), ...ResultTombstone.shape }),
]);
export type ResultEntry = z.infer<typeof ResultEntry>;

/** `after`: what the answer before called `next`; left out: from the beginning. Tombstones pass `status`. */
export const ResultQuery = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  jobId: Slug.optional(),
  site: z.string().trim().min(1).max(80).optional(),
  status: ResultStatus.optional(),
});
export type ResultQuery = z.infer<typeof ResultQuery>;

/** `next` is the place to go on from, now or another day; null while there was never anything. */
export const ResultPage = z.object({
  items: z.array(ResultEntry),
  next: z.string().nullable(),
  hasMore: z.boolean(),
});
export type ResultPage = z.infer<typeof ResultPage>;
