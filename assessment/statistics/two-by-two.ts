import { logChoose } from './log-factorial.ts';
import { twoSidedP, Z95 } from './normal.ts';

/** How many of a group there are, and of how many something is true. `0 ≤ hits ≤ n`. */
export interface Tally {
  readonly n: number;
  readonly hits: number;
}

/** An interval of 95 % unless told otherwise. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Tables whose probability is within this factor of the observed one's count as equally likely: R's `fisher.test`. */
const R_TOLERANCE = 1 + 1e-7;

/**
 * Fisher's exact test of two groups.
 *
 * @returns `twoSided`: sum over all tables no likelier than this one (R's rule); `less`, `greater`: that the first group
 *   hits so rarely, or so often
 */
export function fisherExact(a: Tally, b: Tally): { twoSided: number; less: number; greater: number } {
  const hits = a.hits + b.hits;
  const n = a.n + b.n;
  const first = Math.max(0, hits - b.n);
  const last = Math.min(a.n, hits);
  const total = logChoose(n, hits);
  const probability = (k: number) => Math.exp(logChoose(a.n, k) + logChoose(b.n, hits - k) - total);
  const observed = probability(a.hits) * R_TOLERANCE;
  let [twoSided, less, greater] = [0, 0, 0];
  for (let k = first; k <= last; k += 1) {
    const p = probability(k);
    if (p <= observed) twoSided += p;
    if (k <= a.hits) less += p;
    if (k >= a.hits) greater += p;
  }
  return { twoSided: Math.min(1, twoSided), less: Math.min(1, less), greater: Math.min(1, greater) };
}

/**
 * Difference of two rates in standard errors of the pooled rate (R's `prop.test(correct = FALSE)`: z² is its X²). Negative
 * when the first hits more rarely.
 *
 * @returns null when nobody or everybody hits: there is nothing to compare
 */
export function pooledZ(a: Tally, b: Tally): { z: number; p: number } | null {
  const pooled = (a.hits + b.hits) / (a.n + b.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  if (!(error > 0)) return null;
  const z = (a.hits / a.n - b.hits / b.n) / error;
  return { z, p: twoSidedP(z) };
}

/**
 * The smallest count that independence would let one expect in the table of two groups; below 5 the normal model does not
 * hold.
 */
export function smallestExpected(a: Tally, b: Tally): number {
  const hits = a.hits + b.hits;
  const n = a.n + b.n;
  return (Math.min(a.n, b.n) * Math.min(hits, n - hits)) / n;
}

/**
 * Interval of the ratio of two rates, on the log scale (Katz et al. 1978): exp(ln RR ± z √(1/a − 1/n₁ + 1/b − 1/n₂)).
 *
 * @returns null when a group has no hit: the logarithm does not exist
 */
export function katzInterval(a: Tally, b: Tally): Bounds | null {
  if (a.hits === 0 || b.hits === 0) return null;
  const ratio = a.hits / a.n / (b.hits / b.n);
  const error = Math.sqrt(1 / a.hits - 1 / a.n + 1 / b.hits - 1 / b.n);
  return { low: ratio * Math.exp(-Z95 * error), high: ratio * Math.exp(Z95 * error) };
}

/**
 * Wilson's score interval of a rate: sensible with few and with extreme counts, never outside of 0 to 1.
 *
 * @returns null without anybody
 */
export function wilsonInterval({ n, hits }: Tally): Bounds | null {
  if (n === 0) return null;
  const rate = hits / n;
  const z2 = Z95 * Z95;
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  // at the ends the root cancels the centre but for rounding
  return { low: hits === 0 ? 0 : centre - half, high: hits === n ? 1 : centre + half };
}
