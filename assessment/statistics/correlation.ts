import { normalQuantile, Z95 } from './normal.ts';
import type { Bounds } from './two-by-two.ts';

/**
 * Product-moment correlation, −1 to 1; with a variable of 0 and 1 it is the point-biserial one.
 *
 * @param y as long as `x`
 * @returns null when one of them is flat
 */
export function correlation(x: readonly number[], y: readonly number[]): number | null {
  const n = x.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [index, value] of x.entries()) {
    const [dx, dy] = [value - mx, (y[index] ?? 0) - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  if (xx === 0 || yy === 0) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * Fisher's interval of a correlation, 95 %: tanh(atanh r ± z / √(n − 3)).
 *
 * @returns null for fewer than four pairs, or a correlation of ±1, whose error it does not know
 */
export function fisherZInterval(r: number, n: number): Bounds | null {
  if (n < 4 || Math.abs(r) >= 1) return null;
  const half = Z95 / Math.sqrt(n - 3);
  return { low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half) };
}

/**
 * Thorndike's case II: the correlation among all who applied, when only those with the higher scores were hired and have a
 * criterion. R = r u / √(1 + r² (u² − 1)).
 *
 * @param u standard deviation of the applicants over that of the hired
 */
export function correctRangeRestriction(r: number, u: number): number {
  return (r * u) / Math.sqrt(1 + r * r * (u * u - 1));
}

/** Pairs needed to find a correlation of `r` with a power of 80 % at 5 % (both sides): ((z.975 + z.80) / atanh r)² + 3. */
export function pairsNeeded(r: number): number {
  return Math.ceil(((Z95 + normalQuantile(0.8)) / Math.atanh(Math.abs(r))) ** 2 + 3);
}
