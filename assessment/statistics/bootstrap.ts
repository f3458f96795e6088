import { normalCdf, normalQuantile } from './normal.ts';
import { quantile } from './quantile.ts';
import type { Random } from './random.ts';
import type { Bounds } from './two-by-two.ts';

/** Samples of a bootstrap (scoring.md §5.2). */
export const BOOTSTRAP_SAMPLES = 2000;
/** A statistic that so many samples cannot give has no interval. */
const MAX_FAILED_SHARE = 0.05;

/**
 * Interval of 95 % by the bootstrap, bias-corrected and accelerated (Efron 1987): says nothing about the shape of the data.
 *
 * @param n people
 * @param statistic of the people with these numbers, which repeat; null when it cannot be computed of them
 * @returns null when the statistic or its interval cannot be computed
 */
export function bootstrapInterval(
  n: number,
  statistic: (people: readonly number[]) => number | null,
  random: Random,
): Bounds | null {
  const all = Array.from({ length: n }, (_, index) => index);
  const observed = statistic(all);
  if (observed === null) return null;
  const samples: number[] = [];
  for (let each = 0; each < BOOTSTRAP_SAMPLES; each += 1) {
    const value = statistic(all.map(() => Math.floor(random() * n)));
    if (value !== null) samples.push(value);
  }
  if (samples.length < BOOTSTRAP_SAMPLES * (1 - MAX_FAILED_SHARE)) return null;
  // a share of 0 or 1 has no quantile: half a sample is the closest that 2,000 can tell
  const below = samples.reduce((sum, value) => sum + (value < observed ? 1 : value === observed ? 0.5 : 0), 0);
  const share = Math.min(Math.max(below, 0.5), samples.length - 0.5) / samples.length;
  const bias = normalQuantile(share);
  const acceleration = accelerationOf(all, statistic);
  const adjusted = (tail: number) => {
    const z = bias + normalQuantile(tail);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  return { low: quantile(samples, adjusted(0.025)), high: quantile(samples, adjusted(0.975)) };
}

/**
 * How the error changes with the statistic itself: skewness of the jackknife over 6; 0 when leaving somebody out changes
 * nothing.
 */
function accelerationOf(all: readonly number[], statistic: (people: readonly number[]) => number | null): number {
  const without = all.flatMap((person) => statistic(all.filter((each) => each !== person)) ?? []);
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
  const [squares, cubes] = without.reduce(
    ([two, three], value) => [two + (mean - value) ** 2, three + (mean - value) ** 3],
    [0, 0],
  );
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}
