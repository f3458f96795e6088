import { quantile } from '../statistics/quantile.ts';
import { pooledZ, type Tally } from '../statistics/two-by-two.ts';

/** Limits of the population stability index in common use (scoring.md §5.3). */
const WATCH_PSI = 0.1;
const ACT_PSI = 0.25;
/** Scores are compared by the fifths of the earlier ones. */
const BINS = 5;
/**
 * χ² with four degrees of freedom, 99th percentile: without any change, (1/n + 1/m) times this is reached once in a hundred
 * times.
 */
const CHI_SQUARED_99 = 13.276704;
const MIN_COUNT = 30;
const SIGNIFICANT = 0.05;

/** `steady` is only said when chance alone would hardly look like a change. */
export type DriftVerdict = 'too_few' | 'steady' | 'watch' | 'act';

export interface Drift {
  readonly psi: number | null;
  /** What the index would exceed once in a hundred times if nothing had changed; null without anybody. */
  readonly psiByChance: number | null;
  readonly before: number;
  readonly now: number;
  readonly verdict: DriftVerdict;
}

/**
 * Population stability index, Σ (b − a) ln (b / a) over the shares of two distributions.
 *
 * @param before counts per bin; half a person is added to every bin when one is empty, as the logarithm of nothing does not
 *   exist
 * @param now counts of the same bins
 */
export function stabilityIndex(before: readonly number[], now: readonly number[]): number {
  const isEmpty = [...before, ...now].includes(0);
  const shares = (counts: readonly number[]) => {
    const filled = counts.map((count) => count + (isEmpty ? 0.5 : 0));
    const total = filled.reduce((sum, count) => sum + count, 0);
    return filled.map((count) => count / total);
  };
  const [a, b] = [shares(before), shares(now)];
  return a.reduce((sum, share, bin) => sum + (b[bin]! - share) * Math.log(b[bin]! / share), 0);
}

/**
 * Compares scores of an earlier time with those of now, in the fifths of the earlier ones. There is no index while chance
 * alone could reach the limit.
 */
export function scoreDrift(before: readonly number[], now: readonly number[]): Drift {
  const sizes = { before: before.length, now: now.length };
  if (before.length === 0 || now.length === 0) return { psi: null, psiByChance: null, ...sizes, verdict: 'too_few' };
  const psiByChance = CHI_SQUARED_99 * (1 / before.length + 1 / now.length);
  if (psiByChance > WATCH_PSI) return { psi: null, psiByChance, ...sizes, verdict: 'too_few' };
  const edges = Array.from({ length: BINS - 1 }, (_, index) => quantile(before, (index + 1) / BINS));
  const counts = (scores: readonly number[]) => {
    const bins = Array.from({ length: BINS }, () => 0);
    for (const score of scores) bins[edges.filter((edge) => score > edge).length]! += 1;
    return bins;
  };
  const psi = stabilityIndex(counts(before), counts(now));
  return { psi, psiByChance, ...sizes, verdict: psi >= ACT_PSI ? 'act' : psi >= WATCH_PSI ? 'watch' : 'steady' };
}

/** Compares a rate (reviews asked for, speech not recognised) of an earlier time with now. */
export function rateDrift(
  before: Tally,
  now: Tally,
): { difference: number | null; p: number | null; verdict: DriftVerdict } {
  if (before.n < MIN_COUNT || now.n < MIN_COUNT) return { difference: null, p: null, verdict: 'too_few' };
  const p = pooledZ(now, before)?.p ?? 1;
  return { difference: now.hits / now.n - before.hits / before.n, p, verdict: p < SIGNIFICANT ? 'watch' : 'steady' };
}
