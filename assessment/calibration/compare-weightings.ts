import { correlation } from '../statistics/correlation.ts';

/** Two weightings on the same people, the second one in the shadow of the first. */
export interface WeightingComparison {
  readonly people: number;
  /** How far both order people alike; null for fewer than three, or when a score is flat. */
  readonly correlation: number | null;
  /** Mean and largest difference of the two scores, 0 to 100. */
  readonly meanShift: number;
  readonly largestShift: number;
}

/**
 * What a second weighting would have made of people who were scored with the first. Re-weighting changes little: 20 to 30
 * per cent for one of five dimensions leaves the two scores correlated .995 (scoring.md §0).
 *
 * @param people dimension scores, in the order of the weights, of everybody of whom all are known
 * @param before sums to 1
 * @param after sums to 1
 */
export function compareWeightings(
  people: readonly (readonly number[])[],
  before: readonly number[],
  after: readonly number[],
): WeightingComparison {
  const scoreOf = (weights: readonly number[]) => (scores: readonly number[]) =>
    scores.reduce((sum, score, j) => sum + score * weights[j]!, 0);
  const [old, next] = [people.map(scoreOf(before)), people.map(scoreOf(after))];
  const shifts = old.map((score, person) => Math.abs(next[person]! - score));
  return {
    people: people.length,
    correlation: people.length < 3 ? null : correlation(old, next),
    meanShift: shifts.length === 0 ? 0 : shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length,
    largestShift: Math.max(0, ...shifts),
  };
}
