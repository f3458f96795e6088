const WINDOW_MS = 10 * 60_000;
const QUICK_RESTARTS = 3;
const LONG_PAUSE_MS = 60_000;

/**
 * How long to wait before the page is loaded again after a crash: not at all, until it has crashed three times in ten
 * minutes; then a minute, so that a machine in trouble still gets to save and send.
 *
 * @param crashedAt instants of the crashes so far, this one included, in ms
 */
export function pauseAfterCrash(crashedAt: readonly number[], now: number): number {
  const recent = crashedAt.filter((instant) => now - instant < WINDOW_MS).length;
  return recent <= QUICK_RESTARTS ? 0 : LONG_PAUSE_MS;
}
