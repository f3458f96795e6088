import { readFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { problemBody } from '#hub/http/problem.ts';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { createSampleLog } from '#hub/audit/sample-log.fake.ts';
import { healthProofText } from '#shared/wire/health.ts';
import { BatchAnswer } from '#shared/wire/receipt.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { createHmac } from 'node:crypto';
import { startScriptedFront } from './scripted-front.ts';
import { createBench, heldRecords, type Bench } from './sync-bench.ts';

/** What the kiosk of a release sent and the hub of the same release answered, byte for byte; see fixtures/README.md. */
const Exchanges = z.object({
  release: z.int(),
  exchanges: z.array(
    z.object({
      request: z.object({
        method: z.string(),
        path: z.string(),
        headers: z.record(z.string(), z.string()),
        /** Base64. */
        body: z.string(),
      }),
      answer: z.object({ status: z.int(), contentType: z.string(), body: z.string() }),
    }),
  ),
});

function load(release: number) {
  const file = new URL(`fixtures/release-${release}.json`, import.meta.url);
  const { exchanges } = Exchanges.parse(JSON.parse(readFileSync(file, 'utf8')));
  const batches = exchanges.flatMap(({ request, answer }) => {
    if (request.path !== '/v1/batches') return [];
    const body = Buffer.from(request.body, 'base64');
    const lines = zstdDecompressSync(body).toString('utf8').trim().split('\n');
    return [{ ...request, body, answer, records: lines.map((line) => WireRecord.parse(JSON.parse(line))) }];
  });
  const health = exchanges.find(({ request }) => request.path === '/v1/health');
  if (health === undefined) throw new Error(`Release ${release} asked for no health.`);
  return { batches, health };
}

let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});
const sorted = (records: readonly WireRecord[]) => records.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe.each([1, 2, 3])('I18, F21: release %i', (release) => {
  const { batches, health } = load(release);
  const records = batches.flatMap((batch) => batch.records);
  const post = (hub: { url: string; token: string }, batch: (typeof batches)[number], body = batch.body) =>
    fetch(hub.url + batch.path, {
      method: 'POST',
      headers: { ...batch.headers, authorization: `Bearer ${hub.token}` },
      body: new Uint8Array(body),
    });

  test('its kiosk is understood by this hub: every record accepted and parsed, and once when it comes again', async () => {
    const hub = await bench.hub();
    for (const status of ['accepted', 'duplicate'] as const) {
      for (const batch of batches) {
        const answer = await post(hub, batch);
        expect(answer.status).toBe(200);
        const { receipts } = BatchAnswer.parse(await answer.json());
        expect(receipts.map(({ id, sha256 }) => ({ id, sha256 }))).toEqual(
          batch.records.map(({ id, sha256 }) => ({ id, sha256 })),
        );
        expect(new Set(receipts.map((receipt) => receipt.status))).toEqual(new Set([status]));
      }
    }
    expect(sorted(await heldRecords(hub))).toEqual(sorted(records));
  });

  test('one byte of it changed is noticed (the test above can fail)', async () => {
    const hub = await bench.hub();
    const [batch] = batches;
    if (batch === undefined) throw new Error('No batch.');
    const flipped = Buffer.from(batch.body);
    flipped[flipped.length - 3] = (flipped[flipped.length - 3] ?? 0) ^ 1;
    expect((await post(hub, batch, flipped)).status).toBe(400);
    expect(await heldRecords(hub)).toEqual([]);
  });

  test('its hub is understood by this kiosk: reachable, and every record has its receipt', async () => {
    const token = 'any-token-of-sixteen';
    const front = await startScriptedFront(null, ({ path, headers }) => {
      const type = { 'content-type': 'application/json' };
      if (path === '/v1/health') {
        const challenge = String(headers['anteroom-challenge']);
        const proof = createHmac('sha256', token).update(healthProofText(challenge)).digest('hex');
        const said = z.looseObject({ proof: z.string() }).parse(JSON.parse(health.answer.body));
        return { status: 200, headers: type, body: JSON.stringify({ ...said, proof }) };
      }
      // no release before this one knew another type
      if (headers['content-type'] !== 'application/x-ndjson')
        return { status: 400, headers: type, body: JSON.stringify(problemBody('bad_request')) };
      // a hub answers to the bytes it knows: the same records have to make the same batch
      const known = batches.find((batch) => batch.headers['idempotency-key'] === headers['idempotency-key']);
      return known === undefined
        ? { status: 404, headers: type, body: '{}' }
        : { status: 200, headers: type, body: known.answer.body };
    });
    bench.onEnd(front.close);
    const target = createHubTarget({ url: front.url, token });
    const signal = AbortSignal.timeout(60_000);
    expect(await target.probe(signal)).toMatchObject({ kind: 'reachable' });
    for (const batch of batches) {
      const log = createSampleLog(batch.records[0]?.deviceId);
      log.append();
      const audit = { claim: (asked?: number) => log.claim(asked ?? null), acknowledge: () => undefined };
      const outcome = await target.sendBatch({ records: batch.records, audit, signal });
      const wanted = batch.records.map(({ id, sha256 }) => expect.objectContaining({ id, sha256 }));
      expect(outcome).toEqual({ kind: 'sent', receipts: wanted });
    }
  });
});
