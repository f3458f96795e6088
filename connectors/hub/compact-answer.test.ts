import { expect, test } from 'vitest';
import type { BatchAnswer } from '#shared/wire/receipt.ts';
import { compactAnswer, CompactAnswer, fullAnswer } from './compact-answer.ts';

const AT = '2026-11-28T08:00:00.000Z';
const records = ['a', 'b', 'c'].map((id) => ({ id, sha256: id.repeat(64) }));
const answer: BatchAnswer = {
  service: 'anteroom-hub',
  batchId: 'batch-0123456789',
  receipts: records.map((record, place) => ({ ...record, status: 'accepted', hubSeq: 7 + place, receivedAt: AT })),
};
const sent = { batchId: answer.batchId, records, claim: null };

function compacted(full: BatchAnswer): CompactAnswer {
  const compact = compactAnswer(full);
  if (compact === null) throw new Error('expected a compact answer');
  return CompactAnswer.parse(JSON.parse(JSON.stringify(compact)));
}

test('receipts come back word for word, and what else the hub said with them', () => {
  expect(fullAnswer(compacted(answer), sent)).toEqual(answer);
  const head = { deviceId: 'd', seq: 3, sha256: 'd'.repeat(64), signedAt: AT, publicKey: '', signature: '' };
  const withHead = { ...answer, auditHead: { seq: 3, sha256: 'd'.repeat(64) } };
  const claim = { head, heldSeq: null, atHeld: null };
  expect(fullAnswer(compacted(withHead), { ...sent, claim })).toEqual(withHead);
});

test('an answer about other records, another order or another batch is none', () => {
  const compact = compacted(answer);
  expect(fullAnswer(compact, { ...sent, records: records.slice(0, 2) })).toBeNull();
  expect(fullAnswer(compact, { ...sent, records: records.toReversed() })).toBeNull();
  expect(fullAnswer(compact, { ...sent, batchId: 'batch-9876543210' })).toBeNull();
  const [first, ...others] = records;
  expect(
    fullAnswer(compact, { ...sent, records: [{ ...first, id: 'a', sha256: 'f'.repeat(64) }, ...others] }),
  ).toBeNull();
});

test('records that fared differently are told one by one', () => {
  const [first, second, third] = answer.receipts;
  if (!first || !second || !third || second.status === 'quarantined') throw new Error('expected three');
  const mixed: BatchAnswer['receipts'][] = [
    [],
    [first, { ...second, status: 'duplicate' }, third],
    [first, { ...second, receivedAt: '2026-11-27T08:00:00.000Z' }, third],
    [first, third, second],
    [first, { ...second, status: 'quarantined', reason: 'id_conflict', hubSeq: null }, third],
    [{ ...second, status: 'quarantined', reason: 'id_conflict', hubSeq: null }],
  ];
  for (const receipts of mixed) expect(compactAnswer({ ...answer, receipts })).toBeNull();
});
