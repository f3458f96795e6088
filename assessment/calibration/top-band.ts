import { type Bounds, wilsonInterval } from '../statistics/two-by-two.ts';
import { MIN_PAIRS } from './validity.ts';

/** Somebody who was hired, and whether they reached the top band. */
export interface Placed {
  readonly score: number;
  readonly isTop: boolean;
}

/**
 * How many of the people who scored alike reached the top band: counts for a sentence of the form "Of 42 people hired here
 * with 60 to 74 points 17 reached the top band (27 to 55 %); of all 120, 40". It says something of a group of people, never
 * what a person will do.
 */
export type TopBandChance =
  | { readonly status: 'too_few'; readonly alike: number }
  | {
      readonly status: 'reported';
      readonly from: number;
      readonly to: number;
      readonly alike: number;
      readonly reached: number;
      readonly share: number;
      /** Wilson, 95 %. */
      readonly interval: Bounds;
      readonly all: number;
      readonly allReached: number;
      /** True when the interval holds the share of all: the score tells nothing here. */
      readonly mayBeChance: boolean;
    };

/**
 * @param candidate interval of the score, 0 to 100: whoever was hired with a score inside of it counts as alike
 * @param placed everybody hired with a known outcome
 */
export function topBandChance(candidate: Bounds, placed: readonly Placed[]): TopBandChance {
  const alike = placed.filter(({ score }) => score >= candidate.low && score <= candidate.high);
  const reached = alike.filter(({ isTop }) => isTop).length;
  const interval = wilsonInterval({ n: alike.length, hits: reached });
  if (alike.length < MIN_PAIRS || interval === null) return { status: 'too_few', alike: alike.length };
  const allReached = placed.filter(({ isTop }) => isTop).length;
  const base = allReached / placed.length;
  return {
    status: 'reported',
    from: candidate.low,
    to: candidate.high,
    alike: alike.length,
    reached,
    share: reached / alike.length,
    interval,
    all: placed.length,
    allReached,
    mayBeChance: interval.low <= base && interval.high >= base,
  };
}
