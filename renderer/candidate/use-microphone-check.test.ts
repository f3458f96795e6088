import { expect, test } from 'vitest';
import type { LevelFrame } from '#renderer/capture/level-frame.ts';
import { checkReport, createMicrophoneCheck } from './use-microphone-check.ts';

const frames = (count: number, rmsDbfs: number): LevelFrame[] =>
  Array.from({ length: count }, () => ({ rmsDbfs, peak: 0.1, clipRuns: 0 }));

test('a quiet room and then a voice pass the check', () => {
  const check = createMicrophoneCheck();
  expect(check(frames(150, -70)).step).toBe('voice');
  const heard = check(frames(200, -25));
  expect(heard).toMatchObject({ step: 'heard', voice: { verdict: 'ok' }, noise: { verdict: 'quiet' } });
  expect(checkReport(heard, true)).toEqual({
    camera: 'ok',
    microphone: 'ok',
    speechDbfs: expect.closeTo(-25, 1),
    noiseDbfs: -70,
  });
});

test('a dead microphone never passes, and after ten seconds the screen can say so', () => {
  const check = createMicrophoneCheck();
  check(frames(150, -120));
  const waiting = check(frames(600, -120));
  expect(waiting).toMatchObject({ step: 'voice', isLong: true });
  expect(checkReport(waiting, true)).toBeNull();
});

test('a steady hum is no voice', () => {
  const check = createMicrophoneCheck();
  check(frames(150, -50));
  expect(check(frames(600, -50)).step).toBe('voice');
});
