import { afterEach, expect, test } from 'vitest';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { type FakeOutbox } from './outbox-store.fake.ts';
import { type ScriptedTarget, addRecords, begin, media, scriptedTarget, sent, stopAll } from './runner-bench.fake.ts';
import type { SendingWindow } from './sending-window.ts';
import { createFakeClock } from './sync-clock.fake.ts';

afterEach(stopAll);

const HOUR = 3_600_000;
/** The local time of day that the fake clock shows `hours` from its start. */
const clockTime = (hours: number): string => {
  const at = new Date(createFakeClock().nowMs() + hours * HOUR);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
};
const inAnHour = (): SendingWindow => ({ from: clockTime(1), to: clockTime(3) });

const addAll = (outbox: FakeOutbox): void => {
  addRecords(2)(outbox);
  outbox.addMedia(media('audio'));
};

test('outside its hours the kiosk sends nothing and asks nothing, and says when it will', async () => {
  const { clock, target, sync } = begin(addAll, { window: inAnHour() });
  const opensAt = new Date(clock.nowMs() + HOUR).toISOString();
  await clock.advance(HOUR - 1000);
  expect(target.log).toEqual([]);
  expect(sync.status()).toMatchObject({ state: 'scheduled', nextAttemptAt: opensAt, lastError: null });
  await clock.advance(2000);
  expect(sync.status()).toMatchObject({ state: 'idle', counts: { sent: 2, mediaSent: 1 } });
});

test('without hours the same queue leaves at once: the test above can fail', async () => {
  const { clock, sync } = begin(addAll);
  await clock.advance(10);
  expect(sync.status()).toMatchObject({ state: 'idle', counts: { sent: 2, mediaSent: 1 } });
});

test('outside the hours an empty queue is nothing to wait for', async () => {
  const { clock, sync } = begin(addRecords(0), { window: inAnHour() });
  await clock.advance(10);
  expect(sync.status()).toMatchObject({ state: 'idle', nextAttemptAt: null });
});

test('erasures and decisions leave at any hour, and nothing else with them', async () => {
  const { clock, target, sync, outbox } = begin(
    (fresh) => {
      addAll(fresh);
      fresh.addRecord(sampleRecord({ seq: 8, type: 'session.erased', body: {} }));
      fresh.addRecord(sampleRecord({ seq: 9, type: 'decision.made', body: {} }));
    },
    { window: inAnHour() },
  );
  await clock.advance(10);
  expect(target.log).toEqual(['batch:2']);
  expect(sync.status()).toMatchObject({ state: 'scheduled', counts: { sent: 2, waiting: 2, mediaWaiting: 1 } });
  // nor is a target that does not answer asked for anything but these
  target.onBatch = () => ({ kind: 'transient', reason: 'unreachable' });
  target.onProbe = () => ({ kind: 'unreachable', reason: 'unreachable' });
  outbox.addRecord(sampleRecord({ seq: 10, type: 'session.erased', body: {} }));
  sync.wake();
  await clock.advance(60_000);
  expect(sync.status().state).toBe('offline');
  expect(target.log.filter((line) => line === 'probe').length).toBeGreaterThan(5);
  target.onProbe = () => ({ kind: 'reachable' });
  target.onBatch = (records) => sent(records);
  await clock.advance(10_000);
  expect(sync.status()).toMatchObject({ state: 'scheduled', counts: { sent: 3, waiting: 2 } });
  const asked = target.log.length;
  await clock.advance(HOUR / 2);
  expect(target.log).toHaveLength(asked);
});

test('a person who says "now" is heard at any hour, once: what comes later waits again', async () => {
  const { clock, sync, outbox } = begin(addAll, { window: inAnHour(), isHurried: true });
  await clock.advance(10);
  expect(sync.status()).toMatchObject({ state: 'idle', counts: { sent: 2, mediaSent: 1 } });
  outbox.addRecord(sampleRecord({ seq: 9 }));
  sync.wake();
  await clock.advance(60_000);
  expect(sync.status()).toMatchObject({ state: 'scheduled', counts: { waiting: 1 } });
});

test('when the hours end a running upload is cut, is nobody’s fault, and goes on when they begin again', async () => {
  let isEndless = true;
  const target: ScriptedTarget = {
    ...scriptedTarget(),
    uploadMedia: ({ signal }) =>
      isEndless
        ? new Promise((resolve) =>
            signal.addEventListener('abort', () => resolve({ kind: 'transient', reason: 'stopped' }), { once: true }),
          )
        : Promise.resolve({ kind: 'sent' }),
  };
  const window = { from: clockTime(-1), to: clockTime(1) };
  const { clock, sync } = begin((outbox) => outbox.addMedia(media('video')), { target, window });
  await clock.advance(HOUR - 1000);
  expect(sync.status()).toMatchObject({ state: 'sending' });
  await clock.advance(2000);
  expect(sync.status()).toMatchObject({
    state: 'scheduled',
    lastError: null,
    upload: null,
    counts: { mediaWaiting: 1 },
  });
  isEndless = false;
  await clock.advance(22 * HOUR);
  expect(sync.status()).toMatchObject({ state: 'idle', counts: { mediaSent: 1 } });
});

test('a clock that is set by ten years while the kiosk waits for its hours loses nothing', async () => {
  const { clock, sync } = begin(addAll, { window: inAnHour() });
  await clock.advance(1000);
  for (const years of [-10, 20]) {
    clock.jump(years * 365.25 * 24 * HOUR);
    await clock.advance(60_000);
  }
  await clock.advance(26 * HOUR);
  expect(sync.status()).toMatchObject({ state: 'idle', counts: { sent: 2, mediaSent: 1, parked: 0 } });
});
