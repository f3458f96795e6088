import type { Settings } from '#shared/settings.ts';
import type { SyncClock } from './ports.ts';

/** Local times between which everything may leave; null: at any time. `to` before `from` goes over midnight. */
export type SendingWindow = Settings['sending']['window'];

const DAY_MINUTES = 24 * 60;
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** The next instant at which the kiosk's clock on the wall shows `minutes`, summer time counted. */
function nextAtMs(minutes: number, nowMs: number): number {
  for (let day = 0; ; day += 1) {
    const at = new Date(nowMs);
    at.setDate(at.getDate() + day);
    at.setHours(Math.floor(minutes / 60), minutes % 60, 0, 0);
    if (at.getTime() > nowMs) return at.getTime();
  }
}

/**
 * Where the wall clock stands to the window. A clock that is wrong moves the window, and nothing else: the next opening is never more
 * than a day away.
 *
 * @returns `changesInMs`: until it opens or closes, above 0; null when there is no window.
 */
export function lookAtWindow(
  window: SendingWindow,
  nowMs: number,
): { readonly isOpen: boolean; readonly changesInMs: number | null } {
  if (window === null) return { isOpen: true, changesInMs: null };
  const from = minutesOf(window.from);
  const to = minutesOf(window.to);
  const now = new Date(nowMs);
  const sinceFrom = (now.getHours() * 60 + now.getMinutes() - from + DAY_MINUTES) % DAY_MINUTES;
  const isOpen = sinceFrom < (to - from + DAY_MINUTES) % DAY_MINUTES;
  return { isOpen, changesInMs: nextAtMs(isOpen ? to : from, nowMs) - nowMs };
}

/** The hours of sending as the sender sees them: the window, and a person's "now" that counts for more for a while. */
export function createHours(parts: {
  readonly window: SendingWindow;
  readonly clock: SyncClock;
  /** From the beginning; 0: nobody said "now". */
  readonly hurryMs: number;
}) {
  const { window, clock } = parts;
  let hurriedUntilMs = clock.monotonicMs() + parts.hurryMs;
  return {
    /** Whether everything may leave now, or only what is urgent. */
    mayAll: (): boolean => clock.monotonicMs() < hurriedUntilMs || lookAtWindow(window, clock.nowMs()).isOpen,
    /** Until the window opens or closes; null when there is none. */
    changesInMs: (): number | null => lookAtWindow(window, clock.nowMs()).changesInMs,
    endHurry: (): void => {
      hurriedUntilMs = Number.NEGATIVE_INFINITY;
    },
  };
}
