import { expect, test } from 'vitest';
import { failureOutcome, readRetryAfter } from './http-outcome.ts';

const none = (): null => null;

test('Retry-After is read as seconds', () => {
  expect(readRetryAfter('7', null)).toBe(7000);
});

test('a Retry-After date is taken from the clock of the answer, not of the kiosk', () => {
  expect(readRetryAfter('Sun, 22 Nov 2026 08:00:30 GMT', 'Sun, 22 Nov 2026 08:00:00 GMT')).toBe(30_000);
  expect(readRetryAfter('Sun, 22 Nov 2026 08:00:30 GMT', null)).toBeNull();
});

test('a 404 page of a stranger is transient, the same status with a problem body is not', () => {
  expect(failureOutcome(404, none, '<html>Sign in</html>')).toEqual({ kind: 'transient', reason: 'not_a_hub' });
  const problem = JSON.stringify({ type: 'about:blank', title: 'x', status: 400, code: 'bad_request' });
  expect(failureOutcome(400, none, problem)).toEqual({ kind: 'fatal', reason: 'rejected', detail: 'bad_request' });
});

test.each([
  [409, 'audit_regressed'],
  [409, 'audit_key_changed'],
  [422, 'audit_head_invalid'],
  [403, 'audit_head_missing'],
])('%d %s refuses the kiosk, never a record', (status, code) => {
  const problem = JSON.stringify({ type: 'about:blank', title: 'x', status, code });
  expect(failureOutcome(status, none, problem)).toEqual({ kind: 'fatal', reason: 'refused', detail: code });
});

test('damage on the way is transient', () => {
  const problem = JSON.stringify({ type: 'about:blank', title: 'x', status: 400, code: 'manifest_mismatch' });
  expect(failureOutcome(400, none, problem)).toEqual({ kind: 'transient', reason: 'corrupted' });
});

test('a redirect and a network login (511) are not a hub', () => {
  expect(failureOutcome(302, none, '')).toEqual({ kind: 'transient', reason: 'not_a_hub' });
  expect(failureOutcome(511, none, '')).toEqual({ kind: 'transient', reason: 'not_a_hub' });
});

test('429 carries the wait the target asked for', () => {
  expect(failureOutcome(429, (name) => (name === 'retry-after' ? '3' : null), '')).toEqual({
    kind: 'transient',
    reason: 'busy',
    retryAfterMs: 3000,
  });
});
