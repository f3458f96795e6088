import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { enrolAtHub, changeKeyAtHub } from '#connectors/hub/enrol.ts';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { deviceAuth, type DeviceIdentity } from '#connectors/hub/request-auth.ts';
import type { RunningHub } from '#hub/hub.ts';
import { createSampleLog } from '#hub/audit/sample-log.fake.ts';
import { openDeviceKeys } from '#main/store/device-keys.ts';
import { AuditAlarmList } from '#shared/wire/audit-head.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { DeviceList, MadeCode } from '#shared/wire/device.ts';
import { CODE_ALPHABET } from '#shared/wire/enrolment.ts';
import { Problem } from '#shared/wire/problem.ts';
import { createBench, getFrom, heldRecords, quickLimits, sampleRecords, type Bench } from './sync-bench.ts';

let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

const signal = new AbortController().signal;
const secret = Buffer.alloc(32, 7);
const recordsOf = (deviceId: string, count = 3) => sampleRecords(count, 'session-1', deviceId);

async function post(hub: RunningHub, path: string, body: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' };
  return fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}
const codeFrom = async (hub: RunningHub, body: object = { site: 'Shanghai' }): Promise<string> =>
  MadeCode.parse(await (await post(hub, '/v1/enrolment-codes', body)).json()).code;
const devicesOf = async (hub: RunningHub) => DeviceList.parse(await (await getFrom(hub, '/v1/devices')).json()).devices;
const alarmsOf = async (hub: RunningHub) =>
  AuditAlarmList.parse(await (await getFrom(hub, '/v1/audit-alarms')).json()).alarms;

/** A kiosk's keys over a folder, enrolled. */
async function enrolledKiosk(hub: RunningHub, deviceId = v7()) {
  const keys = openDeviceKeys(join(await bench.folder(), 'device-key.json'), secret);
  const code = await codeFrom(hub);
  const outcome = await enrolAtHub({ url: hub.url, code, deviceId, signer: keys.signer });
  if (outcome.kind !== 'enrolled') throw new Error(`Not enrolled: ${JSON.stringify(outcome)}`);
  const device: DeviceIdentity = { deviceId, signer: keys.signer, hubKey: outcome.answer.hubKey };
  const target = createHubTarget({ url: hub.url, token: null, device, limits: quickLimits });
  return { deviceId, keys, device, target, code };
}

test('a kiosk enrols with a code typed any way, and from then on sends with its own key and no token', async () => {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const code = await codeFrom(hub);
  expect(code).toMatch(new RegExp(`^[${CODE_ALPHABET}]{8}$`));
  const { target, deviceId, device } = await enrolledKiosk(hub);
  expect(await target.probe(signal)).toMatchObject({ kind: 'reachable' });
  const records = recordsOf(deviceId);
  const outcome = await target.sendBatch({ records, audit: null, signal });
  expect(outcome).toMatchObject({ kind: 'sent', proof: { deviceId, publicKey: device.hubKey } });
  expect(await heldRecords(hub)).toHaveLength(3);
  expect(await devicesOf(hub)).toMatchObject([{ deviceId, site: 'Shanghai', revokedAt: null }]);
  // private, and not in the database
  expect((await stat(join(dataDir, 'hub-key.pem'))).mode & 0o777).toBe(0o600);
  for (const file of ['hub.db', 'hub.db-wal']) expect((await readFile(join(dataDir, file))).includes(code)).toBe(false);
});

test('the same hub proves itself after a restart; another one in its place is not taken for it', async () => {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const { target, deviceId } = await enrolledKiosk(hub);
  await hub.close();
  const again = await bench.hub({ dataDir, port: hub.port });
  expect(await target.probe(signal)).toMatchObject({ kind: 'reachable' });
  await again.close();
  await rm(join(dataDir, 'hub-key.pem'));
  await bench.hub({ dataDir, port: hub.port });
  expect(await target.probe(signal)).toEqual({ kind: 'refused', detail: 'hub_key_changed' });
  // it holds the same database, and its receipts are still not the hub's word
  const records = recordsOf(deviceId);
  expect(await target.sendBatch({ records, audit: null, signal })).toEqual({ kind: 'transient', reason: 'not_a_hub' });
});

test('wrong, used and expired codes are told apart; who guesses has to wait', async () => {
  const hub = await bench.hub();
  const { keys, code, deviceId } = await enrolledKiosk(hub);
  const attempt = (given: string, id = deviceId) =>
    enrolAtHub({ url: hub.url, code: given, deviceId: id, signer: keys.signer });
  expect(await attempt(code, v7())).toEqual({ kind: 'refused', reason: 'code_used' });
  expect(await attempt(code)).toMatchObject({ kind: 'enrolled' });
  const guesses = await Promise.all(Array.from({ length: 10 }, () => attempt('AAAAAAAA')));
  expect(new Set(guesses.map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify({ kind: 'refused', reason: 'code_wrong' })]),
  );
  expect(await attempt(await codeFrom(hub), v7())).toMatchObject({ kind: 'too_many_tries' });
});

test('what is no hub, or an older one, is told as such', async () => {
  const { keys, deviceId } = await enrolledKiosk(await bench.hub());
  const at = (url: string, answer?: () => Response) =>
    enrolAtHub({
      url,
      code: 'AAAAAAAA',
      deviceId,
      signer: keys.signer,
      ...(answer === undefined ? {} : { fetch: () => Promise.resolve(answer()) }),
    });
  expect(await at('http://127.0.0.1:9')).toEqual({ kind: 'unreachable', reason: 'unreachable' });
  const portal = () => new Response('<html>Log in</html>', { headers: { 'content-type': 'text/html' } });
  expect(await at('http://portal.example', portal)).toEqual({ kind: 'unreachable', reason: 'not_a_hub' });
  const old = () =>
    Response.json({ type: 'about:blank', title: '', status: 401, code: 'unauthorized' }, { status: 401 });
  expect(await at('http://old.example', old)).toEqual({ kind: 'refused', reason: 'unsupported' });
});

test('an enrolled device signs or is refused: the shared token is not enough for it, and for others still is', async () => {
  const hub = await bench.hub();
  const { deviceId } = await enrolledKiosk(hub);
  const withToken = createHubTarget({ url: hub.url, token: hub.token, limits: quickLimits });
  expect(await withToken.sendBatch({ records: recordsOf(deviceId), audit: null, signal })).toEqual({
    kind: 'fatal',
    reason: 'refused',
    detail: 'device_key_unknown',
  });
  expect(await withToken.sendBatch({ records: recordsOf('kiosk-1'), audit: null, signal })).toMatchObject({
    kind: 'sent',
  });
});

test('a device cannot send in the name of another, nor with a request that was changed, replayed or is hours old', async () => {
  const hub = await bench.hub();
  const { device, target } = await enrolledKiosk(hub);
  const inAnothersName = await target.sendBatch({ records: recordsOf('kiosk-2', 1), audit: null, signal });
  expect(inAnothersName).toMatchObject({ receipts: [{ status: 'quarantined', reason: 'device_mismatch' }] });
  expect(await heldRecords(hub)).toEqual([]);

  const url = `${hub.url}/v1/sessions?limit=5`;
  const codeOf = async (target: string, headers: Record<string, string>) =>
    Problem.parse(await (await fetch(target, { headers })).json()).code;
  const sign = () => deviceAuth(device).headersOf({ method: 'GET', url, headers: {} });
  const headers = await sign();
  // known, and still not let near the interviews
  expect(await codeOf(url, headers)).toBe('forbidden');
  expect(await codeOf(url, headers)).toBe('signature_stale');
  expect(await codeOf(`${hub.url}/v1/sessions?limit=6`, await sign())).toBe('signature_invalid');
  expect(await codeOf(url, { ...(await sign()), 'anteroom-device-status': '{}' })).toBe('signature_invalid');
  const auth = deviceAuth(device);
  auth.noteHubTime(new Date(Date.now() - 3 * 3_600_000).toISOString());
  expect(await codeOf(url, await auth.headersOf({ method: 'GET', url, headers: {} }))).toBe('signature_stale');
  const { signature: _dropped, ...unsigned } = await sign();
  expect(await codeOf(url, unsigned)).toBe('signature_invalid');
});

test('a kiosk whose clock is ten years off sends all the same', async () => {
  const hub = await bench.hub();
  const { device, deviceId } = await enrolledKiosk(hub);
  const original = Date.now;
  Date.now = () => original() - 10 * 365 * 86_400_000;
  try {
    const target = createHubTarget({ url: hub.url, token: null, device, limits: quickLimits });
    expect(await target.sendBatch({ records: recordsOf(deviceId), audit: null, signal })).toMatchObject({
      kind: 'sent',
    });
  } finally {
    Date.now = original;
  }
});

test('a revoked kiosk is told so and parks nothing; enrolled again under its own id, it goes on', async () => {
  const hub = await bench.hub();
  const { target, deviceId, keys } = await enrolledKiosk(hub);
  await target.sendBatch({ records: recordsOf(deviceId), audit: null, signal });
  expect((await post(hub, `/v1/devices/${deviceId}/revoke`, {})).status).toBe(204);
  const more = recordsOf(deviceId);
  const refusal = { kind: 'fatal', reason: 'refused', detail: 'device_revoked' };
  expect(await target.sendBatch({ records: more, audit: null, signal })).toEqual(refusal);
  expect(await target.probe(signal)).toEqual({ kind: 'refused', detail: 'device_revoked' });
  const withToken = createHubTarget({ url: hub.url, token: hub.token, limits: quickLimits });
  expect(await withToken.sendBatch({ records: more, audit: null, signal })).toEqual(refusal);
  const outcome = await enrolAtHub({ url: hub.url, code: await codeFrom(hub), deviceId, signer: keys.signer });
  expect(outcome).toMatchObject({ kind: 'enrolled' });
  expect(await target.sendBatch({ records: more, audit: null, signal })).toMatchObject({ kind: 'sent' });
  expect(await heldRecords(hub)).toHaveLength(6);
});

test('files go up signed, too, and a revoked kiosk’s do not', async () => {
  const hub = await bench.hub();
  const { target, deviceId } = await enrolledKiosk(hub);
  const upload = async (sizeBytes: number) => {
    const file = await bench.mediaFile(sizeBytes);
    const source = {
      sizeBytes,
      read: async (start: number, end: number) => file.bytes.subarray(start, end),
      close: async () => undefined,
    };
    const { sha256, mimeType, kind } = file;
    const onProgress = () => undefined;
    return target.uploadMedia({
      source,
      sha256,
      mimeType,
      kind,
      resumeUrl: null,
      onProgress,
      onResumeUrl: onProgress,
      signal,
    });
  };
  expect(await upload(2_500_000)).toEqual({ kind: 'sent' });
  await post(hub, `/v1/devices/${deviceId}/revoke`, {});
  expect(await upload(1000)).toEqual({ kind: 'fatal', reason: 'refused', detail: 'device_revoked' });
});

test('a key is changed with both signatures; lost answers do no harm, and the audit log raises no alarm', async () => {
  const hub = await bench.hub();
  const { deviceId, keys, device } = await enrolledKiosk(hub);
  const log = createSampleLog(deviceId, keys.signer);
  const target = createHubTarget({ url: hub.url, token: null, device, limits: quickLimits });
  log.append(3);
  expect(await target.sendBatch({ records: recordsOf(deviceId), audit: log.source(), signal })).toMatchObject({
    kind: 'sent',
  });

  const former = keys.signer.publicKey;
  const late = log.claim(3);
  const next = keys.prepareNext();
  const change = () =>
    changeKeyAtHub({
      url: hub.url,
      deviceId,
      hubKey: device.hubKey,
      current: keys.signer,
      next,
      at: new Date().toISOString(),
    });
  expect(await change()).toEqual({ kind: 'changed' });
  // the answer was lost: the old key is no longer the device's, and asking again is answered again
  expect(await target.sendBatch({ records: recordsOf(deviceId), audit: log.source(), signal })).toMatchObject({
    reason: 'refused',
    detail: 'device_key_unknown',
  });
  expect(await change()).toEqual({ kind: 'changed' });
  keys.adoptNext();
  expect(keys.signer.publicKey).not.toBe(former);
  log.append(2);
  expect(await target.sendBatch({ records: recordsOf(deviceId), audit: log.source(), signal })).toMatchObject({
    kind: 'sent',
  });
  expect(await alarmsOf(hub)).toEqual([]);

  // a claim of before the change that arrives late is no alarm either; one with a stranger's key is
  const claimed = async (claim: unknown) => {
    const fixed = { headersOf: deviceAuth(device).headersOf, claim };
    return target.sendBatch({
      records: recordsOf(deviceId),
      audit: { claim: () => fixed.claim as ReturnType<typeof log.claim>, acknowledge: () => undefined },
      signal,
    });
  };
  expect(await claimed(late)).toMatchObject({ kind: 'transient', reason: 'busy' });
  expect(await alarmsOf(hub)).toEqual([]);
  const stranger = createSampleLog(deviceId);
  stranger.append(9);
  expect(await claimed(stranger.claim())).toMatchObject({ detail: 'audit_key_changed' });
  expect(await alarmsOf(hub)).toHaveLength(1);
});

test('a change that only one key signed is refused', async () => {
  const hub = await bench.hub();
  const { deviceId, keys, device } = await enrolledKiosk(hub);
  const stranger = openDeviceKeys(join(await bench.folder(), 'other.json'), Buffer.alloc(32, 9)).signer;
  const forged = { publicKey: keys.signer.publicKey, sign: stranger.sign };
  expect(
    await changeKeyAtHub({
      url: hub.url,
      deviceId,
      hubKey: device.hubKey,
      current: forged,
      next: stranger,
      at: new Date().toISOString(),
    }),
  ).toMatchObject({ kind: 'unreachable', reason: 'not_a_hub' });
  expect(await devicesOf(hub)).toMatchObject([{ publicKey: keys.signer.publicKey }]);
});

test('receipts that somebody on the way changed are not the hub’s word (I16)', async () => {
  const hub = await bench.hub();
  const stranger = { kind: 'transient', reason: 'not_a_hub' };
  async function senderOf(id?: string) {
    const { device, deviceId } = await enrolledKiosk(hub, id);
    const records = recordsOf(deviceId);
    return (change: (answer: Buffer) => Uint8Array<ArrayBuffer> | string) =>
      createHubTarget({
        url: hub.url,
        token: null,
        device,
        limits: quickLimits,
        fetch: async (...request) => {
          const response = await fetch(...request);
          return new Response(change(Buffer.from(await response.arrayBuffer())), { status: response.status });
        },
      }).sendBatch({ records, audit: null, signal });
  }

  // few records are answered in bytes: version, status, when, when signed, signature, number
  const through = await senderOf();
  expect(await through((answer) => Uint8Array.from(answer))).toMatchObject({ kind: 'sent' });
  for (const place of [0, 1, 4, 9, 20, 79]) {
    const flipped = (answer: Buffer) => Uint8Array.from(answer, (byte, at) => (at === place ? byte ^ 1 : byte));
    expect([place, await through(flipped)]).toEqual([place, stranger]);
  }
  expect(await through((answer) => Uint8Array.from(answer.subarray(0, -1)))).toEqual(stranger);

  // a device with another name than a UUID is answered packed: the seal comes last
  const inJson = await senderOf('kiosk-1');
  expect(await inJson(String)).toMatchObject({ kind: 'sent' });
  const unsealed = (answer: Buffer) =>
    canonicalText(
      z
        .array(z.unknown())
        .parse(JSON.parse(String(answer)))
        .slice(0, -1),
    );
  expect(await inJson(unsealed)).toEqual(stranger);
  expect(await inJson((answer) => String(answer).replaceAll('"d"', '"a"'))).toEqual(stranger);
});
