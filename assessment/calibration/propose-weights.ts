import { bootstrapInterval } from '../statistics/bootstrap.ts';
import type { Random } from '../statistics/random.ts';
import type { Bounds } from '../statistics/two-by-two.ts';
import { chooseStrength, fitWeights, gainOver, lambdaOf, type Outcome } from './fit-weights.ts';
import { MIN_PAIRS } from './validity.ts';

/** From how many pairs on: a suggestion to look at, and a proposal that two people may approve (scoring.md §5.1). */
const MIN_SUGGESTION = 60;
const MIN_PROPOSAL = 120;
/** Most that a dimension may move in one cycle, and the least it may weigh. */
export const MAX_STEP = 0.1;
export const FLOOR = 0.05;

/**
 * `too_few`: below 30, no coefficient of any kind. `report_only`: below 60. `suggestion`: below 120, cannot be applied.
 * `no_relation`: under the experts' weights the score does not go with the criterion at all, so no weights are drawn from
 * it.
 */
export type WeightsReport =
  | { readonly status: 'too_few' | 'report_only' | 'no_relation'; readonly n: number }
  | {
      readonly status: 'suggestion' | 'proposal';
      readonly n: number;
      /** The pull towards the experts' weights that was used, and why. */
      readonly strength: number;
      readonly rule: 'one_standard_error' | 'least_error';
      /** As fitted, scaled to sum to 1. */
      readonly fitted: readonly number[];
      /** As fitted, held to ten points per dimension and to at least five per cent; sums to 1. */
      readonly weights: readonly number[];
      readonly isLimited: boolean;
      /** Validity gained over the experts' weights among people held out, with the least error's pull. */
      readonly gain: { readonly value: number; readonly interval: Bounds | null } | null;
    };

/**
 * What weights the outcomes speak for, if any. Nothing is applied by this: a proposal is to be rehearsed, its bias audited,
 * and approved by two people.
 *
 * With few people fitted weights predict worse than experts'; so the pull is as strong as cross-validation allows, and only
 * weaker when the gain over the experts is not chance.
 *
 * @param prior the experts' weights, sum 1
 */
export function proposeWeights(people: readonly Outcome[], prior: readonly number[], random: Random): WeightsReport {
  const n = people.length;
  if (n < MIN_PAIRS) return { status: 'too_few', n };
  if (n < MIN_SUGGESTION) return { status: 'report_only', n };
  const { oneSe, least, heldOut } = chooseStrength(people, prior, random);
  const gainOf = gainOver(people, prior, heldOut);
  const value = gainOf(people.map((_, person) => person));
  const interval = bootstrapInterval(n, gainOf, random);
  const rule = interval !== null && interval.low > 0 ? 'least_error' : 'one_standard_error';
  const strength = rule === 'least_error' ? least : oneSe;
  const { weights: raw, slope } = fitWeights(people, prior, lambdaOf(people, strength));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  if (!(slope > 0 && total > 0)) return { status: 'no_relation', n };
  const fitted = raw.map((weight) => weight / total);
  const weights = limitWeights(fitted, prior);
  return {
    status: n < MIN_PROPOSAL ? 'suggestion' : 'proposal',
    n,
    strength,
    rule,
    fitted,
    weights,
    isLimited: weights.some((weight, j) => Math.abs(weight - fitted[j]!) > 1e-9),
    gain: value === null ? null : { value, interval },
  };
}

/**
 * The nearest weights that sum to 1, move no dimension by more than ten points and leave none below five per cent.
 *
 * @param wanted sums to 1
 * @param current sums to 1; a dimension that weighs less than the floor rises to it
 */
export function limitWeights(wanted: readonly number[], current: readonly number[]): number[] {
  const bounds = current.map((weight) => ({
    low: Math.max(FLOOR, weight - MAX_STEP),
    high: Math.max(FLOOR, weight + MAX_STEP),
  }));
  const shifted = (by: number) =>
    wanted.map((weight, j) => Math.min(bounds[j]!.high, Math.max(bounds[j]!.low, weight + by)));
  const sumOf = (weights: readonly number[]) => weights.reduce((sum, weight) => sum + weight, 0);
  // the sum rises with the shift: halving finds the one that gives 1
  let [low, high] = [-2, 2];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (sumOf(shifted(middle)) < 1) low = middle;
    else high = middle;
  }
  return shifted(high);
}
