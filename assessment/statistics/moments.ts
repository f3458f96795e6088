/** Arithmetic mean. @returns NaN of nothing */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Variance of a sample, over n − 1. @returns NaN of fewer than two */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** Standard deviation of a sample, over n − 1. @returns NaN of fewer than two */
export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(variance(values));
}

/**
 * Cohen's d: how many pooled standard deviations the first group's mean lies above the second's.
 *
 * @returns null when a group has fewer than two, or nobody differs from anybody
 */
export function cohenD(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 2 || b.length < 2) return null;
  const pooled = ((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / (a.length + b.length - 2);
  return pooled > 0 ? (mean(a) - mean(b)) / Math.sqrt(pooled) : null;
}

/**
 * Standardised mean difference of two raters of the same people: (mean a − mean b) / √((s²a + s²b) / 2) (Williamson, Xi &
 * Breyer 2012).
 *
 * @returns null when fewer than two were rated, or nobody differs from anybody
 */
export function standardisedDifference(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 2 || b.length < 2) return null;
  const spread = Math.sqrt((variance(a) + variance(b)) / 2);
  return spread > 0 ? (mean(a) - mean(b)) / spread : null;
}
