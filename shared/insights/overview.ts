import { z } from 'zod';
import { Instant } from '../ids.ts';

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/** Ten bins of ten points each, from 0 to 100. */
const Bins = z.array(Count).length(10).readonly();

/** How scores of one dimension, or totals, lie. Null where there are too few to show any without showing somebody's. */
export const Distribution = z.strictObject({
  n: Count,
  bins: Bins.nullable(),
  quartiles: z.strictObject({ low: z.number(), median: z.number(), high: z.number() }).nullable(),
});
export type Distribution = z.infer<typeof Distribution>;

/** Whether scores of the last thirty days lie as they did before. */
export const DriftFigure = z.strictObject({
  psi: z.number().nullable(),
  before: Count,
  now: Count,
  verdict: z.enum(['too_few', 'steady', 'watch', 'act']),
});
export type DriftFigure = z.infer<typeof DriftFigure>;

/** One question in the order it is asked. */
export const ItemFigures = z.strictObject({
  itemId: z.string(),
  number: z.int().positive(),
  prompt: z.string(),
  /** Interviews that came as far as this question. */
  reached: Count,
  answered: Count,
  skipped: Count,
  /** Of those that reached it and went no further. */
  leftHere: Count,
  needsReview: Count,
  /**
   * From the answer before to this one, of `timed` interviews; null for too few. Waits of more than half an hour are not
   * counted.
   */
  medianMs: z.number().nonnegative().nullable(),
  timed: Count,
});
export type ItemFigures = z.infer<typeof ItemFigures>;

/** What recordings of one hour of the day were like. */
export const NoiseHour = z.strictObject({
  hour: z.int().min(0).max(23),
  recordings: Count,
  /** Speech above the room, in dB; null for too few. */
  medianSnrDb: z.number().nullable(),
  noisy: Count,
});
export type NoiseHour = z.infer<typeof NoiseHour>;

/** Answers of 1 to 5, counted. */
const Ratings = z.array(Count).length(5).readonly();

/** The newest interviews of one job, as a whole. Nobody is named. */
export const Overview = z.strictObject({
  /** Null while there is no interview. */
  jobId: z.string().nullable(),
  jobs: z.array(z.strictObject({ id: z.string(), title: z.string(), interviews: Count })).readonly(),
  /** How many were looked at, the newest first, and whether there are older ones. */
  interviews: Count,
  hasOlder: z.boolean(),
  firstAt: Instant.nullable(),
  lastAt: Instant.nullable(),
  progress: z.strictObject({
    started: Count,
    consented: Count,
    firstAnswer: Count,
    halfway: Count,
    finished: Count,
    /** Of those that were not finished. */
    goingOn: Count,
    left: Count,
    withdrawn: Count,
    /** Deleted since, whatever they came to. */
    deleted: Count,
  }),
  items: z.array(ItemFigures).readonly(),
  noise: z.array(NoiseHour).readonly(),
  survey: z.strictObject({ finished: Count, answered: Count, ease: Ratings, clarity: Ratings, fairness: Ratings }),
  /** Interviews that were scored by the computer. */
  scored: Count,
  scores: z
    .array(
      z.strictObject({
        /** Null: the total. */
        dimensionId: z.string().nullable(),
        name: z.string().nullable(),
        distribution: Distribution,
        drift: DriftFigure,
      }),
    )
    .readonly(),
  /** Share of answers a person has to listen to, before and in the last thirty days. */
  review: z.strictObject({
    before: Share.nullable(),
    now: Share.nullable(),
    verdict: z.enum(['too_few', 'steady', 'watch', 'act']),
  }),
});
export type Overview = z.infer<typeof Overview>;
