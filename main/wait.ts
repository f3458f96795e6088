/** Resolves after `ms`, or at once when the signal aborts. */
export function wait(
  ms: number,
  signal: AbortSignal,
  after: (ms: number, call: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = after(ms, resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}
