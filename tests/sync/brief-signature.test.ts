import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enrolAtHub } from '#connectors/hub/enrol.ts';
import { BRIEF_HEADER } from '#connectors/hub/brief-signature.ts';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import type { RunningHub } from '#hub/hub.ts';
import { openDeviceKeys } from '#main/store/device-keys.ts';
import { DeviceList, MadeCode } from '#shared/wire/device.ts';
import { Problem } from '#shared/wire/problem.ts';
import { createBench, getFrom, heldRecords, quickLimits, sampleRecords, type Bench } from './sync-bench.ts';

const signal = new AbortController().signal;
let bench: Bench;
let hub: RunningHub;
beforeEach(async () => {
  bench = createBench();
  hub = await bench.hub();
});
afterEach(() => bench.close());

/** An enrolled kiosk, and every request it makes; `change` may alter one on its way. */
async function kiosk(change: (headers: Record<string, string>) => Record<string, string> = (headers) => headers) {
  const { signer } = openDeviceKeys(join(await bench.folder(), 'device-key.json'), Buffer.alloc(32, 7));
  const deviceId = v7();
  const made = await fetch(`${hub.url}/v1/enrolment-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ site: 'Shanghai' }),
  });
  const { code } = MadeCode.parse(await made.json());
  const outcome = await enrolAtHub({ url: hub.url, code, deviceId, signer });
  if (outcome.kind !== 'enrolled') throw new Error(outcome.kind);
  const asked: { url: string; init: RequestInit & { headers: Record<string, string> } }[] = [];
  const target = createHubTarget({
    url: hub.url,
    token: null,
    device: { deviceId, signer, hubKey: outcome.answer.hubKey },
    limits: quickLimits,
    fetch: async (url, init) => {
      if (typeof url !== 'string') throw new TypeError('The target asks by address.');
      const given = { ...init, headers: change({ ...(init?.headers as Record<string, string>) }) };
      asked.push({ url, init: given });
      return fetch(url, given);
    },
  });
  return { deviceId, target, asked, records: sampleRecords(2, 'session-1', deviceId) };
}

test('few records of an enrolled kiosk are signed in brief and answered in bytes that prove the receipts', async () => {
  const { target, records, asked, deviceId } = await kiosk();
  const sent = await target.sendBatch({ records, audit: null, signal });
  expect(sent).toMatchObject({ kind: 'sent', proof: { deviceId } });
  expect(await heldRecords(hub)).toHaveLength(2);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.init.headers).toHaveProperty(BRIEF_HEADER);
  expect(asked[0]?.init.headers).not.toHaveProperty('signature-input');
  // again: the same receipts, as duplicates
  expect(await target.sendBatch({ records, audit: null, signal })).toMatchObject({
    kind: 'sent',
    receipts: [{ status: 'duplicate' }, { status: 'duplicate' }],
  });

  // the same request once more is refused, by whomever
  const [first] = asked;
  if (first === undefined) throw new Error('Nothing was sent.');
  const { signal: _over, ...again } = first.init;
  const replayed = await fetch(first.url, again);
  expect(Problem.parse(await replayed.json()).code).toBe('signature_stale');
});

test('a brief signature that was changed anywhere is refused, and nothing is taken', async () => {
  for (const place of [2, 24, 30, 40, 90, 160]) {
    const { target, records } = await kiosk((headers) => {
      const brief = headers[BRIEF_HEADER];
      if (brief === undefined) return headers;
      const other = brief[place] === 'A' ? 'B' : 'A';
      return { ...headers, [BRIEF_HEADER]: brief.slice(0, place) + other + brief.slice(place + 1) };
    });
    const outcome = await target.sendBatch({ records, audit: null, signal });
    expect({ place, kind: outcome.kind }).not.toEqual({ place, kind: 'sent' });
  }
  expect(await heldRecords(hub)).toEqual([]);
});

test('a hub of before, which does not see who signs, is sent full signatures from then on', async () => {
  const { target, records, asked, deviceId } = await kiosk(({ [BRIEF_HEADER]: _unseen, ...headers }) => headers);
  expect(await target.sendBatch({ records, audit: null, signal })).toMatchObject({ kind: 'sent' });
  const [refused, full] = asked.map(({ init }) => Object.keys(init.headers));
  expect(refused).not.toContain('signature-input');
  expect(full).toContain('signature-input');
  const next = sampleRecords(1, 'session-2', deviceId);
  expect(await target.sendBatch({ records: next, audit: null, signal })).toMatchObject({ kind: 'sent' });
  expect(asked).toHaveLength(3);
  const { devices } = DeviceList.parse(await (await getFrom(hub, '/v1/devices')).json());
  expect(devices).toMatchObject([{ deviceId }]);
});
