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
