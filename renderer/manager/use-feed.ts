import { useEffect, useState } from 'react';
import { followEvents } from '#renderer/api/follow-events.ts';

/** An event with the moment it arrived, on the page's monotonic clock. */
export interface Received<T> {
  readonly value: T;
  readonly receivedAtMs: number;
}

/** The newest event of an event iterator; null until the first one. Stays on the last value after signing out. */
export function useFeed<T>(open: (options: { signal: AbortSignal }) => Promise<AsyncIterable<T>>): Received<T> | null {
  const [received, setReceived] = useState<Received<T> | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    followEvents(open, (value) => setReceived({ value, receivedAtMs: performance.now() }), abort.signal).catch(() => {
      // refused after signing out: the feed of the staff status changes the screen
    });
    return () => abort.abort();
  }, [open]);
  return received;
}
