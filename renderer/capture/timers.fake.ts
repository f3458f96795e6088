import type { Timers } from './timers.ts';

/** A clock that moves only when told; due actions run in order of their time. */
export interface FakeTimers extends Timers {
  /** Moves the clock on, letting promises settle after every action that runs. */
  advance(byMs: number): Promise<void>;
}

/** Lets every already resolved promise run its reactions. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Makes a clock standing at 0 ms. */
export function fakeTimers(): FakeTimers {
  let now = 0;
  const waiting = new Set<{ at: number; action: () => void }>();
  return {
    now: () => now,
    after(delayMs, action) {
      const entry = { at: now + delayMs, action };
      waiting.add(entry);
      return () => {
        waiting.delete(entry);
      };
    },
    async advance(byMs) {
      const until = now + byMs;
      await settle();
      for (;;) {
        const next = [...waiting].filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        waiting.delete(next);
        now = next.at;
        next.action();
        await settle();
      }
      now = until;
    },
  };
}
