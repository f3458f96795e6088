/** Weights are kept to the whole per cent: what a person can say aloud. */
const PARTS = 100;

/**
 * Gives one weight a value and shares the rest among the others in their proportion, each at least 1 %; all are whole per cents and sum
 * to 1.
 *
 * @param weights at least two, in any sum
 * @param at whose weight is given
 * @param weight 0 to 1; brought to what leaves the others 1 % each
 */
export function shareWeights(weights: readonly number[], at: number, weight: number): number[] {
  const others = weights.length - 1;
  if (others < 1) return weights.map(() => 1);
  const given = Math.min(PARTS - others, Math.max(1, Math.round(weight * PARTS)));
  const left = PARTS - given;
  const sizes = weights.map((each, index) => (index === at || !Number.isFinite(each) ? 0 : Math.max(0, each)));
  const sum = sizes.reduce((total, each) => total + each, 0);
  // one part each first, the rest in proportion, largest remainders first
  const exact = sizes.map((each, index) =>
    index === at ? 0 : 1 + (left - others) * (sum > 0 ? each / sum : 1 / others),
  );
  const parts = exact.map(Math.floor);
  let open = left - parts.reduce((total, each) => total + each, 0);
  const order = exact
    .map((each, index) => ({ index, remainder: each - Math.floor(each) }))
    .filter(({ index }) => index !== at)
    .toSorted((a, b) => b.remainder - a.remainder);
  for (let turn = 0; open > 0; turn += 1, open -= 1) {
    const next = order[turn % order.length];
    if (next) parts[next.index] = (parts[next.index] ?? 0) + 1;
  }
  parts[at] = given;
  return parts.map((each) => each / PARTS);
}

/** The same weight for everything, as whole per cents that sum to 1. */
export function evenWeights(count: number): number[] {
  return count === 1
    ? [1]
    : shareWeights(
        Array.from({ length: count }, () => 1),
        0,
        1 / count,
      );
}
