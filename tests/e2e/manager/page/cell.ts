/** A value with listeners, followed as an event iterator. */
export function createCell<T>(first: T) {
  let value = first;
  const wakers = new Set<() => void>();
  return {
    get: () => value,
    set(next: T) {
      value = next;
      for (const wake of wakers) wake();
    },
    async *follow(signal: AbortSignal | undefined): AsyncGenerator<T, void, undefined> {
      let shown: T | undefined;
      const isOver = (): boolean => signal?.aborted === true;
      while (!isOver()) {
        if (shown !== value) {
          shown = value;
          yield value;
        }
        await new Promise<void>((resolve) => {
          wakers.add(resolve);
          signal?.addEventListener('abort', () => resolve(), { once: true });
        });
        wakers.clear();
      }
    },
  };
}
