import { z } from 'zod';

const Count = z.int().nonnegative();
const Bounds = z.strictObject({ low: z.number(), high: z.number() });

/** What can be said of a category; there is no "fair". Means and limits: docs/fairness-and-calibration.md. */
const FairnessVerdict = z.enum([
  'reference',
  'too_few',
  'not_comparable',
  'excluded',
  'flag',
  'watch',
  'inconclusive',
  'no_sign',
]);
export type FairnessVerdict = z.infer<typeof FairnessVerdict>;

/** A category as a site may see it: what is null is hidden, or cannot be said. */
const FairnessCategory = z.strictObject({
  category: z.array(z.string()).readonly(),
  n: Count.nullable(),
  hits: Count.nullable(),
  rate: z.number().nullable(),
  share: z.number().nullable(),
  impactRatio: z.number().nullable(),
  ratioInterval: Bounds.nullable(),
  test: z
    .strictObject({
      used: z.enum(['fisher', 'pooled_z']),
      p: z.number(),
      z: z.number().nullable(),
      zP: z.number().nullable(),
      fisherP: z.number(),
    })
    .nullable(),
  d: z.number().nullable(),
  flip: z.strictObject({ impactRatio: z.number(), changesFlag: z.boolean() }).nullable(),
  modelled: z.array(z.strictObject({ selectionRate: z.number(), impactRatio: z.number() })).readonly(),
  verdict: FairnessVerdict,
  suppressed: z.enum(['size', 'outcome']).nullable(),
});
export type FairnessCategory = z.infer<typeof FairnessCategory>;

const FairnessTable = z.strictObject({
  columns: z.array(z.string()).readonly(),
  reference: z.array(z.string()).readonly().nullable(),
  categories: z.array(FairnessCategory).readonly(),
  unknown: z.strictObject({ n: Count.nullable(), hits: Count.nullable() }),
  exclusion: z
    .strictObject({ justification: z.string(), categories: z.array(z.array(z.string()).readonly()).readonly() })
    .nullable(),
});
export type FairnessTable = z.infer<typeof FairnessTable>;

/** A bias audit as a site may see it. */
export const ShownFairness = z.strictObject({
  columns: z.array(z.string()).readonly(),
  kind: z.enum(['selection', 'scoring']),
  people: Count,
  withoutOutcome: Count,
  median: z.number().nullable(),
  tables: z.array(FairnessTable).readonly(),
});
export type ShownFairness = z.infer<typeof ShownFairness>;
