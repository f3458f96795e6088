/**
 * How many batches may be in flight: as many as keep a long thin line busy while nothing is lost, few where answers are.
 *
 * What is in flight when a link is cut is sent again, so each lost answer halves the number, and a whole round of answers adds one:
 * additive increase, multiplicative decrease, as TCP does for the same reason (RFC 5681).
 */
export function createLaneCount(bounds: { readonly least: number; readonly most: number }): {
  readonly now: () => number;
  readonly answered: () => void;
  readonly lost: () => void;
} {
  const least = Math.min(bounds.least, bounds.most);
  let lanes = bounds.most;
  return {
    now: () => Math.floor(lanes),
    answered: () => {
      lanes = Math.min(bounds.most, lanes + 1 / lanes);
    },
    lost: () => {
      lanes = Math.max(least, Math.floor(lanes) / 2);
    },
  };
}
