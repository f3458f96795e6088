import { expect, test } from 'vitest';
import { createPcmWatchdog } from './pcm-watchdog.ts';

test('half a second without samples is told once, and so is the return', () => {
  const watchdog = createPcmWatchdog(0);
  watchdog.beat(100);
  expect(watchdog.check(600)).toBeUndefined();
  expect(watchdog.check(601)).toBe('no_pcm');
  expect(watchdog.check(700)).toBeUndefined();
  watchdog.beat(710);
  expect(watchdog.check(720)).toBe('pcm_returned');
  expect(watchdog.check(800)).toBeUndefined();
});

test('a sound server has three seconds for the first samples', () => {
  const watchdog = createPcmWatchdog(0);
  expect(watchdog.check(2900)).toBeUndefined();
  expect(watchdog.check(3001)).toBe('no_pcm');
});
