/** Coefficients B₂ₖ / (2k (2k − 1)) of Stirling's series (Abramowitz & Stegun 6.1.41). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156] as const;

/** ln Γ(x) for x > 0: Stirling's series above 10, the recurrence Γ(x + 1) = x Γ(x) below. Relative error about 1e-15. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const series = STIRLING.reduce((sum, coefficient, k) => sum + coefficient / x ** (2 * k + 1), 0);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}

/**
 * ln n!
 *
 * @param n a count
 */
export function logFactorial(n: number): number {
  return n < 2 ? 0 : logGamma(n + 1);
}

/** ln of n over k: in how many ways k of n can be chosen. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
