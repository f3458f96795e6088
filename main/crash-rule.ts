const WINDOW_MS = 10 * 60_000;
const TOO_MANY = 3;

/** How long a page of rest stays before the kiosk's page is tried again by itself, in ms. */
export const REST_MS = 60_000;

/** Counts how often the page ended. */
export interface CrashCount {
  /** Notes an end. @returns whether it was the third in ten minutes: a page of rest is shown instead of the next try */
  isTooOften(): boolean;
}

/**
 * Three ends of the page in ten minutes are one too many: whoever sits there gets a page that says what to do, instead of a screen
 * that flickers, while the core goes on saving and sending. Both shells count the same way.
 *
 * @param nowMs a clock that only goes forward, in ms
 */
export function countCrashes(nowMs: () => number): CrashCount {
  let endedAt: number[] = [];
  return {
    isTooOften() {
      const now = nowMs();
      endedAt = [...endedAt.filter((at) => now - at < WINDOW_MS), now];
      return endedAt.length >= TOO_MANY;
    },
  };
}
