import { afterEach, expect, test } from 'vitest';
import type { BatchOutcome } from '#connectors/target.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { WireRecord } from '#shared/wire/record.ts';
import type { SyncSettings } from './sync-settings.ts';
import { type FakeOutbox } from './outbox-store.fake.ts';
import type { OutboxStore } from './ports.ts';
import { addRecords, begin, scriptedTarget, sent, stopAll } from './runner-bench.fake.ts';

afterEach(stopAll);

/** Ids in the order the target got them, when a decision is made while 3,000 transcripts wait. */
async function orderWithDecision(
  change: (outbox: FakeOutbox) => OutboxStore,
): Promise<{ place: number; seqs: number[] }> {
  const target = scriptedTarget();
  const got: WireRecord[] = [];
  const fill = (outbox: FakeOutbox): void => {
    for (let seq = 0; seq < 3000; seq += 1) outbox.addRecord(sampleRecord({ seq, type: 'answer.assessed', body: {} }));
    target.onBatch = (records) => {
      if (got.length === 0) outbox.addRecord(sampleRecord({ seq: 5000, type: 'decision.made', body: {} }));
      got.push(...records);
      return sent(records);
    };
  };
  const { clock } = begin(fill, { target, change, settings: { lanes: 2 } });
  await clock.advance(1000);
  const place = got.findIndex(({ type }) => type === 'decision.made');
  return { place, seqs: got.filter(({ type }) => type !== 'decision.made').map(({ seq }) => seq) };
}

test('a decision made now overtakes 3,000 transcripts that wait; they keep their order', async () => {
  const { place, seqs } = await orderWithDecision((outbox) => outbox);
  // behind what was on its way, two batches of 200
  expect(place).toBeLessThanOrEqual(400);
  expect(seqs).toEqual(Array.from({ length: 3000 }, (_, seq) => seq));
});

test('by seq alone it would come last (the test above can fail)', async () => {
  const bySeq = (outbox: FakeOutbox): OutboxStore => ({
    ...outbox,
    pendingRecords: (limit, nowMs, upTo, butNot) =>
      [...outbox.pendingRecords(Infinity, nowMs, upTo, butNot)]
        .sort((a, b) => WireRecord.parse(a.record).seq - WireRecord.parse(b.record).seq)
        .slice(0, limit),
  });
  expect((await orderWithDecision(bySeq)).place).toBe(3000);
});

/**
 * Failures of every kind in a row, then a target that is well: how long until something moves, with no new write.
 * @returns ms.
 */
async function stallAfter(failures: readonly BatchOutcome[], settings: Partial<SyncSettings> = {}): Promise<number> {
  const target = scriptedTarget();
  let step = 0;
  const next = (): BatchOutcome => failures[(step += 1) % failures.length] ?? { kind: 'transient', reason: 'busy' };
  target.onBatch = next;
  target.onProbe = () => {
    const outcome = next();
    return outcome.kind === 'transient' && outcome.reason === 'unreachable'
      ? { kind: 'unreachable', reason: 'unreachable' }
      : { kind: 'reachable' };
  };
  const { clock, sync } = begin(addRecords(3), { target, settings });
  await clock.advance(17 * 60_000);
  expect(sync.status().counts.sent).toBe(0);
  target.onProbe = () => ({ kind: 'reachable' });
  target.onBatch = (records) => sent(records);
  const from = clock.monotonicMs();
  while (sync.status().counts.sent === 0 && clock.monotonicMs() - from < 3_600_000) await clock.advance(1000);
  return clock.monotonicMs() - from;
}

const down: BatchOutcome = { kind: 'transient', reason: 'unreachable' };
const mixed: BatchOutcome[] = [
  down,
  { kind: 'transient', reason: 'timeout' },
  { kind: 'transient', reason: 'not_a_hub' },
  { kind: 'transient', reason: 'busy' },
  { kind: 'transient', reason: 'corrupted' },
  { kind: 'fatal', reason: 'refused', detail: 'token_rejected' },
  { kind: 'fatal', reason: 'refused', detail: 'certificate_expired' },
];

test.each(mixed.map((outcome) => [[outcome]]).concat([[mixed]]))(
  'after %j and nothing else for a quarter of an hour, work goes on within 60 s of the cure',
  async (failures) => expect(await stallAfter(failures)).toBeLessThanOrEqual(60_000),
);

test('with pauses of five minutes it would not (the test above can fail)', async () =>
  expect(await stallAfter([down], { baseMs: 300_000, probeCapMs: 300_000 })).toBeGreaterThan(60_000));
