/** Wrong codes from one address before a pause, and from all together. */
const MAX_OF_ONE = 10;
const MAX_OF_ALL = 200;
const WINDOW_MS = 10 * 60_000;

/**
 * Counts wrong codes. 23⁸ codes and 200 tries in ten minutes: one code that is out for a day is found with a chance of about one in
 * three million.
 */
export function createTryLimit(nowMs: () => number) {
  let wrong: { address: string; atMs: number }[] = [];

  return {
    /** How long to wait before the next try, in ms; 0: go on. */
    waitMs(address: string): number {
      const from = nowMs() - WINDOW_MS;
      wrong = wrong.filter(({ atMs }) => atMs > from);
      const own = wrong.filter((each) => each.address === address);
      const [oldest] = own.length >= MAX_OF_ONE ? own : wrong.length >= MAX_OF_ALL ? wrong : [];
      return oldest === undefined ? 0 : oldest.atMs - from;
    },
    noteWrong: (address: string): void => void wrong.push({ address, atMs: nowMs() }),
  };
}
