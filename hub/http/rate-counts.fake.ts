import type { RateCounts } from './rate-counts.ts';

/** Counts in memory, for a server without a database. */
export function countsInMemory(nowMs: () => number = Date.now): RateCounts {
  const windows = new Map<string, { count: number; untilMs: number }>();
  return {
    add: async (bucket, windowMs) => {
      const known = windows.get(bucket);
      const atMs = nowMs();
      const isOver = known === undefined || known.untilMs <= atMs || known.untilMs > atMs + 2 * windowMs;
      const window = isOver
        ? { count: 1, untilMs: atMs + windowMs }
        : { count: known.count + 1, untilMs: known.untilMs };
      windows.set(bucket, window);
      return { count: window.count, leftMs: Math.min(window.untilMs - atMs, windowMs) };
    },
    takeBack: async (bucket) => {
      const known = windows.get(bucket);
      if (known !== undefined && known.count > 0) known.count -= 1;
    },
    sweep: async () => {
      for (const [bucket, { untilMs }] of windows) if (untilMs <= nowMs()) windows.delete(bucket);
    },
  };
}
