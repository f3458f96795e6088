import type { SyncClock } from './ports.ts';

/** A clock that stands still until told; `jump` moves the wall time alone, as a wrong battery clock would. */
export type FakeClock = SyncClock & {
  /** Lets `ms` pass and ends the waits that fall due, in order. */
  readonly advance: (ms: number) => Promise<void>;
  readonly jump: (ms: number) => void;
  /** Length of each wait asked for so far, ms. */
  readonly waits: readonly number[];
};

/** See {@link FakeClock}. Starts at 2026-11-22T08:00:00Z. */
export function createFakeClock(): FakeClock {
  let wallMs = Date.UTC(2026, 10, 22, 8);
  let steadyMs = 0;
  const waits: number[] = [];
  const sleepers = new Set<{ untilMs: number; wake: () => void }>();
  return {
    waits,
    nowMs: () => wallMs,
    monotonicMs: () => steadyMs,
    wait: (ms, signal) => {
      waits.push(ms);
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = { untilMs: steadyMs + ms, wake: () => (sleepers.delete(sleeper), resolve()) };
        sleepers.add(sleeper);
        signal.addEventListener('abort', sleeper.wake);
      });
    },
    jump: (ms) => {
      wallMs += ms;
    },
    advance: async (ms) => {
      const endMs = steadyMs + ms;
      for (;;) {
        await stillness();
        const next = [...sleepers]
          .filter((sleeper) => sleeper.untilMs <= endMs)
          .sort((a, b) => a.untilMs - b.untilMs)[0];
        if (next === undefined) break;
        wallMs += Math.max(0, next.untilMs - steadyMs);
        steadyMs = Math.max(steadyMs, next.untilMs);
        next.wake();
      }
      wallMs += endMs - steadyMs;
      steadyMs = endMs;
      await stillness();
    },
  };
}

/** Resolves once everything that can run without time passing or I/O has run. */
async function stillness(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
