import { ProblemError } from '../http/problem.ts';
import type { RateCounts } from '../http/rate-counts.ts';

/** Wrong codes from one address before a pause, and from all together. */
const MAX_OF_ONE = 10;
const MAX_OF_ALL = 200;
const WINDOW_MS = 10 * 60_000;
const OF_ALL = 'enrolment';

function ofOne(address: string): string {
  return `${OF_ALL}: ${address}`;
}

/**
 * Counts wrong codes, over all hubs on the database. 23⁸ codes and 200 tries in ten minutes: one code that is out for a day is found
 * with a chance of about one in three million.
 */
export function createTryLimit(counts: Pick<RateCounts, 'add' | 'takeBack'>) {
  return {
    /**
     * Counts a try before its code is looked at, so that many at once get no more than one after the other.
     *
     * @throws {ProblemError} `too_many_tries`
     */
    begin: async (address: string): Promise<void> => {
      const own = await counts.add(ofOne(address), WINDOW_MS);
      // one address that goes on and on does not use up what all have together
      const over =
        own.count > MAX_OF_ONE
          ? own
          : await counts.add(OF_ALL, WINDOW_MS).then((all) => (all.count > MAX_OF_ALL ? all : null));
      if (over !== null) throw new ProblemError('too_many_tries', undefined, { retryAfterMs: over.leftMs });
    },
    /** The code was not wrong: the try does not count. */
    takeBack: async (address: string): Promise<void> => {
      await counts.takeBack(ofOne(address));
      await counts.takeBack(OF_ALL);
    },
  };
}
