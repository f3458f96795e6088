/** Who comes first: those that wait for another person's ear, then those that wait for a decision, then everything else. */
export const RANKS = { asks: 0, undecided: 1, rest: 2 } as const;

/** What the order goes by. */
export interface Place {
  rank: number;
  /** Number of the day on the kiosk's own calendar. */
  day: number;
  id: string;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The stated order: never a ranking of people. The newest day comes first; who waits is listed as they came that day, the rest
 * newest first.
 */
export function comparePlaces(a: Place, b: Place): number {
  return (
    a.rank - b.rank || b.day - a.day || (a.rank === RANKS.rest ? compareText(b.id, a.id) : compareText(a.id, b.id))
  );
}

/** Number of entries that come before a place or, with `isAfter`, not after it; in a list that is in order. */
export function positionOf(list: readonly Place[], place: Place, isAfter = false): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = list[middle];
    const difference = entry === undefined ? 1 : comparePlaces(entry, place);
    if (difference < 0 || (isAfter && difference === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A place as a page hands it out. */
export const cursorOf = ({ rank, day, id }: Place) => `${rank}.${day}.${id}`;

/** See {@link cursorOf}. */
export function placeOf(cursor: string): Place {
  const [rank = '', day = '', id = ''] = cursor.split('.');
  return { rank: Number(rank), day: Number(day), id };
}
