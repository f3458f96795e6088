import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { toAuditLine, toAuditVerdict } from './audit-lines.ts';

const [STAFF, SESSION, DEVICE] = [v7(), v7(), v7()];
const names = {
  staffName: (id: string) => (id === STAFF ? 'Wang Fang' : null),
  referenceOf: (id: string) => (id === SESSION ? 'AB12CD' : null),
  deviceId: DEVICE,
};
const line = {
  seq: 7,
  at: '2026-11-22T08:00:00.000Z',
  action: 'decision.made',
  detailJson: '{"outcome":"hold","reviews":1}',
  sha256: 'a'.repeat(64),
};

test('ids become names and references', () => {
  expect(toAuditLine({ ...line, actor: STAFF, subject: SESSION }, names)).toMatchObject({
    actor: { kind: 'staff', name: 'Wang Fang' },
    subject: { kind: 'interview', text: 'AB12CD' },
    detail: { outcome: 'hold', reviews: 1 },
  });
  expect(toAuditLine({ ...line, actor: 'head_office:77', subject: DEVICE }, names)).toMatchObject({
    actor: { kind: 'head_office', name: null },
    subject: { kind: 'kiosk', text: null },
  });
  expect(toAuditLine({ ...line, actor: 'retention', subject: STAFF }, names)).toMatchObject({
    actor: { kind: 'rule' },
    subject: { kind: 'staff', text: 'Wang Fang' },
  });
});

test('a person whose account is gone acts as staff without a name', () => {
  expect(toAuditLine({ ...line, actor: v7(), subject: 'x' }, names)).toMatchObject({
    actor: { kind: 'staff', name: null },
    subject: { kind: 'other', text: 'x' },
  });
});

test('a log with a thousand wrong lines lists the first of them and counts all', () => {
  const problems = Array.from({ length: 1000 }, (_, index) => ({ kind: 'changed' as const, line: index + 1 }));
  const verdict = toAuditVerdict(
    { lines: 1000, problems, acknowledged: 'none' },
    { seq: 1000, sha256: 'a'.repeat(64) },
  );
  expect(verdict).toMatchObject({ isSound: false, problemCount: 1000, heldAgainst: 'none' });
  expect(verdict.problems.length).toBeLessThan(50);
});
