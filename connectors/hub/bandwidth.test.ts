import { expect, test } from 'vitest';
import { createBandwidth, type BandwidthClock } from './bandwidth.ts';

/** Time that passes only while the bucket waits; a timer may come late. */
function fakeTime(
  lateMs: () => number = () => 0,
): BandwidthClock & { nowMs: () => number; pass: (ms: number) => void } {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    pass: (ms) => void (nowMs += ms),
    monotonicMs: () => nowMs,
    wait: async (ms) => void (nowMs += ms + lateMs()),
  };
}

test.each([64, 128, 1000, 10_000, 1_000_000])('at %i kbit/s the ceiling is held, and used', async (kbit) => {
  const perSecond = (kbit * 1000) / 8;
  const time = fakeTime();
  const bandwidth = createBandwidth(perSecond, time);
  let bytes = 0;
  while (time.nowMs() < 10_000) {
    await bandwidth.take(bandwidth.pieceBytes, 0);
    bytes += bandwidth.pieceBytes;
  }
  expect(bytes / (perSecond * (time.nowMs() / 1000))).toBeLessThanOrEqual(1.01);
  expect(bytes / (perSecond * (time.nowMs() / 1000))).toBeGreaterThan(0.9);
});

test('timers that come late lower it and never raise it', async () => {
  let turn = 0;
  const time = fakeTime(() => ((turn += 1) % 3) * 7);
  const bandwidth = createBandwidth(125_000, time);
  let bytes = 0;
  while (time.nowMs() < 10_000) {
    await bandwidth.take(bandwidth.pieceBytes, 0);
    bytes += bandwidth.pieceBytes;
  }
  expect(bytes).toBeLessThanOrEqual(125_000 * 10.2);
  expect(bytes).toBeGreaterThan(125_000 * 9);
});

test('what was not used for an hour is not sent in one burst afterwards', async () => {
  const time = fakeTime();
  const bandwidth = createBandwidth(125_000, time);
  time.pass(3_600_000);
  const from = time.nowMs();
  let bytes = 0;
  while (time.nowMs() - from < 1000) {
    await bandwidth.take(bandwidth.pieceBytes, 0);
    bytes += bandwidth.pieceBytes;
  }
  expect(bytes).toBeLessThanOrEqual(125_000 * 1.15);
});

test('records overtake files that wait, and files still get their tenth', async () => {
  const bandwidth = createBandwidth(125_000, fakeTime());
  const order: string[] = [];
  const ask = (name: string, rank: number): Promise<void> =>
    bandwidth.take(bandwidth.pieceBytes, rank).then(() => void order.push(name));
  await Promise.all([
    ...Array.from({ length: 30 }, () => ask('file', 1)),
    ...Array.from({ length: 30 }, () => ask('record', 0)),
  ]);
  const firstHalf = order.slice(0, 30);
  expect(firstHalf.filter((name) => name === 'record').length).toBeGreaterThanOrEqual(26);
  expect(firstHalf.filter((name) => name === 'file').length).toBeGreaterThanOrEqual(3);
});

test('more than a piece at once is a mistake of the program', () => {
  const bandwidth = createBandwidth(125_000, fakeTime());
  expect(() => bandwidth.take(bandwidth.pieceBytes + 1, 0)).toThrow(RangeError);
});
