import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { systemClock } from '#main/sync/system-clock.ts';
import type { MediaReference, WireRecord } from '#shared/wire/record.ts';
import { startScriptedFront, recordsOf } from './scripted-front.ts';
import { seededRandom, shuffled } from './seeded-random.ts';
import { readState } from './state-hash.ts';
import { createBench, heldRecords, sampleRecords, type Bench } from './sync-bench.ts';

const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000);
let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

/** Records of a few interviews that name files, as kiosks of two devices write them. */
function interviews(): WireRecord[] {
  return ['kiosk-1', 'kiosk-2'].flatMap((deviceId) =>
    Array.from({ length: 40 }, (_, seq) => {
      const sha256 = randomBytes(32).toString('hex');
      const media: MediaReference = {
        sha256,
        sizeBytes: 10,
        mimeType: 'video/webm',
        kind: 'video',
        recordingId: `${deviceId}-${seq}`,
        durationMs: 1,
      };
      return sampleRecord({
        deviceId,
        seq,
        sessionId: `${deviceId}-session-${seq % 4}`,
        ...(seq % 10 === 0 ? { media: [media] } : {}),
      });
    }),
  );
}

function batchesOf(records: readonly WireRecord[], size: number): WireRecord[][] {
  const ofDevice = Map.groupBy(records, ({ deviceId }) => deviceId);
  return [...ofDevice.values()].flatMap((rows) =>
    Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size)),
  );
}

test('F19: five senders at once, each batch several times in any order: the same state to the hash', async () => {
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const records = interviews();
  const clean = await bench.hub();
  for (const batch of batchesOf(records, 20)) {
    const signal = AbortSignal.timeout(60_000);
    expect((await createHubTarget(clean).sendBatch({ records: batch, audit: null, signal })).kind).toBe('sent');
  }
  const busy = await bench.hub();
  await Promise.all(
    [11, 13, 17, 23, 29].map(async (size) => {
      const target = createHubTarget(busy);
      const mixed = shuffled([...batchesOf(records, size), ...batchesOf(shuffled(records, random), size)], random);
      for (const batch of mixed) {
        const signal = AbortSignal.timeout(60_000);
        expect((await target.sendBatch({ records: shuffled(batch, random), audit: null, signal })).kind).toBe('sent');
      }
    }),
  );
  const state = await readState(clean);
  expect(state).toMatchObject({ records: 80, distinctRecords: 80, files: 8 });
  expect(await readState(busy)).toEqual(state);

  // the hash sees a record less and a record more
  const less = await bench.hub();
  for (const batch of batchesOf(records.slice(1), 20)) {
    await createHubTarget(less).sendBatch({ records: batch, audit: null, signal: AbortSignal.timeout(60_000) });
  }
  expect((await readState(less)).hash).not.toBe(state.hash);
});

test.each([-10, 10])(
  'I17: a kiosk whose clock is %i years off: nothing lost, expired or put in another order',
  async (years) => {
    const hub = await bench.hub();
    const offMs = years * 365.25 * 86_400_000;
    let jumps = 0;
    const records = Array.from({ length: 40 }, (_, seq) =>
      // the clock is set back and forth in the middle of the interview
      sampleRecord({ seq, capturedAt: new Date(Date.now() + (seq % 2 === 0 ? offMs : -offMs)).toISOString() }),
    );
    const { until } = bench.sender(hub.url, hub.token, {
      settings: { batchRecords: 7 },
      clock: { ...systemClock, nowMs: () => Date.now() + ((jumps += 1) % 2 === 0 ? offMs : -offMs) },
      fill: (outbox) => {
        for (const record of shuffled(records, seededRandom(seed))) outbox.addRecord(record);
      },
    });
    await until(({ counts }) => counts.waiting === 0);
    expect(await heldRecords(hub)).toEqual(records);
  },
);

test.each([400, 422])('F16: one record that is answered with %i is put aside; every other arrives', async (status) => {
  const hub = await bench.hub();
  const poison = sampleRecord({ seq: 13, body: { text: 'poison' } });
  const records = [...sampleRecords(60).filter(({ seq }) => seq !== 13), poison];
  const front = await startScriptedFront(hub.url, ({ path, body, headers }) => {
    if (path !== '/v1/batches') return null;
    // as a hub of before lean lines answers
    if (headers['content-encoding'] !== 'zstd') return { status: 415, body: '' };
    if (!recordsOf(body).some(({ id }) => id === poison.id)) return null;
    return {
      status,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ type: 'about:blank', title: 'Refused', status, code: 'bad_request' }),
    };
  });
  bench.onEnd(front.close);
  const { until, outbox } = bench.sender(front.url, hub.token, {
    fill: (fresh) => {
      for (const record of records) fresh.addRecord(record);
    },
  });
  await until(({ counts }) => counts.waiting === 0);
  expect(outbox.counts()).toMatchObject({ sent: 59, parked: 1 });
  expect(outbox.recordState(poison.id)).toMatchObject({ state: 'parked', reason: 'rejected:bad_request' });
  expect((await heldRecords(hub)).map(({ id }) => id)).not.toContain(poison.id);
});

test('F16, control: the same status without the hub’s own words parks nothing: somebody in between said it', async () => {
  const hub = await bench.hub();
  let isBetween = true;
  const front = await startScriptedFront(hub.url, ({ path }) =>
    isBetween && path === '/v1/batches' ? { status: 422, body: '<h1>No</h1>' } : null,
  );
  bench.onEnd(front.close);
  const { until, outbox } = bench.sender(front.url, hub.token, {
    fill: (fresh) => {
      for (const record of sampleRecords(5)) fresh.addRecord(record);
    },
  });
  await until(({ lastError }) => lastError?.code === 'not_a_hub');
  expect(outbox.counts()).toMatchObject({ parked: 0, waiting: 5 });
  isBetween = false;
  await until(({ counts }) => counts.sent === 5);
});
