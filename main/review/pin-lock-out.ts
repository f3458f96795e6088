import type { PinAttempts, StaffClock } from './ports.ts';

/** Wrong PINs before the first lock. */
export const FREE_ATTEMPTS = 5;
/** The first lock; every further wrong PIN doubles it. */
export const FIRST_LOCK_MS = 30_000;
export const LONGEST_LOCK_MS = 3_600_000;

/** Length of the lock that the given number of failures brings. */
function lockAfter(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0;
  return Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(failures - FREE_ATTEMPTS, 30));
}

function anchored(failures: number, lockMs: number, clock: StaffClock): PinAttempts {
  return { failures, lockMs, atMonotonicMs: clock.monotonicMs(), bootId: clock.bootId };
}

/** No wrong PIN so far. */
export function noAttempts(clock: StaffClock): PinAttempts {
  return anchored(0, 0, clock);
}

/**
 * How long the account stays locked. Only monotonic time of the same boot shortens a lock: after a restart nobody can say
 * how long the kiosk was off, so the whole stored lock stands again, and setting the wall clock changes nothing (I25).
 */
export function lockedForMs(attempts: PinAttempts, clock: StaffClock): number {
  if (attempts.bootId !== clock.bootId) return attempts.lockMs;
  return Math.max(0, attempts.lockMs - Math.max(0, clock.monotonicMs() - attempts.atMonotonicMs));
}

/** The same attempts with their lock running on this boot's clock; undefined when they already do. */
export function rebased(attempts: PinAttempts, clock: StaffClock): PinAttempts | undefined {
  if (attempts.bootId === clock.bootId) return undefined;
  return anchored(attempts.failures, attempts.lockMs, clock);
}

/** The attempts to store before a PIN is looked at: counted as wrong until it proves right. */
export function countedAttempt(attempts: PinAttempts, clock: StaffClock): PinAttempts {
  const failures = attempts.failures + 1;
  return anchored(failures, lockAfter(failures), clock);
}

/** Tries left before the next lock. */
export function attemptsLeft(attempts: PinAttempts): number {
  return Math.max(0, FREE_ATTEMPTS - attempts.failures);
}
