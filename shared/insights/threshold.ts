import { z } from 'zod';
import { Instant } from '../ids.ts';

const Count = z.int().nonnegative();

/** How far the weights that were typed may be from summing to 1. */
const SUM_TOLERANCE = 0.0005;

/** Weights by dimension, summing to 1, with the total from which the next step is proposed. */
export const Threshold = z
  .strictObject({
    weights: z.record(z.string(), z.number().min(0).max(1)),
    /** A total of this or more reaches it. */
    cutOff: z.number().min(0).max(100),
  })
  .refine(({ weights }) => Math.abs(Object.values(weights).reduce((sum, each) => sum + each, 0) - 1) < SUM_TOLERANCE, {
    message: 'the weights have to sum to 1',
  });
export type Threshold = z.infer<typeof Threshold>;

/** What a threshold would have meant for people who were scored already. */
export const RehearsalFigures = z.strictObject({
  people: Count,
  withoutTotal: Count,
  reachedBefore: Count,
  reachedAfter: Count,
  /** Whose interval holds the new cut-off. */
  undecidable: Count,
  up: Count,
  down: Count,
  /** Of `up` and `down`: chance alone could have put them there. */
  withinError: Count,
});
export type RehearsalFigures = z.infer<typeof RehearsalFigures>;

/** A change of threshold that somebody wants, and what became of it. */
export const ThresholdChange = z.strictObject({
  id: z.uuidv7(),
  jobId: z.string(),
  before: Threshold,
  after: Threshold,
  figures: RehearsalFigures,
  reason: z.string(),
  state: z.enum(['proposed', 'approved', 'withdrawn']),
  /** Names; null when the account is gone. */
  proposedBy: z.string().nullable(),
  proposedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  /** Whether the caller may approve it: not their own. */
  mayApprove: z.boolean(),
});
export type ThresholdChange = z.infer<typeof ThresholdChange>;
