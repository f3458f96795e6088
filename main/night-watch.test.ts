import { expect, test } from 'vitest';
import { fakeClock } from '#main/session/interviews.fake.ts';
import { startNightWatch } from './night-watch.ts';

const HOUR_MS = 60 * 60_000;

function watch(nightly: () => string[]) {
  const clock = fakeClock();
  const logged: string[] = [];
  let isIdle = true;
  const night = startNightWatch({
    nightly,
    isIdle: () => isIdle,
    clock: { monotonicMs: () => clock.now().getTime(), after: clock.after },
    log: (event) => void logged.push(event),
  });
  return { clock, night, logged, occupy: (occupied: boolean) => void (isIdle = !occupied) };
}

test('once a day, and not while somebody is being interviewed', () => {
  let readings = 0;
  const { clock, night, occupy } = watch(() => {
    readings += 1;
    return [];
  });
  clock.advance(23 * HOUR_MS);
  expect(readings).toBe(0);
  occupy(true);
  clock.advance(3 * HOUR_MS);
  expect(readings).toBe(0);
  occupy(false);
  clock.advance(HOUR_MS);
  expect(readings).toBe(1);
  clock.advance(24 * HOUR_MS);
  expect(readings).toBe(2);
  night.stop();
  clock.advance(48 * HOUR_MS);
  expect(readings).toBe(2);
});

test('what is wrong is kept for the readiness screen and logged; a reading that fails is no sound one', () => {
  let next = (): string[] => ['row 1 of answers was changed'];
  const { clock, night, logged } = watch(() => next());
  expect(night.problems()).toEqual([]);
  clock.advance(25 * HOUR_MS);
  expect(night.problems()).toEqual(['row 1 of answers was changed']);
  next = () => {
    throw new Error('database or disk is full');
  };
  clock.advance(24 * HOUR_MS);
  expect(night.problems()).toEqual(['database or disk is full']);
  next = () => [];
  clock.advance(24 * HOUR_MS);
  expect(night.problems()).toEqual([]);
  expect(logged).toEqual(['store.check_failed', 'store.check_failed', 'store.read_and_copied']);
});
