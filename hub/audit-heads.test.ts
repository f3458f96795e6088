import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditAlarmList, type AuditClaim, AuditHead } from '#shared/wire/audit-head.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { BatchAnswer } from '#shared/wire/receipt.ts';
import { createSampleLog, type SampleLog } from './audit/sample-log.fake.ts';
import { startHub, type RunningHub } from './hub.ts';
import { sampleRecord } from './store/sample-lines.fake.ts';

let dataDir = '';
let hub: RunningHub;
let log: SampleLog;
let logged: string[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-audit-'));
  logged = [];
  hub = await startHub({ dataDir, log: (event) => logged.push(event) });
  log = createSampleLog();
  log.append(10);
});
afterEach(async () => {
  await hub.close();
  await rm(dataDir, { recursive: true, force: true });
});

const get = (path: string): Promise<Response> =>
  fetch(hub.url + path, { headers: { authorization: `Bearer ${hub.token}` } });
const alarms = async () => AuditAlarmList.parse(await (await get('/v1/audit-alarms')).json()).alarms;

/** Posts one new record of kiosk-1. */
async function post(claim: AuditClaim | string | null): Promise<{ status: number; body: unknown; id: string }> {
  const record = sampleRecord({ sessionId: 'audited' });
  const text = `${JSON.stringify(record)}\n`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const header = typeof claim === 'string' ? claim : canonicalText(claim);
  const response = await fetch(`${hub.url}/v1/batches`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${hub.token}`,
      'content-type': 'application/x-ndjson',
      'idempotency-key': sha256.slice(0, 32),
      'anteroom-device-id': 'kiosk-1',
      'anteroom-record-count': '1',
      'anteroom-content-sha256': sha256,
      ...(claim === null ? {} : { 'anteroom-audit-claim': header }),
    },
    body: text,
  });
  return { status: response.status, body: await response.json(), id: record.id };
}
const heldIds = async (): Promise<string[]> => {
  const response = await get('/v1/sessions/audited');
  if (response.status === 404) return [];
  const { records } = (await response.json()) as { records: { record: { id: string } }[] };
  return records.map(({ record }) => record.id);
};

test('a batch with a head is answered with the head that is held now, which can be asked for', async () => {
  const { status, body } = await post(log.claim());
  expect(status).toBe(200);
  const { seq, sha256 } = log.head();
  expect(BatchAnswer.parse(body).auditHead).toEqual({ seq, sha256 });
  expect(AuditHead.parse(await (await get('/v1/audit-heads/kiosk-1')).json())).toEqual(log.head());
  expect((await get('/v1/audit-heads/kiosk-2')).status).toBe(404);
});

test('a kiosk of before audit heads is served as before', async () => {
  const { status, body, id } = await post(null);
  expect(status).toBe(200);
  expect(BatchAnswer.parse(body).auditHead).toBeUndefined();
  expect(await heldIds()).toEqual([id]);
  expect(await alarms()).toEqual([]);
});

test('a stale claim is told the held line, raises no alarm and leaves no record', async () => {
  const first = await post(log.claim());
  log.append(5);
  const { status, body } = await post(log.claim());
  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'audit_claim_stale', status: 409, heldSeq: 10 });
  expect(await heldIds()).toEqual([first.id]);
  expect(await alarms()).toEqual([]);
});

test.each<[string, () => AuditClaim | string | null, number, string]>([
  ['a log that was set back', () => (log.cutTo(7), log.claim(10)), 409, 'audit_regressed'],
  ['another key', () => createSampleLog('kiosk-1', 2).claim(), 409, 'audit_key_changed'],
  ['a wrong signature', () => ({ ...log.claim(10), head: { ...log.head(), seq: 99 } }), 422, 'audit_head_invalid'],
  ['no JSON', () => '{"head":', 422, 'audit_head_invalid'],
  ['a field too many', () => JSON.stringify({ ...log.claim(10), more: 1 }), 422, 'audit_head_invalid'],
  ['no head any more', () => null, 403, 'audit_head_missing'],
])('%s is a problem with a code and an alarm; no record of the batch is stored', async (_name, claim, status, code) => {
  const first = await post(log.claim());
  const refused = await post(claim());
  expect(refused.status).toBe(status);
  expect(refused.body).toMatchObject({ code, status });
  expect(await heldIds()).toEqual([first.id]);
  expect(await alarms()).toMatchObject([{ deviceId: 'kiosk-1', code, count: 1 }]);
  expect(logged).toContain('audit_alarm');
});

test('heads and alarms outlive the hub', async () => {
  await post(log.claim());
  log.cutTo(7);
  await post(log.claim(10));
  await hub.close();
  hub = await startHub({ dataDir });
  expect(await alarms()).toMatchObject([{ code: 'audit_regressed' }]);
  expect((await post(log.claim(10))).status).toBe(409);
  expect(await alarms()).toMatchObject([{ code: 'audit_regressed', count: 2 }]);
});

test('neither heads nor alarms are shown without the token', async () => {
  for (const path of ['/v1/audit-heads/kiosk-1', '/v1/audit-alarms'])
    expect((await fetch(hub.url + path)).status).toBe(401);
});
