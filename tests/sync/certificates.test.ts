import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { enrolAtHub } from '#connectors/hub/enrol.ts';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { createHubTransport } from '#connectors/hub/hub-transport.ts';
import { pinOf, type HubTrust } from '#connectors/hub/hub-trust.ts';
import type { CertificateRefusal } from '#shared/wire/certificate-refusal.ts';
import { createAuthority, type Authority, type Leaf, type LeafOptions } from './local-authority.ts';
import { createBench, getFrom, heldRecords, sampleRecords, type Bench } from './sync-bench.ts';
import { startTlsFront } from './tls-front.ts';

let own: Authority;
let stranger: Authority;
let bench: Bench = createBench();
beforeAll(async () => {
  own = await createAuthority('Head office');
  stranger = await createAuthority('Somebody else');
});
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

/** A hub behind TLS, and a sender with records and a file that believes what `trust` says. */
async function behindTls(leaf: Leaf, trust: HubTrust) {
  const hub = await bench.hub();
  const front = await startTlsFront(hub.port, leaf);
  bench.onEnd(front.close);
  const records = sampleRecords(30);
  const video = await bench.mediaFile(200_000);
  const sender = bench.sender(front.url, hub.token, {
    trust,
    fill: (outbox) => {
      for (const record of records) outbox.addRecord(record);
      outbox.addMedia(video);
    },
  });
  const arrives = async (): Promise<void> => {
    await sender.until(({ counts }) => counts.waiting === 0 && counts.mediaWaiting === 0);
    expect(await heldRecords(hub)).toEqual(records);
    const response = await getFrom(hub, `/v1/media/${video.sha256}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(video.bytes)).toBe(true);
  };
  return { hub, front, records, video, arrives, ...sender };
}

test('records and files go through TLS to a hub with a certificate of the own authority', async () => {
  const { arrives, front } = await behindTls(await own.issue(), { caPem: own.pem, pins: [] });
  await arrives();
  // batches and the file came by connections of their own
  expect(front.served()).toBeGreaterThanOrEqual(2);
});

const bad: [CertificateRefusal, string, LeafOptions & { by?: 'stranger' }][] = [
  ['certificate_expired', 'one that expired yesterday', { fromDays: -30, toDays: -1 }],
  ['certificate_not_yet_valid', 'one that is valid from tomorrow (or a clock that runs behind)', { fromDays: 1 }],
  ['certificate_wrong_host', 'one of another host', { names: [{ type: 'dns', value: 'hub.example.org' }] }],
  ['certificate_self_signed', 'one signed by itself', { isSelfSigned: true }],
  ['certificate_untrusted', 'one of an unknown authority', { by: 'stranger' }],
];

describe.each(bad)('%s', (reason, what, { by, ...options }) => {
  test(`${what}: refused with its reason, nothing sent, nothing parked; it goes on with a good one`, async () => {
    const leaf = await (by === 'stranger' ? stranger : own).issue(options);
    const { until, outbox, front, hub, arrives } = await behindTls(leaf, { caPem: own.pem, pins: [] });
    const status = await until(({ state }) => state === 'refused');
    expect(status.lastError?.code).toBe(reason);
    expect(outbox.counts()).toMatchObject({
      sent: 0,
      waiting: 30,
      parked: 0,
      mediaWaiting: 1,
      mediaSent: 0,
      mediaParked: 0,
    });
    expect(front.served()).toBe(0);
    expect(await heldRecords(hub)).toEqual([]);
    front.use(await own.issue());
    await arrives();
  });

  test('nobody is enrolled there, and the code goes nowhere', async () => {
    const leaf = await (by === 'stranger' ? stranger : own).issue(options);
    const { front } = await behindTls(leaf, { caPem: own.pem, pins: [] });
    const transport = createHubTransport({ trust: { caPem: own.pem, pins: [] }, kbitPerSecond: 0 });
    bench.onEnd(transport.close);
    const asking = { url: front.url, code: 'ACDEFGHJ', deviceId: 'kiosk-1', fetch: transport.fetch };
    const signer = { publicKey: 'key', sign: () => 'signature' };
    expect(await enrolAtHub({ ...asking, signer })).toEqual({ kind: 'certificate_refused', refusal: reason });
    expect(front.served()).toBe(0);
    // the same request is answered as soon as the certificate is a good one
    front.use(await own.issue());
    expect((await enrolAtHub({ ...asking, signer })).kind).not.toBe('certificate_refused');
    expect(front.served()).toBeGreaterThan(0);
  });

  test('a file is refused like a batch and a probe', async () => {
    const leaf = await (by === 'stranger' ? stranger : own).issue(options);
    const { front, hub, records, video } = await behindTls(leaf, { caPem: own.pem, pins: [] });
    const transport = createHubTransport({ trust: { caPem: own.pem, pins: [] }, kbitPerSecond: 0 });
    bench.onEnd(transport.close);
    // no deadline may be what ends it
    const limits = { probeMs: 20_000, batchMs: 20_000, stallMs: 20_000 };
    const target = createHubTarget({ url: front.url, token: hub.token, transport, limits });
    const signal = AbortSignal.timeout(60_000);
    const refused = { kind: 'fatal', reason: 'refused', detail: reason };
    expect(await target.sendBatch({ records, audit: null, signal })).toEqual(refused);
    expect(await target.probe(signal)).toEqual({ kind: 'refused', detail: reason });
    const source = {
      sizeBytes: video.sizeBytes,
      read: async (a: number, b: number) => video.bytes.subarray(a, b),
      close: async () => undefined,
    };
    const upload = {
      ...video,
      source,
      resumeUrl: null,
      signal,
      onProgress: () => undefined,
      onResumeUrl: () => undefined,
    };
    expect(await target.uploadMedia(upload)).toEqual(refused);
  });
});

test('a client that checks nothing sends to all of them: the tests above can fail', async () => {
  const leaf = await stranger.issue({ fromDays: -30, toDays: -1, names: [{ type: 'dns', value: 'hub.example.org' }] });
  const hub = await bench.hub();
  const front = await startTlsFront(hub.port, leaf);
  bench.onEnd(front.close);
  const { Agent, fetch } = await import('undici');
  const careless = new Agent({ connect: { rejectUnauthorized: false } });
  bench.onEnd(() => careless.destroy());
  expect((await fetch(`${front.url}/v1/health`, { dispatcher: careless })).status).toBe(200);
  expect(front.served()).toBe(1);
});

test('a public authority is not believed when the kiosk was given one of its own', async () => {
  const { until } = await behindTls(await own.issue(), { caPem: stranger.pem, pins: [] });
  expect((await until(({ state }) => state === 'refused')).lastError?.code).toBe('certificate_untrusted');
});

describe('pins', () => {
  test('a good certificate with another key is refused; with the pinned key, or one of two, it is taken', async () => {
    const pinned = await own.issue();
    const next = await own.issue();
    const trust = { caPem: own.pem, pins: [pinOf(pinned.certificate), pinOf(next.certificate)] };
    const { until, front, arrives } = await behindTls(await own.issue(), trust);
    expect((await until(({ state }) => state === 'refused')).lastError?.code).toBe('certificate_not_pinned');
    expect(front.served()).toBe(0);
    front.use(next);
    await arrives();
  });

  test('a pinned authority lets its certificates be renewed', async () => {
    const trust = { caPem: own.pem, pins: [pinOf(own.certificate)] };
    const { front, arrives, outbox, sync, until } = await behindTls(await own.issue(), trust);
    await arrives();
    front.use(await own.issue());
    const [late] = sampleRecords(1, 'session-2');
    if (late === undefined) throw new Error('No sample record.');
    outbox.addRecord(late);
    sync.wake();
    await until(({ counts }) => counts.sent === 31);
  });

  test('a pin alone makes nothing good: expired stays expired', async () => {
    const leaf = await own.issue({ fromDays: -30, toDays: -1 });
    const { until } = await behindTls(leaf, { caPem: own.pem, pins: [pinOf(leaf.certificate)] });
    expect((await until(({ state }) => state === 'refused')).lastError?.code).toBe('certificate_expired');
  });

  test.each([
    ['Somebody else', 'certificate_not_pinned'],
    ['Head office', 'certificate_untrusted'],
  ])('the pinned certificate sent along by a stranger called %s is no proof', async (name, reason) => {
    // both authorities are believed, as the public ones are; only one is pinned
    const other = await createAuthority(name);
    const leaf = await other.issue();
    const trust = { caPem: `${own.pem}\n${other.pem}`, pins: [pinOf(own.certificate)] };
    const { until, front } = await behindTls({ ...leaf, chain: `${leaf.chain}\n${own.pem}` }, trust);
    expect((await until(({ state }) => state === 'refused')).lastError?.code).toBe(reason);
    expect(front.served()).toBe(0);
  });
});
