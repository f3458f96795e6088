import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { RecordingId } from '#shared/ids.ts';
import { createHandset } from './handset.ts';
import { fakeMicrophone } from './microphone.fake.ts';

function set() {
  const fake = fakeMicrophone();
  const stored: { sequence: number; bytes: number }[] = [];
  const lost: string[] = [];
  const gaps: string[] = [];
  const handset = createHandset({
    microphone: fake.microphone,
    appendSlice: async (_id, sequence, bytes) => {
      stored.push({ sequence, bytes: bytes.length });
      return { outcome: 'stored' };
    },
    onLost: (code) => void lost.push(code),
    onGap: (_id, gap) => void gaps.push(gap.reason),
  });
  return { ...fake, handset, stored, lost, gaps, id: v7() as RecordingId };
}

/** Samples of so many milliseconds. */
const voice = (ms: number) => new Int16Array(ms * 16).fill(1000);
const LOST = { code: 'device_lost', message: 'gone', stderrTail: '' } as const;

/** The device has been asked for; from now on it hears. */
const opened = () => new Promise<void>((resolve) => void setImmediate(resolve));

async function start(at: ReturnType<typeof set>): Promise<unknown> {
  const started = at.handset.start(at.id);
  await opened();
  at.speak(voice(20));
  return started;
}

test('what is said into the handset becomes slices of the answer, numbered without holes', async () => {
  const at = set();
  expect(await start(at)).toEqual({ ok: true });
  at.speak(voice(2480));
  expect(await at.handset.stop()).toBe(at.stored.length);
  expect(at.stored.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(2500 * 32);
  expect(at.stored.map(({ sequence }) => sequence)).toEqual(at.stored.map((_, index) => index));
  expect(at.lost).toEqual([]);
});

test('a pause leaves no sound and marks the gap', async () => {
  const at = set();
  await start(at);
  at.speak(voice(980));
  await at.handset.pause();
  at.speak(voice(5000));
  const resumed = at.handset.resume();
  await opened();
  at.speak(voice(500));
  await resumed;
  await at.handset.stop();
  expect(at.stored.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1500 * 32);
  expect(at.gaps).toEqual(['paused']);
});

test('a handset that cannot be opened is told once', async () => {
  const at = set();
  at.jam(LOST);
  const started = at.handset.start(at.id);
  for (let second = 0; second < 60; second += 1) await at.advance(1000);
  expect(await started).toEqual({ ok: false, code: 'device_lost' });
  expect(at.lost).toEqual(['device_lost']);
});

test('listening shows the level and keeps no sound; recording goes on being shown', async () => {
  const at = set();
  const readings: number[] = [];
  const stop = at.handset.listen(({ frames }) => readings.push(...frames.map(({ rmsDbfs }) => rmsDbfs)));
  await opened();
  at.speak(voice(400));
  await opened();
  expect(readings.length).toBeGreaterThan(0);
  expect(at.stored).toEqual([]);
  const before = readings.length;
  await start(at);
  at.speak(voice(980));
  await at.handset.stop();
  expect(at.stored.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1000 * 32);
  expect(readings.length).toBeGreaterThan(before);
  stop();
});

test('a handset that breaks while it is only listened to is no lost answer', async () => {
  const at = set();
  const failures: (string | null)[] = [];
  at.handset.listen(({ failure }) => failures.push(failure));
  await opened();
  at.speak(voice(20));
  at.jam(LOST);
  for (let second = 0; second < 60; second += 1) await at.advance(1000);
  expect(failures).toContain('device_lost');
  expect(at.lost).toEqual([]);
});
