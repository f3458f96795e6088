import type { RowWatch } from './store/journal/row-watch.ts';

/** Between two stretches of rows: what the kiosk is for comes first. */
const PAUSE_MS = 25;
const PAUSE_IN_USE_MS = 250;

export interface RowReadingParts {
  readonly rows: Pick<RowWatch, 'next' | 'status'>;
  /** Nobody is being interviewed, or signed in. */
  readonly isUnattended: () => boolean;
  /** Every row is as it was written. */
  readonly onDone: () => void;
  readonly clock: { monotonicMs: () => number; after: (ms: number, call: () => void) => () => void };
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}

/**
 * Reads the rows that a start has left, a stretch at a time. Damage makes the store break down: whoever opened it opens it again, and
 * repairs it.
 */
export function startReadingRows({ rows, isUnattended, onDone, clock, log }: RowReadingParts): { stop(): void } {
  if (rows.status().isDone) return { stop: () => undefined };
  const begunMs = clock.monotonicMs();
  let cancel = clock.after(PAUSE_MS, read);
  function read(): void {
    try {
      if (rows.next()) {
        cancel = clock.after(isUnattended() ? PAUSE_MS : PAUSE_IN_USE_MS, read);
        return;
      }
    } catch (error) {
      log('store.rows_check_failed', { error: String(error), ...rows.status() });
      return;
    }
    log('store.rows_read', { rows: rows.status().rows, ms: Math.round(clock.monotonicMs() - begunMs) });
    onDone();
  }
  return { stop: () => cancel() };
}
