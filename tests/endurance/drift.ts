/** Candidates 11 to 20 are what the others are held against: by then everything a kiosk loads once is loaded. */
const FROM = 10;
const SPAN = 10;
/** With fewer, the last ten would be those they are held against. */
export const FEWEST_FOR_DRIFT = FROM + 2 * SPAN;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/**
 * How much something grew while candidates came and went: the median of the last ten against the median of candidates 11 to
 * 20, as a share (0.05: five percent more).
 *
 * @param values one for each candidate, in order
 * @returns null with fewer than 30 candidates
 */
export function driftOf(values: readonly number[]): number | null {
  if (values.length < FEWEST_FOR_DRIFT) return null;
  return median(values.slice(-SPAN)) / median(values.slice(FROM, FROM + SPAN)) - 1;
}
