import { bootstrapInterval } from '../statistics/bootstrap.ts';
import { correctRangeRestriction, correlation, fisherZInterval } from '../statistics/correlation.ts';
import { standardDeviation } from '../statistics/moments.ts';
import type { Random } from '../statistics/random.ts';
import type { Bounds } from '../statistics/two-by-two.ts';

/** Fewer pairs than this have no coefficient (scoring.md §5.2). */
export const MIN_PAIRS = 30;

/** Somebody's score and what became of them. */
export interface Pair {
  readonly score: number;
  readonly criterion: number;
}

/**
 * How a score goes with what became of people.
 *
 * `too_few`: fewer than 30 pairs, so there is no coefficient. `flat`: everybody scored, or did, the same.
 */
export type Validity =
  | { readonly status: 'too_few' | 'flat'; readonly n: number }
  | {
      readonly status: 'reported';
      readonly n: number;
      readonly r: number;
      /** Fisher's interval, 95 %. */
      readonly interval: Bounds;
      /** Bias-corrected bootstrap, 2,000 samples; null when too many of them are flat. */
      readonly bootstrap: Bounds | null;
      /** True when the interval holds 0: it may be chance. */
      readonly mayBeChance: boolean;
      /**
       * As it might be among all who applied, as a second line and never instead of `r`; null without the scores of
       * applicants.
       */
      readonly corrected: { readonly r: number; readonly u: number } | null;
    };

/**
 * Correlation of a score with a criterion, with n and its intervals.
 *
 * @param applicants scores of **all** who applied and were scored by this kiosk, the hired among them; null when they are
 *   not known. Without them nothing is corrected: a published ratio of spreads is somebody else's
 */
export function validityOf(pairs: readonly Pair[], applicants: readonly number[] | null, random: Random): Validity {
  const n = pairs.length;
  if (n < MIN_PAIRS) return { status: 'too_few', n };
  const of = (people: readonly Pair[]) =>
    correlation(
      people.map(({ score }) => score),
      people.map(({ criterion }) => criterion),
    );
  const r = of(pairs);
  const interval = r === null ? null : fisherZInterval(r, n);
  if (r === null || interval === null) return { status: 'flat', n };
  return {
    status: 'reported',
    n,
    r,
    interval,
    bootstrap: bootstrapInterval(n, (people) => of(people.map((person) => pairs[person]!)), random),
    mayBeChance: interval.low <= 0 && interval.high >= 0,
    corrected: applicants === null ? null : correctedOf(r, pairs, applicants),
  };
}

/** Null when the hired do not spread less than the applicants: then nothing was restricted. */
function correctedOf(
  r: number,
  pairs: readonly Pair[],
  applicants: readonly number[],
): { r: number; u: number } | null {
  const u = standardDeviation(applicants) / standardDeviation(pairs.map(({ score }) => score));
  return u > 1 ? { r: correctRangeRestriction(r, u), u } : null;
}
