/** See {@link startWorkLoop}. */
export interface WorkLoop {
  /** Runs soon; returns at once. One run that waits is enough for all who ask before it begins. */
  wake(): void;
  /** Resolves after a run that began after this call. @throws what that run throws; later runs are not kept from running. */
  caughtUp(): Promise<void>;
  /** Tells the run in hand to stop and waits for its end. */
  close(): Promise<void>;
}

/**
 * Runs one after the other whatever there is to do: when woken, and from time to time by itself.
 *
 * @param parts.run looks for work until there is none left, or `stop` is aborted
 * @param parts.pollMs how often it looks by itself
 * @param parts.onFailure of runs that nobody waits for
 */
export function startWorkLoop(parts: {
  readonly run: (stop: AbortSignal) => Promise<void>;
  readonly pollMs: number;
  readonly onFailure: (error: unknown) => void;
}): WorkLoop {
  const stop = new AbortController();
  /** Never fails: a run that did is the matter of who asked for it. */
  let last: Promise<void> = Promise.resolve();
  let isAhead = false;

  function caughtUp(): Promise<void> {
    isAhead = true;
    const run = last.then(() => {
      isAhead = false;
      return parts.run(stop.signal);
    });
    last = run.catch(() => undefined);
    return run;
  }

  function wake(): void {
    if (stop.signal.aborted || isAhead) return;
    caughtUp().catch(parts.onFailure);
  }

  const poll = setInterval(wake, parts.pollMs);
  poll.unref();
  wake();
  return {
    wake,
    caughtUp,
    close: async () => {
      stop.abort();
      clearInterval(poll);
      await last;
    },
  };
}
