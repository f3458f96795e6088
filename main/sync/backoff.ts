/**
 * Full jitter: a wait drawn evenly from 0 to `min(capMs, baseMs · 2^failures)`, but at least a tenth of `baseMs`
 * ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015; the floor keeps a lucky draw from a hot loop).
 *
 * @param failures Failures in a row so far, 0 or more.
 * @param random From 0 up to, not including, 1.
 * @returns ms.
 */
export function fullJitterMs(baseMs: number, capMs: number, failures: number, random: () => number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(failures, 30));
  return Math.max(baseMs / 10, Math.round(random() * ceiling));
}
