/** How often it is looked whether a copy is due and nobody is there. */
const LOOK_EVERY_MS = 10 * 60_000;
/** A day, less the time between two looks. */
const DUE_AFTER_MS = 24 * 60 * 60_000 - LOOK_EVERY_MS;

export interface NightWatchParts {
  /** Reads everything and makes a copy; returns what is wrong. It blocks for a second or two. */
  readonly nightly: () => string[];
  /** Nobody is being interviewed. */
  readonly isIdle: () => boolean;
  readonly clock: { monotonicMs: () => number; after: (ms: number, call: () => void) => () => void };
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}

/** Once a day, when nobody is being interviewed, the store is read whole and copied. */
export interface NightWatch {
  /** What the last reading found wrong; empty before the first. */
  problems(): readonly string[];
  stop(): void;
}

/** Starts watching. The copy made when the program starts counts as the first. */
export function startNightWatch({ nightly, isIdle, clock, log }: NightWatchParts): NightWatch {
  let lastMs = clock.monotonicMs();
  let problems: string[] = [];
  let cancel = clock.after(LOOK_EVERY_MS, look);
  function look(): void {
    cancel = clock.after(LOOK_EVERY_MS, look);
    if (!isIdle() || clock.monotonicMs() - lastMs < DUE_AFTER_MS) return;
    lastMs = clock.monotonicMs();
    try {
      problems = nightly();
    } catch (error) {
      // a full disk, most likely: tomorrow's try may find room, and the check of the store says it until then
      problems = [error instanceof Error ? error.message : String(error)];
    }
    if (problems.length === 0) log('store.read_and_copied', {});
    else log('store.check_failed', { problems });
  }
  return { problems: () => problems, stop: () => cancel() };
}
