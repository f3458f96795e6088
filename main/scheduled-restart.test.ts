import { expect, test } from 'vitest';
import { startScheduledRestart } from './scheduled-restart.ts';

const MINUTE = 60_000;

/** A day of the kiosk that passes a minute at a time. */
function startDay(options: { startedAt: string; hour: number | null; isIdle?: (at: Date) => boolean }) {
  const startMs = new Date(`2026-03-02T${options.startedAt}:00`).getTime();
  let nowMs = startMs;
  let due: (() => void) | null = null;
  const restarts: string[] = [];
  const stop = startScheduledRestart({
    hour: () => options.hour,
    isIdle: () => options.isIdle?.(new Date(nowMs)) ?? true,
    now: () => new Date(nowMs),
    clock: {
      monotonicMs: () => nowMs - startMs,
      after(_ms, call) {
        due = call;
        return () => (due = null);
      },
    },
    restart: () => restarts.push(new Date(nowMs).toTimeString().slice(0, 5)),
    log: () => undefined,
  });
  return {
    restarts,
    stop,
    pass(hours: number) {
      for (let minutes = 0; minutes < hours * 60; minutes += 1) {
        nowMs += MINUTE;
        const call = due;
        due = null;
        call?.();
      }
    },
  };
}

test('restarts once, in its hour', () => {
  const day = startDay({ startedAt: '08:00', hour: 3 });
  day.pass(18);
  expect(day.restarts).toEqual([]);
  day.pass(30);
  expect(day.restarts).toEqual(['03:00']);
});

test('waits for a minute in which nobody is there, and for the next night when there is none', () => {
  const later = startDay({ startedAt: '20:00', hour: 3, isIdle: (at) => at.getMinutes() >= 40 });
  later.pass(8);
  expect(later.restarts).toEqual(['03:40']);
  const busy = startDay({ startedAt: '20:00', hour: 3, isIdle: (at) => at.getDate() !== 3 });
  busy.pass(24);
  expect(busy.restarts).toEqual([]);
  busy.pass(24);
  expect(busy.restarts).toEqual(['03:00']);
});

test('a program that has just been started in that hour stays', () => {
  const day = startDay({ startedAt: '03:01', hour: 3 });
  day.pass(20);
  expect(day.restarts).toEqual([]);
});

test('never without an hour, nor after it was stopped', () => {
  const never = startDay({ startedAt: '08:00', hour: null });
  never.pass(48);
  const stopped = startDay({ startedAt: '08:00', hour: 3 });
  stopped.stop();
  stopped.pass(48);
  expect([...never.restarts, ...stopped.restarts]).toEqual([]);
});
