/**
 * The current value at once, then the newest after every change; a slow reader skips what lies between. Ends when the
 * signal aborts (the page is gone).
 *
 * @param subscribe calls the listener after every change; returns how to stop
 * @param current reads the value to deliver
 */
export async function* follow<T>(
  subscribe: (listener: () => void) => () => void,
  current: () => T,
  signal?: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  let hasNews = true;
  let wake: () => void = () => undefined;
  const note = (): void => {
    hasNews = true;
    wake();
  };
  const isGone = (): boolean => signal?.aborted === true;
  const stop = subscribe(note);
  signal?.addEventListener('abort', note);
  try {
    while (!isGone()) {
      if (hasNews) {
        hasNews = false;
        yield current();
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', note);
  }
}

/**
 * Every value in order, none skipped, until the signal aborts.
 *
 * @param listen calls the listener with each value; returns how to stop
 */
export async function* stream<T>(
  listen: (listener: (value: T) => void) => () => void,
  signal?: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const waiting: T[] = [];
  let wake: () => void = () => undefined;
  const isGone = (): boolean => signal?.aborted === true;
  const stop = listen((value) => {
    waiting.push(value);
    wake();
  });
  const end = (): void => wake();
  signal?.addEventListener('abort', end);
  try {
    while (!isGone()) {
      const next = waiting.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else yield next;
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', end);
  }
}
