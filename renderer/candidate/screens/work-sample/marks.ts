/** A place in a drawing, in its own units: 1000 wide, 700 high. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A touch this near to a mark means that mark. At 1280×800 this is a target of 66 px across. */
const MARK_RADIUS = 46;

/**
 * Sets a mark where there is none, takes away the nearest one where there is. Returns the same list when all marks are set.
 *
 * @param most how many marks there may be
 */
export function toggleMark(marks: readonly Point[], at: Point, most: number): readonly Point[] {
  const distances = marks.map(({ x, y }) => Math.hypot(x - at.x, y - at.y));
  const nearest = distances.indexOf(Math.min(...distances));
  if (nearest !== -1 && distances[nearest]! <= MARK_RADIUS) return marks.toSpliced(nearest, 1);
  return marks.length >= most ? marks : [...marks, at];
}
