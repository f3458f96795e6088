import { expect, test } from 'vitest';
import { deliveryLedgerConformance } from './delivery-ledger.conformance.ts';
import { ledgerInMemory } from './delivery-ledger.fake.ts';
import { deliverOnce } from './delivery-ledger.ts';
import { rescored, sampleResult } from './sample-result.fake.ts';

deliveryLedgerConformance('memory', () => {
  const ledger = ledgerInMemory();
  return Promise.resolve({ ledger, again: () => Promise.resolve(ledger) });
});

const busy = { kind: 'transient', reason: 'busy' } as const;

test('ids of the steps that were done are there at the next attempt', async () => {
  const ledger = ledgerInMemory();
  const seen: unknown[] = [];
  const first = await deliverOnce(ledger, 'c', sampleResult(), async ({ keepIds }) => {
    await keepIds({ person: '1' });
    await keepIds({ job: '2' });
    return busy;
  });
  expect(first).toEqual(busy);
  await deliverOnce(ledger, 'c', sampleResult(), ({ remoteIds }) => {
    seen.push(remoteIds);
    return Promise.resolve({ kind: 'delivered', remoteIds });
  });
  expect(seen).toEqual([{ person: '1', job: '2' }]);
});

test('a revision that was overtaken is not sent, even when the newer one is only begun', async () => {
  const ledger = ledgerInMemory();
  const old = sampleResult();
  await deliverOnce(ledger, 'c', rescored(old, 10), async ({ keepIds }) => {
    await keepIds({ person: '1' });
    return busy;
  });
  const outcome = await deliverOnce(ledger, 'c', old, () => Promise.reject(new Error('It was sent.')));
  expect(outcome).toEqual({ kind: 'delivered', remoteIds: { person: '1' } });
  // negative control: the newer one itself is sent
  await expect(
    deliverOnce(ledger, 'c', rescored(old, 10), () => Promise.reject(new Error('It was sent.'))),
  ).rejects.toThrow('It was sent.');
});

test('what failed is not written down as delivered', async () => {
  const ledger = ledgerInMemory();
  await deliverOnce(ledger, 'c', sampleResult(), () => Promise.resolve(busy));
  expect(await ledger.read({ connector: 'c', resultId: sampleResult().id })).toBeNull();
});
