import { normalCdf, normalQuantile, Z95 } from '../statistics/normal.ts';

/**
 * The impact ratio that a difference of scores would bring at a cut-off, if both groups were normally distributed with one
 * spread. A model, not a finding: it shows what a stricter cut-off would do before there are enough people to see it (as
 * `aiEst` of iopsych).
 *
 * @param model.d how many standard deviations the group lies below the others
 * @param model.selectionRate share of all that is selected, above 0 and below 1
 * @param model.groupShare share of the group among all, above 0 and below 1
 */
export function expectedImpactRatio(model: { d: number; selectionRate: number; groupShare: number }): number {
  const { d, selectionRate, groupShare } = model;
  const others = (cut: number) => normalCdf(-cut);
  const group = (cut: number) => normalCdf(-cut - d);
  // the share selected falls with the cut-off: halving finds it
  let [low, high] = [-40, 40];
  for (let step = 0; step < 80; step += 1) {
    const cut = (low + high) / 2;
    if ((1 - groupShare) * others(cut) + groupShare * group(cut) > selectionRate) low = cut;
    else high = cut;
  }
  return group(low) / others(low);
}

/**
 * People of each of two groups that it takes to see an impact ratio with a power of 80 % at 5 % (both sides): the usual
 * formula for two rates. At .80: 388 at a base rate of .50, 859 at .30.
 *
 * @param baseRate of the group with the higher rate
 */
export function peoplePerGroupNeeded(baseRate: number, impactRatio: number): number {
  const other = baseRate * impactRatio;
  const middle = (baseRate + other) / 2;
  const spread =
    Z95 * Math.sqrt(2 * middle * (1 - middle)) +
    normalQuantile(0.8) * Math.sqrt(baseRate * (1 - baseRate) + other * (1 - other));
  return Math.ceil((spread / (baseRate - other)) ** 2);
}
