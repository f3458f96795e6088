/** Wrong passwords before the first lock. */
const FREE_ATTEMPTS = 5;
/** The first lock; every further wrong password doubles it. */
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 3_600_000;

/** How long a name stays locked after so many wrong passwords in a row. */
function lockAfter(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0;
  return Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(failures - FREE_ATTEMPTS, 30));
}

/**
 * Times the locks of one process by its monotonic clock; how many failures there were is kept in the database. After a restart,
 * and on a second hub, nobody can say how much of a lock has passed: the whole of it stands again, once. The wall clock changes nothing.
 */
export function createLockOut(monotonicMs: () => number): {
  /** How long a name with so many failures is still locked, in ms; 0 for not. */
  lockedForMs(name: string, failures: number): number;
  /** A wrong password was counted just now. */
  started(name: string, failures: number): void;
} {
  const running = new Map<string, { readonly failures: number; readonly sinceMs: number }>();

  function started(name: string, failures: number): void {
    // a lock is only worth remembering while the failures stand; the map must not grow with every name ever tried
    if (lockAfter(failures) > 0) running.set(name, { failures, sinceMs: monotonicMs() });
    else running.delete(name);
  }

  return {
    started,
    lockedForMs: (name, failures) => {
      const lockMs = lockAfter(failures);
      if (lockMs === 0) return 0;
      const known = running.get(name);
      if (known?.failures !== failures) {
        started(name, failures);
        return lockMs;
      }
      return Math.max(0, lockMs - (monotonicMs() - known.sinceMs));
    },
  };
}
