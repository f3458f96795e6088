import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { startChaosProxy } from './chaos-proxy.ts';
import { recordsOf, startScriptedFront } from './scripted-front.ts';
import { seededRandom, shuffled } from './seeded-random.ts';
import { createBench, getFrom, heldRecords, sampleRecords, type Bench } from './sync-bench.ts';

const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000);
let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

const allSent = (count: number) => (status: { counts: { sent: number; waiting: number } }) =>
  status.counts.sent === count && status.counts.waiting === 0;

test('with every fifth answer lost each record is held exactly once', async () => {
  console.log(`seed ${seed}`);
  let received = 0;
  const hub = await bench.hub({ onBatch: (records) => (received += records) });
  const proxy = await startChaosProxy(hub.port, seededRandom(seed));
  bench.onEnd(proxy.close);
  proxy.chaos.lostAnswerRate = 0.2;
  const records = sampleRecords(2000);
  const { outbox, until } = bench.sender(proxy.url, hub.token, {
    settings: { batchRecords: 20 },
    fill: (empty) => records.forEach((record) => empty.addRecord(record)),
  });
  await until(allSent(records.length));
  const held = await heldRecords(hub);
  console.log(
    `lost answers ${proxy.lostAnswers()}, record amplification ${(received / records.length).toFixed(3)} (expected about 1.25)`,
  );
  expect(proxy.lostAnswers()).toBeGreaterThan(5);
  expect(held).toEqual(records);
  expect(outbox.counts()).toMatchObject({ parked: 0 });
  expect(received / records.length).toBeLessThan(1.6);
});

test('without a unique key the same traffic leaves duplicates (the test above can fail)', async () => {
  const naive: WireRecord[] = [];
  const server = await startScriptedFront(null, ({ path, body, headers }) => {
    if (path !== '/v1/batches') return { status: 404, body: '' };
    // as a hub of before lean lines answers
    if (headers['content-encoding'] !== 'zstd') return { status: 415, body: '' };
    const records = recordsOf(body);
    naive.push(...records);
    const receipts = records.map((record) => ({
      status: 'accepted',
      id: record.id,
      sha256: record.sha256,
      hubSeq: naive.length,
      receivedAt: '2026-11-22T08:00:00.000Z',
    }));
    const answer = { service: 'anteroom-hub', batchId: headers['idempotency-key'], receipts };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
  });
  bench.onEnd(server.close);
  const proxy = await startChaosProxy(Number(new URL(server.url).port), seededRandom(seed));
  bench.onEnd(proxy.close);
  proxy.chaos.lostAnswerRate = 0.4;
  const records = sampleRecords(400);
  const target = createHubTarget({ url: proxy.url, token: 'any' });
  for (let start = 0; start < records.length; start += 10) {
    const batch = { records: records.slice(start, start + 10), audit: null, signal: AbortSignal.timeout(60_000) };
    while ((await target.sendBatch(batch)).kind !== 'sent') expect(batch.signal.aborted).toBe(false);
  }
  console.log(`naive server: ${naive.length} rows for ${records.length} records`);
  expect(naive.length).toBeGreaterThan(records.length);
});

test('five senders with the same records and lost answers leave one of each, and all get the same receipts', async () => {
  const hub = await bench.hub();
  const proxy = await startChaosProxy(hub.port, seededRandom(seed + 1));
  bench.onEnd(proxy.close);
  proxy.chaos.lostAnswerRate = 0.2;
  const records = sampleRecords(600);
  const senders = [7, 20, 33, 50, 101].map((batchRecords) =>
    bench.sender(proxy.url, hub.token, {
      settings: { batchRecords },
      fill: (empty) => records.forEach((record) => empty.addRecord(record)),
    }),
  );
  await Promise.all(senders.map((sender) => sender.until(allSent(records.length))));
  expect(await heldRecords(hub)).toEqual(records);
  for (const record of records) {
    const receipts = senders.map((sender) => sender.outbox.recordState(record.id).receipt);
    expect(new Set(receipts.map((receipt) => receipt?.hubSeq)).size).toBe(1);
    expect(receipts.every((receipt) => receipt?.sha256 === record.sha256)).toBe(true);
  }
});

test.each([0, 1, 2])(
  'random cuts and lost answers, run %i: every record and file arrives once and whole',
  async (run) => {
    console.log(`seed ${seed + 10 + run}`);
    const random = seededRandom(seed + 10 + run);
    const hub = await bench.hub();
    const proxy = await startChaosProxy(hub.port, random);
    bench.onEnd(proxy.close);
    proxy.chaos.lostAnswerRate = 0.1;
    proxy.onSent(() => {
      if (random() < 0.01) proxy.cutAll();
    });
    const records = sampleRecords(300);
    const files = [await bench.mediaFile(5_000_000), await bench.mediaFile(700_000, 'audio')];
    const { until } = bench.sender(proxy.url, hub.token, {
      settings: { batchRecords: 25 },
      limits: { chunkBytes: 256 * 1024 },
      fill: (empty) => {
        for (const record of records) empty.addRecord(record);
        for (const file of files) empty.addMedia(file);
      },
    });
    const status = await until(({ counts }) => counts.waiting === 0 && counts.mediaWaiting === 0);
    expect(status.counts).toMatchObject({ sent: 300, parked: 0, mediaSent: 2, mediaParked: 0 });
    expect(await heldRecords(hub)).toEqual(records);
    for (const file of files) {
      const response = await getFrom(hub, `/v1/media/${file.sha256}`);
      expect(Buffer.from(await response.arrayBuffer()).equals(file.bytes)).toBe(true);
    }
  },
);

test('any order and repetition of the batches gives the same state', async () => {
  const records = sampleRecords(120);
  const batches = Array.from({ length: 12 }, (_, index) => records.slice(index * 10, index * 10 + 10));
  const random = seededRandom(seed + 2);
  const states: WireRecord[][] = [];
  for (const order of [batches, shuffled([...batches, ...batches, ...batches], random)]) {
    const hub = await bench.hub();
    const target = createHubTarget(hub);
    for (const batch of order) {
      const outcome = await target.sendBatch({
        records: shuffled(batch, random),
        audit: null,
        signal: AbortSignal.timeout(60_000),
      });
      expect(outcome.kind).toBe('sent');
    }
    states.push(await heldRecords(hub));
  }
  expect(states[1]).toEqual(states[0]);
});

test('different bytes under one id are put aside on both sides and overwrite nothing', async () => {
  const hub = await bench.hub();
  const [original] = sampleRecords(1);
  if (original === undefined) throw new Error('No sample record.');
  const forged = sampleRecord({ ...original, body: { text: '改过' } });
  const first = bench.sender(hub.url, hub.token, { fill: (empty) => empty.addRecord(original) });
  await first.until(allSent(1));
  const second = bench.sender(hub.url, hub.token, { fill: (empty) => empty.addRecord(forged) });
  await second.until((status) => status.state === 'parked');
  expect(second.outbox.recordState(original.id)).toMatchObject({ state: 'parked', reason: 'quarantined:id_conflict' });
  expect(await heldRecords(hub)).toEqual([original]);
});

test('an unknown type and an unknown version are stored raw and acknowledged', async () => {
  const hub = await bench.hub();
  const records = [
    sampleRecord({ seq: 1, type: 'answer.dreamt', body: { from: 'the future' } }),
    sampleRecord({ seq: 2, schemaVersion: 99, body: [1, 2], futureField: '保留' }),
  ];
  const { outbox, until } = bench.sender(hub.url, hub.token, {
    fill: (empty) => records.forEach((record) => empty.addRecord(record)),
  });
  await until(allSent(2));
  expect(records.map((record) => outbox.recordState(record.id).receipt?.status)).toEqual([
    'accepted_unparsed',
    'accepted_unparsed',
  ]);
  expect(await heldRecords(hub)).toEqual(records);
});
