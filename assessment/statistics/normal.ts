/**
 * Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!! · 2/√π · e^(−x²) (Abramowitz & Stegun 7.1.6): all terms are positive, so nothing cancels. For 0 ≤ x
 * < 2.5.
 */
function erfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/**
 * Laplace's continued fraction (Abramowitz & Stegun 7.1.14), evaluated from its tail. For x ≥ 2.5, where 120 steps are more
 * than enough.
 */
function erfcByFraction(x: number): number {
  let tail = x;
  for (let k = 120; k > 0; k -= 1) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}

/**
 * Complementary error function, relative error below 1e-13 into the far tail (erfc(27) ≈ 5.2e-319 is the last before 0).
 * Own code, because a rounded table gives p = .002 where 8e-22 is meant (scoring.md §5.6).
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x < 2.5 ? 1 - erfBySeries(x) : erfcByFraction(x);
}

/** Φ(z): the share of a standard normal distribution below z. */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** p of a standard normal statistic, both sides: 2 (1 − Φ(|z|)), exact where 1 − Φ would be 0. */
export function twoSidedP(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/**
 * Φ⁻¹: the z below which a share of the distribution lies. Abramowitz & Stegun 26.2.23 as a start (error < 4.5e-4), then
 * Halley's steps on Φ itself.
 *
 * @param share above 0 and below 1
 * @throws {RangeError} for another share
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError('a quantile needs a share above 0 and below 1');
  if (share > 0.5) return -normalQuantile(1 - share);
  const t = Math.sqrt(-2 * Math.log(share));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    if (density === 0) return z;
    const miss = (normalCdf(z) - share) / density;
    z -= miss / (1 + (z * miss) / 2);
  }
  return z;
}

/** z of a two-sided 95 % interval, 1.959964. */
export const Z95: number = normalQuantile(0.975);
