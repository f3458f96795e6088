import type { SessionId } from '#shared/ids.ts';

const WINDOW_MS = 10 * 60_000;
const MOST_REOPENINGS = 3;
/** A bus that resets itself takes about that long. */
const PAUSE_MS = 1000;

/** Something over a store that may fail under it. */
export interface Reopenable {
  /** The interview on the screen; it goes on after the store was opened again. */
  sessionId(): SessionId | null;
  close(): Promise<void>;
}

export interface ReopeningParts<T extends Reopenable> {
  /**
   * Opens, with all that is checked and repaired at any start.
   *
   * @param onBroken to be called when nothing that was opened may be relied on any more
   */
  open(onBroken: (error: Error) => void, goOnWith: SessionId | null): Promise<T>;
  /** Shows what to do, where opening again does not help. */
  rest(error: unknown): Promise<{ close(): Promise<void> }>;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface Reopening<T> {
  /** What is open; null while it is being opened again, and at rest. */
  current(): T | null;
  close(): Promise<void>;
}

/**
 * Opens something over a store and, when the disk fails under it, closes it, opens it again and goes on (I7). At most three times in
 * ten minutes: a disk that goes on failing takes no answers, and a person has to see to it.
 *
 * @throws what the first opening throws
 */
export async function openReopening<T extends Reopenable>(parts: ReopeningParts<T>): Promise<Reopening<T>> {
  const { nowMs, log } = parts;
  const failedAt: number[] = [];
  let running: T | null = null;
  let resting: { close(): Promise<void> } | null = null;
  let isClosed = false;
  let work: Promise<void> = Promise.resolve();

  async function openOnce(goOnWith: SessionId | null): Promise<T> {
    let opened: T | null = null;
    let early: Error | null = null;
    const fresh = await parts.open((failure) => {
      if (opened === null) early = failure;
      else if (running === opened) work = work.then(() => reopen(failure));
    }, goOnWith);
    if (early !== null) {
      await fresh.close();
      throw early;
    }
    opened = fresh;
    return fresh;
  }

  async function reopen(cause: Error): Promise<void> {
    const before = running;
    if (before === null || isClosed) return;
    running = null;
    const goOnWith = before.sessionId();
    log(`store: failed (${cause.message}); it is opened again`);
    await before.close();
    let reason: unknown = cause;
    for (;;) {
      if (isClosed) return;
      failedAt.push(nowMs());
      if (failedAt.filter((at) => nowMs() - at < WINDOW_MS).length > MOST_REOPENINGS) {
        log('store: failed again and again; it stays closed until a restart');
        resting = await parts.rest(reason);
        return;
      }
      try {
        running = await openOnce(goOnWith);
        log('store: open again');
        return;
      } catch (error) {
        reason = error;
        log(`store: cannot be opened (${error instanceof Error ? error.message : String(error)})`);
        await parts.pause(PAUSE_MS);
      }
    }
  }

  running = await openOnce(null);
  return {
    current: () => running,
    async close() {
      isClosed = true;
      await work;
      await running?.close();
      await resting?.close();
    },
  };
}
