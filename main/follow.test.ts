import { expect, test } from 'vitest';
import { follow, stream } from './follow.ts';

function source(initial: number) {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    listeners,
    current: () => value,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(next: number) {
      value = next;
      for (const listener of listeners) listener();
    },
  };
}

test('delivers the value at once and the newest after changes', async () => {
  const numbers = source(1);
  const values = follow(numbers.subscribe, numbers.current);
  expect((await values.next()).value).toBe(1);
  const next = values.next();
  numbers.set(2);
  expect((await next).value).toBe(2);
  numbers.set(3);
  numbers.set(4);
  expect((await values.next()).value).toBe(4);
  await values.return();
  expect(numbers.listeners.size).toBe(0);
});

test('ends when the page is gone, also while it waits', async () => {
  const numbers = source(1);
  const gone = new AbortController();
  const values = follow(numbers.subscribe, numbers.current, gone.signal);
  await values.next();
  const waiting = values.next();
  gone.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(numbers.listeners.size).toBe(0);
});

test('a stream skips nothing and stops listening when the page is gone', async () => {
  const gone = new AbortController();
  const tell: ((value: number) => void)[] = [];
  let isListening = false;
  const values = stream<number>((listener) => {
    isListening = true;
    tell.push(listener);
    return () => {
      isListening = false;
    };
  }, gone.signal);
  const first = values.next();
  tell[0]?.(1);
  tell[0]?.(2);
  expect((await first).value).toBe(1);
  expect((await values.next()).value).toBe(2);
  const waiting = values.next();
  gone.abort();
  expect((await waiting).done).toBe(true);
  expect(isListening).toBe(false);
});
