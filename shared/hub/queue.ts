import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Localized } from '../localized.ts';
import { PageQuery } from './page.ts';

export const QueueJobState = z.enum(['waiting', 'running', 'done', 'dead', 'cancelled']);
export type QueueJobState = z.infer<typeof QueueJobState>;

/** One piece of work that leaves the hub; its payload is not shown, it may hold personal data. */
export const QueueJob = z.object({
  id: z.int().positive(),
  kind: z.string(),
  uniqueKey: z.string(),
  /** The candidate it is about. */
  subject: z.string().nullable(),
  /** The connector it goes to. */
  target: z.string().nullable(),
  state: QueueJobState,
  /** How often it was tried. */
  attempts: z.int().nonnegative(),
  /** When it is tried next, at the earliest. */
  runAt: Instant,
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  /** Why the last attempt failed, for a person. */
  lastError: Localized.nullable(),
});
export type QueueJob = z.infer<typeof QueueJob>;

export const QueueQuery = PageQuery.extend({
  state: QueueJobState.optional(),
  kind: z.string().max(60).optional(),
  target: z.string().max(64).optional(),
  /** The candidate it is about. */
  subject: z.uuidv7().optional(),
});
export type QueueQuery = z.infer<typeof QueueQuery>;
