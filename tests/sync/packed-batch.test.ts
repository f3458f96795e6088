import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { packBatch, packedDictionary, unpackBatch } from '#connectors/hub/packed-batch.ts';
import type { AuditSource, HeldRecord } from '#connectors/target.ts';
import { createSampleLog } from '#hub/audit/sample-log.fake.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { BATCH_HEADERS, PACKED_TYPE } from '#shared/wire/batch.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { createBench, heldRecords, sampleRecords } from './sync-bench.ts';

const bench = createBench();
afterEach(bench.close);
// each test has its own limit: one clock for all of them would run from the first to the last
const { signal } = new AbortController();

const lineOf = (record: WireRecord): Buffer => Buffer.from(canonicalText(record));
const outgoing = (records: readonly WireRecord[]) =>
  records.map((record) => ({ id: record.id, deviceId: record.deviceId, sha256: record.sha256, line: lineOf(record) }));

/** A hub, a kiosk's way to it, and the size and status of each packed batch that went there. */
async function connected() {
  const hub = await bench.hub();
  const packed: { readonly bytes: number; readonly status: number; readonly body: Uint8Array }[] = [];
  const target = createHubTarget({
    url: hub.url,
    token: hub.token,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const body = init?.body;
      if (body instanceof Uint8Array && new Headers(init?.headers).get('content-type') === PACKED_TYPE)
        packed.push({ bytes: body.length, status: response.status, body });
      return response;
    },
  });
  const send = async (
    records: readonly WireRecord[],
    held: readonly HeldRecord[],
    audit: AuditSource | null = null,
  ) => {
    const outcome = await target.sendBatch({ records, held: () => held, audit, signal });
    if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
    return outcome.receipts;
  };
  return { hub, packed, send };
}

test('records refer to those the hub confirmed before, and arrive byte for byte in fewer bytes', async () => {
  const { hub, packed, send } = await connected();
  const [later, ...before] = sampleRecords(4).toReversed();
  if (later === undefined) throw new Error('No records.');
  const receipts = await send(before, []);
  const held = before.map((record, place) => ({ hubSeq: receipts[place]?.hubSeq ?? 0, line: lineOf(record) }));
  await send([later], held);
  expect(await heldRecords(hub)).toEqual([...before.toReversed(), later]);
  expect(packed.map(({ status }) => status)).toEqual([200, 200]);
  const alone = await packBatch(outgoing([later]), null, { held: [], mayBeBrief: false });
  expect(packed[1]?.bytes).toBeLessThan(alone.length);
});

test('what the hub does not hold any more is not referred to again, and the records arrive', async () => {
  const { hub, packed, send } = await connected();
  const [first, second, third] = sampleRecords(3);
  if (!first || !second || !third) throw new Error('No records.');
  await send([first], []);
  // the numbers of a hub that was set back, and the right ones with other bytes
  await send([second], [{ hubSeq: 77, line: lineOf(first) }]);
  await send([third], [{ hubSeq: 1, line: lineOf(first) }]);
  expect(packed.map(({ status }) => status)).toEqual([200, 415, 200, 200]);
  expect(await heldRecords(hub)).toEqual([first, second, third]);
});

test('nobody finds out what another said: who refers to records has them', async () => {
  const { hub, send } = await connected();
  const said = sampleRecord({ deviceId: 'kiosk-1', body: { text: 'said by another' } });
  await send([said], []);
  const mine = sampleRecord({ deviceId: 'kiosk-2' });
  const headers = (key: string) => ({
    authorization: `Bearer ${hub.token}`,
    'content-type': PACKED_TYPE,
    [BATCH_HEADERS.batchId]: key,
  });
  const key = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.concat([lineOf(mine), Buffer.from('\n')])))
    .subarray(0, 16)
    .toString('base64url');
  const post = async (line: Buffer) => {
    const body = await packBatch(outgoing([mine]), null, { held: [{ hubSeq: 1, line }], mayBeBrief: false });
    return (await fetch(`${hub.url}/v1/batches`, { method: 'POST', headers: headers(key), body })).status;
  };
  // a guess that is not right, and a right one that is of another device
  expect(await post(lineOf({ ...said, body: { text: 'said by nobody' } }))).toBe(415);
  expect(await post(lineOf(said))).toBe(415);
  expect(await heldRecords(hub)).toEqual([said]);
});

test('a bit that turned on the way is damage, and neither another record nor another audit log', async () => {
  const log = createSampleLog('kiosk-1');
  log.append();
  const records = sampleRecords(2, 'session-1', 'kiosk-1');
  const body = await packBatch(outgoing(records), log.claim(null), { held: [], mayBeBrief: true });
  expect(unpackBatch(body)).not.toBeNull();
  for (let bit = 0; bit < body.length * 8; bit += 1) {
    const damaged = Buffer.from(body);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect([bit, unpackBatch(damaged)]).toEqual([bit, null]);
  }
});

test('a brief claim stands for the whole one; where the hub holds another line all is said', async () => {
  const { hub, packed, send } = await connected();
  const log = createSampleLog('kiosk-1');
  const source = (heldSeq: number | null): AuditSource => ({
    claim: (asked) => log.claim(asked ?? heldSeq),
    acknowledge: () => undefined,
  });
  const records = sampleRecords(3, 'session-1', 'kiosk-1');
  const [first, second, third] = records;
  if (!first || !second || !third) throw new Error('No records.');
  log.append();
  await send([first], [], source(null));
  log.append();
  await send([second], [], source(1));
  log.append();
  // an answer was lost: the kiosk believes line 1 to be held, and it is line 2
  await send([third], [], source(1));
  expect(packed.map(({ status }) => status)).toEqual([200, 200, 409, 200]);
  const kinds = packed.map(({ body }) => unpackBatch(Buffer.from(body))?.claim);
  expect(kinds).toMatchObject(['inside', { seq: 2, heldSeq: 1 }, { seq: 3, heldSeq: 1 }, 'inside']);
  expect(await heldRecords(hub)).toEqual(records);
});

test('both sides make the same dictionary of the same lines', () => {
  const lines = sampleRecords(3).map(lineOf);
  expect(packedDictionary(lines)).toEqual(packedDictionary(lines.map((line) => Buffer.from(line))));
  expect(packedDictionary(lines).check).not.toEqual(packedDictionary(lines.slice(1)).check);
});
