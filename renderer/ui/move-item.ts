/** A copy of the list with the entry at `from` moved to `to`; both are 0-based and kept inside the list. */
export function moveItem<T>(list: readonly T[], from: number, to: number): T[] {
  const moved = list.slice(from, from + 1);
  return list.toSpliced(from, 1).toSpliced(Math.max(0, to), 0, ...moved);
}
