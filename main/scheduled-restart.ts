/** Short enough not to miss the hour. */
const LOOK_EVERY_MS = 60_000;
/** A program that started in this hour does not restart in it again. */
const LEAST_UP_MS = 2 * 60 * 60_000;

export interface ScheduledRestartParts {
  /** Hour of the day on the clock on the wall; null: never. */
  readonly hour: () => number | null;
  /** Nobody is being interviewed or signed in, and nothing is on its way out. */
  readonly isIdle: () => boolean;
  readonly now: () => Date;
  readonly clock: { monotonicMs: () => number; after: (ms: number, call: () => void) => () => void };
  /** Ends the program so that it starts again. */
  readonly restart: () => void;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}

/**
 * Restarts the kiosk once a day in the hour that the settings name, at a moment when nobody would notice: a browser that never restarts
 * grows. An hour that is busy from end to end is skipped until the next day.
 *
 * @returns how to end that
 */
export function startScheduledRestart(parts: ScheduledRestartParts): () => void {
  const { clock } = parts;
  const startedMs = clock.monotonicMs();
  let cancel = clock.after(LOOK_EVERY_MS, look);
  function look(): void {
    const isDue = parts.now().getHours() === parts.hour() && clock.monotonicMs() - startedMs >= LEAST_UP_MS;
    if (isDue && parts.isIdle()) {
      parts.log('app.scheduled_restart', { hour: parts.hour() });
      parts.restart();
      return;
    }
    cancel = clock.after(LOOK_EVERY_MS, look);
  }
  return () => cancel();
}
