import { z } from 'zod';

const Count = z.int().nonnegative();
const Bounds = z.strictObject({ low: z.number(), high: z.number() });
const Weights = z.array(z.number().min(0).max(1)).readonly();

/** How a score goes with what became of people; no coefficient below 30 pairs. */
export const ValidityFigure = z.discriminatedUnion('status', [
  z.strictObject({ status: z.enum(['too_few', 'flat']), n: Count }),
  z.strictObject({
    status: z.literal('reported'),
    n: Count,
    r: z.number(),
    interval: Bounds,
    bootstrap: Bounds.nullable(),
    mayBeChance: z.boolean(),
    corrected: z.strictObject({ r: z.number(), u: z.number() }).nullable(),
  }),
]);
export type ValidityFigure = z.infer<typeof ValidityFigure>;

/** What weights the outcomes speak for, in the order of the dimensions. */
const WeightsFigure = z.discriminatedUnion('status', [
  z.strictObject({ status: z.enum(['too_few', 'report_only', 'no_relation']), n: Count }),
  z.strictObject({
    status: z.enum(['suggestion', 'proposal']),
    n: Count,
    strength: z.number(),
    rule: z.enum(['one_standard_error', 'least_error']),
    fitted: Weights,
    weights: Weights,
    isLimited: z.boolean(),
    gain: z.strictObject({ value: z.number(), interval: Bounds.nullable() }).nullable(),
  }),
]);

const TopBandFigure = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('too_few'), alike: Count }),
  z.strictObject({
    status: z.literal('reported'),
    from: z.number(),
    to: z.number(),
    alike: Count,
    reached: Count,
    share: z.number(),
    interval: Bounds,
    all: Count,
    allReached: Count,
    mayBeChance: z.boolean(),
  }),
]);

/** Outcomes from a file, held against scores of this kiosk. */
export const CalibrationFigures = z.strictObject({
  /** Rows of the file, and how many of them are interviews of this job that were scored here. */
  rows: Count,
  matched: Count,
  /** Interviews of the job that were scored here. */
  people: Count,
  withCriterion: Count,
  dimensions: z
    .array(z.strictObject({ dimensionId: z.string(), name: z.string(), prior: z.number(), validity: ValidityFigure }))
    .readonly(),
  total: ValidityFigure,
  weights: WeightsFigure,
  shadow: z
    .strictObject({
      people: Count,
      correlation: z.number().nullable(),
      meanShift: z.number(),
      largestShift: z.number(),
    })
    .nullable(),
  topBands: z.array(z.strictObject({ from: z.number(), to: z.number(), chance: TopBandFigure })).readonly(),
  pairsNeeded: z.array(z.strictObject({ r: z.number(), n: Count })).readonly(),
});
export type CalibrationFigures = z.infer<typeof CalibrationFigures>;
