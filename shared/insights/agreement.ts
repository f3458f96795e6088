import { z } from 'zod';
import { ChangeReason } from '../rating.ts';

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/** Levels that two gave to the same behaviours in the same answers. Null where there are too few to say. */
const Pairs = z.strictObject({
  n: Count,
  /** Share of exactly the same level. */
  same: Share.nullable(),
  /** Cohen's κ with quadratic weights; null also when both always said one and the same. */
  kappa: z.number().min(-1).max(1).nullable(),
});

/** What people did once they saw the machine's level beside their own blind one. */
export const AfterReveal = z.strictObject({
  /** Levels of people beside which the machine's was shown. */
  shown: Count,
  /** Null where there are too few to say. */
  counts: z
    .strictObject({
      /** The machine's level was theirs. */
      alike: Count,
      /** It was another, and they kept their own. */
      kept: Count,
      /** They changed theirs and came nearer to the machine's. */
      towards: Count,
      /** They changed theirs and came no nearer. */
      elsewhere: Count,
      reasons: z.array(z.strictObject({ reason: ChangeReason, count: Count })),
    })
    .nullable(),
});
export type AfterReveal = z.infer<typeof AfterReveal>;

/** How far people, and people and machine, agree at this site (scoring.md §6). Nobody is named. */
export const AgreementFigures = z.strictObject({
  /** Answers that two people rated blind, and how many it takes until the machine's levels are more than a help to find evidence. */
  doubleRated: Count,
  needed: Count,
  areGatesMet: z.boolean(),
  people: Pairs,
  machine: Pairs,
  afterReveal: AfterReveal,
});
export type AgreementFigures = z.infer<typeof AgreementFigures>;
