import { pageTimers, type Timers } from '#renderer/capture/timers.ts';
import type { Job } from '#shared/job.ts';

/** `saved`: the newest text is on the kiosk's disk. `refused`: it never will be, the draft is gone or another page's. */
export type KeepState = 'saved' | 'saving' | 'failed' | 'refused';

export interface DraftKeeper {
  keep(job: Job): void;
  /** Resolves to the revision of the newest text once it is kept; null when it cannot be. */
  settle(): Promise<number | null>;
  /** Sends what still waits, once, and says nothing more. */
  close(): void;
}

const WAIT_MS = 300;
const RETRY_MS = 2_000;

/**
 * Keeps the newest text of a draft shortly after each change, one call at a time: the next names the revision the last one made.
 *
 * @param options.isFinal whether trying again is of no use
 */
export function createDraftKeeper(options: {
  readonly revision: number;
  readonly put: (revision: number, job: Job) => Promise<{ revision: number }>;
  readonly isFinal: (error: unknown) => boolean;
  readonly onState: (state: KeepState, error: unknown) => void;
  readonly timers?: Timers;
}): DraftKeeper {
  const { put, isFinal, timers = pageTimers } = options;
  let { revision } = options;
  let waiting: Job | null = null;
  let isClosed = false;
  let isRefused = false;
  let running: Promise<void> | null = null;
  let cancel: () => void = () => undefined;
  const say = (state: KeepState, error: unknown = null): void => {
    if (!isClosed) options.onState(state, error);
  };

  async function send(): Promise<void> {
    while (waiting !== null && !isRefused) {
      const job = waiting;
      waiting = null;
      try {
        ({ revision } = await put(revision, job));
      } catch (error) {
        // a newer text stands for the one that was not taken
        waiting ??= job;
        isRefused = isFinal(error);
        say(isRefused ? 'refused' : 'failed', error);
        if (!isRefused && !isClosed) cancel = timers.after(RETRY_MS, () => void flush());
        return;
      }
    }
    if (waiting === null) say('saved');
  }

  function flush(): Promise<void> {
    cancel();
    running ??= send().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    keep(job) {
      if (isRefused) return;
      waiting = job;
      say('saving');
      cancel();
      cancel = timers.after(WAIT_MS, () => void flush());
    },
    async settle() {
      await flush();
      // what was typed while the call was on its way
      if (waiting !== null && !isRefused) await flush();
      return waiting === null ? revision : null;
    },
    close() {
      cancel();
      void flush();
      isClosed = true;
    },
  };
}
