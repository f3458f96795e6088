import { expect, test } from 'vitest';
import { DIGITAL_SILENCE_DBFS } from './level-frame.ts';
import type { LevelFrame } from './level-frame.ts';
import { createLevelMeter, judgeNoise, judgeVoice } from './level-meter.ts';

function frames(count: number, rmsDbfs: number, clipRuns = 0): LevelFrame[] {
  return Array.from({ length: count }, () => ({ rmsDbfs, peak: Math.min(1, 10 ** (rmsDbfs / 20) * 3), clipRuns }));
}

/** Two seconds of speech as it alternates: 200 ms of voice, 100 ms of room. */
function speech(voiceDbfs: number, roomDbfs = -65, clipRuns = 0): LevelFrame[] {
  return Array.from({ length: 7 }, () => [...frames(10, voiceDbfs, clipRuns), ...frames(5, roomDbfs)]).flat();
}

test('speech at a usual level passes', () => {
  expect(judgeVoice(speech(-26), -65)).toMatchObject({ verdict: 'ok', severity: 'pass' });
});

test('the thresholds of speech quality: warn below -40 dBFS, fail below -50', () => {
  expect(judgeVoice(speech(-39), -65)).toMatchObject({ verdict: 'ok' });
  expect(judgeVoice(speech(-44), -65)).toMatchObject({ verdict: 'too_quiet', severity: 'warn' });
  expect(judgeVoice(speech(-53), -75)).toMatchObject({ verdict: 'too_quiet', severity: 'fail' });
  expect(judgeVoice(speech(-9), -65)).toMatchObject({ verdict: 'too_loud', severity: 'warn' });
});

test('clipping warns above 10 runs a minute and fails above 100', () => {
  const few = speech(-20);
  for (const frame of [few.at(3), few.at(20)]) Object.assign(frame ?? {}, { clipRuns: 1 });
  expect(judgeVoice(few, -65)).toMatchObject({ verdict: 'clipping', severity: 'warn' });
  expect(judgeVoice(speech(-10, -65, 1), -65)).toMatchObject({ verdict: 'clipping', severity: 'fail' });
});

test('one clipped knock is no clipping verdict', () => {
  const knocked = speech(-26);
  Object.assign(knocked.at(3) ?? {}, { clipRuns: 1 });
  expect(judgeVoice(knocked, -65).verdict).toBe('ok');
});

test.each([
  ['no frames at all (missing microphone)', []],
  ['digital silence (muted)', frames(150, DIGITAL_SILENCE_DBFS)],
  ['a quiet room and no voice', frames(150, -62)],
  ['steady hum', frames(150, -30)],
  ['a single click', [...frames(149, -70), ...frames(1, -10)]],
])('silent and failing: %s', (_, heard) => {
  const { floorDbfs } = judgeNoise(heard);
  expect(judgeVoice(heard, floorDbfs)).toMatchObject({ verdict: 'silent', severity: 'fail', activeDbfs: undefined });
});

test('the room: quiet, noisy, too noisy, somebody speaking', () => {
  expect(judgeNoise(frames(150, -60))).toMatchObject({ verdict: 'quiet', severity: 'pass', floorDbfs: -60 });
  expect(judgeNoise(frames(150, -42))).toMatchObject({ verdict: 'noisy', severity: 'warn' });
  expect(judgeNoise(frames(150, -30))).toMatchObject({ verdict: 'noisy', severity: 'fail' });
  expect(judgeNoise([...frames(100, -60), ...frames(50, -35)])).toMatchObject({ verdict: 'someone_speaking' });
});

test('a cough in the quiet moment is not somebody speaking', () => {
  expect(judgeNoise([...frames(140, -60), ...frames(10, -20)]).verdict).toBe('quiet');
});

test('the meter rises within 0.2 s, falls within 1.5 s and stays between 0 and 1', () => {
  const meter = createLevelMeter();
  expect(meter.add(frames(1, DIGITAL_SILENCE_DBFS)).fraction).toBe(0);
  expect(meter.add(frames(10, -20)).levelDbfs).toBeCloseTo(-20, 0);
  expect(meter.add(frames(75, -60)).levelDbfs).toBeLessThan(-40);
  expect(meter.add(frames(50, 0)).fraction).toBeLessThanOrEqual(1);
});

test('the clip lamp stays on for a second', () => {
  const meter = createLevelMeter();
  expect(meter.add(frames(1, -3, 1)).isClipping).toBe(true);
  expect(meter.add(frames(40, -30)).isClipping).toBe(true);
  expect(meter.add(frames(20, -30)).isClipping).toBe(false);
});
