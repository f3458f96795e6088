/** Wrong return codes allowed before entering pauses. */
const MAX_WRONG = 5;
const LOCK_MS = 60_000;

/**
 * Slows down guessing of four-digit return codes: at five wrong ones per minute the 10,000 codes last longer than a day.
 */
export function createCodeAttempts(nowMs: () => number) {
  let wrong = 0;
  let lockedUntilMs = 0;
  return {
    /** Milliseconds until codes are taken again; 0 when they are. */
    lockedForMs: () => Math.max(0, lockedUntilMs - nowMs()),
    /** Attempts left after this wrong one. */
    noteWrong(): number {
      wrong += 1;
      if (wrong >= MAX_WRONG) {
        wrong = 0;
        lockedUntilMs = nowMs() + LOCK_MS;
        return 0;
      }
      return MAX_WRONG - wrong;
    },
    noteRight(): void {
      wrong = 0;
    },
  };
}
