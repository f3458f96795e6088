/** Where on a scale the truth may lie. */
interface Reach {
  readonly id: string;
  readonly low: number;
  readonly high: number;
}

/**
 * Who cannot be told apart: the largest groups in which every two reaches overlap, each of two or more. Reaches that only touch
 * overlap. Two people are in one group exactly when the number cannot tell them apart; nobody is put before anybody.
 *
 * @returns ids, in each group in the order given
 */
export function indistinctGroups(reaches: readonly Reach[]): string[][] {
  // on a line, reaches that overlap in pairs have a point in common, and the highest low of them is one
  const groups = reaches.map(({ low }) => reaches.filter((each) => each.low <= low && low <= each.high));
  const candidates = groups.filter((group) => group.length > 1);
  const isWithin = (small: readonly Reach[], large: readonly Reach[]) => small.every((each) => large.includes(each));
  return candidates
    .filter((group, at) =>
      candidates.every(
        (other, otherAt) =>
          otherAt === at || !isWithin(group, other) || (other.length === group.length && otherAt > at),
      ),
    )
    .map((group) => group.map(({ id }) => id));
}
