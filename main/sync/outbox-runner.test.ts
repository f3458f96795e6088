import { afterEach, expect, test } from 'vitest';
import type { UploadOutcome } from '#connectors/target.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { createSync } from './outbox-runner.ts';
import { createFakeOutbox, type FakeOutbox } from './outbox-store.fake.ts';
import {
  addRecords,
  begin,
  emptyFile,
  emptySha256,
  media,
  scriptedTarget,
  sent,
  stopAll,
} from './runner-bench.fake.ts';
import { createFakeClock } from './sync-clock.fake.ts';

afterEach(stopAll);

test('without a target nothing is sent and the state says so', async () => {
  const outbox = createFakeOutbox();
  addRecords(1)(outbox);
  const clock = createFakeClock();
  const sync = createSync({
    outbox,
    target: null,
    clock,
    random: Math.random,
    log: () => undefined,
    onChange: () => undefined,
  });
  await clock.advance(120_000);
  expect(sync.status()).toMatchObject({ state: 'not_configured', counts: { waiting: 1 } });
  await sync.stop();
});

test('records go before files and audio before video', async () => {
  const { target, clock, sync } = begin(
    (outbox) => {
      addRecords(3)(outbox);
      outbox.addMedia(media('video'));
      outbox.addMedia(media('audio', 'a'.repeat(64)));
    },
    { openMedia: async (path) => (path === 'audio' ? null : emptyFile) },
  );
  await clock.advance(10);
  expect(target.log).toEqual(['batch:3', 'upload:video']);
  expect(sync.status().counts).toMatchObject({ sent: 3, mediaSent: 1, mediaParked: 1 });
});

test('a file missing from the disk is parked with the reason and blocks nothing', async () => {
  const { outbox, clock, sync } = begin((outbox) => outbox.addMedia(media('audio')), { openMedia: async () => null });
  await clock.advance(10);
  expect(outbox.mediaState(emptySha256)).toMatchObject({ state: 'parked', reason: 'media_missing' });
  expect(sync.status().state).toBe('parked');
});

test('a file whose bytes changed is parked and never sent', async () => {
  const { outbox, target, clock } = begin((outbox) => outbox.addMedia(media('video', 'b'.repeat(64))));
  await clock.advance(10);
  expect(outbox.mediaState('b'.repeat(64))).toMatchObject({ state: 'parked', reason: 'media_changed' });
  expect(target.log).toEqual([]);
});

test('a batch holds at most 200 records and the rest follows at once', async () => {
  const { target, clock } = begin(addRecords(450));
  await clock.advance(10);
  expect(target.log).toEqual(['batch:200', 'batch:200', 'batch:50']);
});

test('while nothing answers the target is probed every 5 s at most, and one good probe restarts the sending', async () => {
  const target = scriptedTarget();
  target.onBatch = () => ({ kind: 'transient', reason: 'unreachable' });
  target.onProbe = () => ({ kind: 'unreachable', reason: 'unreachable' });
  const { clock, sync, outbox } = begin(addRecords(2), { target });
  await clock.advance(60_000);
  const probes = target.log.filter((line) => line === 'probe').length;
  expect(probes).toBeGreaterThanOrEqual(12);
  expect(Math.max(...clock.waits)).toBeLessThanOrEqual(5000);
  expect(sync.status()).toMatchObject({ state: 'offline', lastError: { code: 'unreachable' }, counts: { waiting: 2 } });
  expect(target.log.filter((line) => line.startsWith('batch'))).toHaveLength(1);

  target.onProbe = () => ({ kind: 'reachable' });
  target.onBatch = (records) => sent(records);
  await clock.advance(5000);
  expect(outbox.counts()).toMatchObject({ sent: 2, waiting: 0 });
  expect(sync.status()).toMatchObject({ state: 'idle', lastError: null, nextAttemptAt: null });
});

test('Retry-After is honoured, even when woken', async () => {
  const target = scriptedTarget();
  target.onBatch = () => ({ kind: 'transient', reason: 'busy', retryAfterMs: 90_000 });
  const { clock, sync } = begin(addRecords(1), { target });
  await clock.advance(10);
  target.onBatch = (records) => sent(records);
  sync.wake();
  await clock.advance(89_000);
  expect(target.log).toEqual(['batch:1']);
  await clock.advance(2000);
  expect(target.log).toEqual(['batch:1', 'batch:1']);
});

test('back-off towards a busy target doubles and stays under 30 s', async () => {
  const target = scriptedTarget();
  target.onBatch = () => ({ kind: 'transient', reason: 'busy' });
  const { clock } = begin(addRecords(1), { target });
  await clock.advance(200_000);
  expect(clock.waits.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test('a refusal is shown, retried slowly, and over as soon as the target agrees', async () => {
  const target = scriptedTarget();
  target.onBatch = () => ({ kind: 'fatal', reason: 'refused', detail: 'token_rejected' });
  const { clock, sync } = begin(addRecords(1), { target });
  await clock.advance(10);
  expect(sync.status()).toMatchObject({
    state: 'refused',
    lastError: { code: 'token_rejected' },
    counts: { waiting: 1, parked: 0 },
  });
  target.onBatch = (records) => sent(records);
  await clock.advance(30_000);
  expect(sync.status()).toMatchObject({ state: 'idle', counts: { sent: 1 } });
});

test('413 halves the batch until it fits, and a record too large by itself is parked', async () => {
  const target = scriptedTarget();
  target.onBatch = (records) =>
    records.length > 2 || records.some((record) => record.seq === 5)
      ? { kind: 'fatal', reason: 'too_large', detail: 'too_large' }
      : sent(records);
  const { clock, outbox, sync } = begin(addRecords(10), { target });
  const poison = outbox.pendingRecords(10, clock.nowMs())[5]?.id ?? '';
  await clock.advance(10);
  expect(outbox.recordState(poison)).toMatchObject({ state: 'parked', reason: 'too_large' });
  expect(sync.status()).toMatchObject({ state: 'parked', counts: { sent: 9, parked: 1, waiting: 0 } });
});

test('one rejected record is found by halving and parked; the others arrive', async () => {
  const target = scriptedTarget();
  target.onBatch = (records) =>
    records.some((record) => record.seq === 37)
      ? { kind: 'fatal', reason: 'rejected', detail: 'bad_request' }
      : sent(records);
  const { clock, outbox } = begin(addRecords(100), { target });
  await clock.advance(10);
  expect(outbox.counts()).toMatchObject({ sent: 99, parked: 1, waiting: 0 });
  expect(target.log.length).toBeLessThanOrEqual(16);
});

test('a damaged row is parked on the kiosk and never travels', async () => {
  const good = sampleRecord({ seq: 1 });
  const flipped = { ...sampleRecord({ seq: 2 }), body: { text: '再见' } };
  const { clock, outbox, target } = begin((outbox) => {
    outbox.addDamagedRecord('torn', { id: 'torn' });
    outbox.addDamagedRecord(flipped.id, flipped);
    outbox.addRecord(good);
  });
  await clock.advance(10);
  expect(outbox.recordState('torn')).toMatchObject({ state: 'parked', reason: 'invalid_record' });
  expect(outbox.recordState(flipped.id)).toMatchObject({ state: 'parked', reason: 'hash_mismatch' });
  expect(outbox.recordState(good.id).state).toBe('sent');
  expect(target.log).toEqual(['batch:1']);
});

test('a receipt with another hash is no receipt; after five the record is parked', async () => {
  const target = scriptedTarget();
  target.onBatch = (records) => sent(records, (receipt) => ({ ...receipt, sha256: 'f'.repeat(64) }));
  const { clock, outbox } = begin(addRecords(1), { target });
  const id = outbox.pendingRecords(1, clock.nowMs())[0]?.id ?? '';
  await clock.advance(10);
  expect(outbox.recordState(id)).toMatchObject({ state: 'waiting', attempts: 1 });
  await clock.advance(300_000);
  expect(outbox.recordState(id)).toMatchObject({ state: 'parked', reason: 'no_valid_receipt' });
});

test('a quarantine receipt parks the record with the reason', async () => {
  const target = scriptedTarget();
  target.onBatch = (records) =>
    sent(records, (receipt) => ({ ...receipt, status: 'quarantined', reason: 'id_conflict', hubSeq: null }));
  const { clock, outbox } = begin(addRecords(1), { target });
  const id = outbox.pendingRecords(1, clock.nowMs())[0]?.id ?? '';
  await clock.advance(10);
  expect(outbox.recordState(id)).toMatchObject({ state: 'parked', reason: 'quarantined:id_conflict' });
});

test('ten years forward and back lose nothing and stop nothing', async () => {
  const tenYears = 10 * 365 * 86_400_000;
  const target = scriptedTarget();
  target.onBatch = () => ({ kind: 'transient', reason: 'unreachable' });
  target.onProbe = () => ({ kind: 'unreachable', reason: 'unreachable' });
  const { clock, outbox } = begin(addRecords(1), { target });
  await clock.advance(7000);
  clock.jump(-tenYears);
  await clock.advance(7000);
  clock.jump(2 * tenYears);
  target.onProbe = () => ({ kind: 'reachable' });
  target.onBatch = (records) => sent(records);
  await clock.advance(5000);
  expect(outbox.counts()).toMatchObject({ sent: 1, waiting: 0 });
});

test('new records do not wait for a running upload', async () => {
  const target = scriptedTarget();
  const upload = Promise.withResolvers<UploadOutcome>();
  target.onUpload = () => upload.promise;
  const { clock, outbox, sync } = begin((outbox) => outbox.addMedia(media('video')), { target });
  await clock.advance(10);
  expect(sync.status()).toMatchObject({ state: 'sending', upload: { kind: 'video' } });
  outbox.addRecord(sampleRecord({ seq: 9 }));
  sync.wake();
  await clock.advance(10);
  expect(outbox.counts()).toMatchObject({ sent: 1, mediaWaiting: 1 });
  upload.resolve({ kind: 'sent' });
  await clock.advance(10);
  expect(outbox.counts()).toMatchObject({ mediaSent: 1, mediaWaiting: 0 });
});

test('a failing outbox is logged and looked at again', async () => {
  const { outbox: sound } = begin(addRecords(0));
  addRecords(1)(sound);
  let isBroken = true;
  const clock = createFakeClock();
  const events: string[] = [];
  const sync = createSync({
    outbox: {
      ...sound,
      pendingRecords: (...wanted) => {
        if (isBroken) throw new Error('disk I/O error');
        return sound.pendingRecords(...wanted);
      },
    },
    target: scriptedTarget(),
    clock,
    random: () => 0.999_999,
    log: (_level, event) => events.push(event),
    onChange: () => undefined,
  });
  await clock.advance(5000);
  expect(events).toContain('sync.pass_failed');
  isBroken = false;
  await clock.advance(30_000);
  expect(sound.counts().sent).toBe(1);
  await sync.stop();
});

test('an audit log the target does not accept parks nothing and is tried again rarely, by itself', async () => {
  const target = scriptedTarget();
  target.onBatch = () => ({ kind: 'fatal', reason: 'refused', detail: 'audit_regressed' });
  const fill = (outbox: FakeOutbox): void => {
    addRecords(3)(outbox);
    outbox.addMedia(media('video'));
  };
  const { clock, sync } = begin(fill, { target });
  await clock.advance(10 * 60_000);
  expect(target.log).toEqual(['batch:3']);
  expect(sync.status()).toMatchObject({
    state: 'refused',
    lastError: { code: 'audit_regressed' },
    counts: { waiting: 3, parked: 0, mediaWaiting: 1, mediaParked: 0 },
  });
  target.onBatch = (records) => sent(records);
  await clock.advance(5 * 60_000);
  expect(sync.status()).toMatchObject({ state: 'idle', lastError: null, counts: { sent: 3, mediaSent: 1 } });
});
