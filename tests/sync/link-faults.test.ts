import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { startChaosProxy, type ChaosProxy } from './chaos-proxy.ts';
import { startHubProcess } from './hub-process.ts';
import { seededRandom } from './seeded-random.ts';
import { createBench, getFrom, heldRecords, sampleRecords, type Bench } from './sync-bench.ts';

const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000);
let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

const allThere = ({ counts }: { counts: { waiting: number; mediaWaiting: number } }): boolean =>
  counts.waiting === 0 && counts.mediaWaiting === 0;

/** A hub behind the proxy, and a sender with records and a file; `holds` proves that exactly these arrived. */
async function behindProxy(options: { mediaBytes: number; batchMs?: number; stallMs?: number; chunkBytes?: number }) {
  const hub = await bench.hub();
  const proxy = await startChaosProxy(hub.port, seededRandom(seed));
  bench.onEnd(proxy.close);
  const records = sampleRecords(120);
  const video = await bench.mediaFile(options.mediaBytes);
  const begin = () =>
    bench.sender(proxy.url, hub.token, {
      settings: { batchRecords: 30 },
      limits: {
        batchMs: options.batchMs ?? 5000,
        stallMs: options.stallMs ?? 3000,
        chunkBytes: options.chunkBytes ?? 256 * 1024,
      },
      fill: (outbox) => {
        for (const record of records) outbox.addRecord(record);
        outbox.addMedia(video);
      },
    });
  const holds = async (): Promise<void> => {
    expect(await heldRecords(hub)).toEqual(records);
    const response = await getFrom(hub, `/v1/media/${video.sha256}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(video.bytes)).toBe(true);
  };
  return { hub, proxy, records, video, begin, holds };
}

test('F9: a frozen hub is given up at the deadline; thawed, it gets everything once', async () => {
  const hub = await startHubProcess(await bench.folder());
  bench.onEnd(() => hub.stop('SIGKILL'));
  const records = sampleRecords(50);
  hub.freeze();
  const { until, outbox } = bench.sender(hub.url, hub.token, {
    limits: { batchMs: 300, probeMs: 300 },
    fill: (fresh) => {
      for (const record of records) fresh.addRecord(record);
    },
  });
  await until(({ state, lastError }) => state === 'offline' && lastError?.code === 'timeout');
  expect(outbox.counts()).toMatchObject({ sent: 0, waiting: 50, parked: 0 });
  hub.thaw();
  await until(allThere);
  // what it had taken while it was frozen and what was sent again are the same records
  expect(await heldRecords(hub)).toEqual(records);
});

test('F10: cut in the middle of bodies, at random: everything once, and little more than its bytes', async () => {
  console.log(`seed ${seed}`);
  // twelve cuts on the average: fewer than two in one run of ten thousand
  const { proxy, video, begin, holds } = await behindProxy({ mediaBytes: 12_000_000, chunkBytes: 64 * 1024 });
  proxy.chaos.cutMeanBytes = 1_000_000;
  const { until } = begin();
  await until(allThere);
  const amplification = proxy.sentBytes() / video.sizeBytes;
  console.log(`cut ${proxy.cuts()} times, ${amplification.toFixed(3)} times the bytes of the file`);
  expect(proxy.cuts()).toBeGreaterThan(1);
  expect(amplification).toBeLessThan(1.4);
  await holds();
});

test('F10, control: who starts again at every cut sends the file many times over', async () => {
  const total = 6_000_000;
  const sink = createServer((socket) => {
    let got = 0;
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece) => {
      got += piece.length;
      if (got >= total) socket.end('whole');
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  bench.onEnd(async () => void sink.close());
  const proxy = await startChaosProxy((sink.address() as AddressInfo).port, seededRandom(seed));
  bench.onEnd(proxy.close);
  proxy.chaos.cutMeanBytes = 1_000_000;
  const body = Buffer.alloc(total);
  // expected (e⁶ − 1) / 6 = 67 times; 20 tries are enough to see that it is not 1.4
  let isWhole = false;
  for (let attempt = 0; attempt < 20 && !isWhole; attempt += 1) isWhole = await sendWhole(proxy, body);
  const amplification = proxy.sentBytes() / total;
  console.log(`from the start each time: ${amplification.toFixed(1)} times, ${isWhole ? 'arrived' : 'not arrived'}`);
  expect(isWhole && amplification < 1.4).toBe(false);
});

async function sendWhole(proxy: ChaosProxy, body: Buffer): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    let isWhole = false;
    socket.on('data', () => (isWhole = true));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(isWhole));
    socket.write(body);
  });
}

test('F12: half-open connections and answers that drip end at the deadline; a sender without one would still wait', async () => {
  const { hub, proxy, begin, holds } = await behindProxy({ mediaBytes: 300_000, batchMs: 300, stallMs: 300 });
  proxy.chaos.isDeaf = true;
  const patient = createHubTarget({ url: proxy.url, token: hub.token, limits: { batchMs: 60_000 } });
  const patience = new AbortController();
  let hasGivenUp = false;
  const waiting = patient
    .sendBatch({ records: sampleRecords(1), audit: null, signal: patience.signal })
    .then(() => (hasGivenUp = true));
  const { until, outbox } = begin();
  await until(({ lastError }) => lastError?.code === 'timeout');
  expect(hasGivenUp).toBe(false);
  patience.abort();
  await waiting;
  proxy.chaos.isDeaf = false;
  proxy.chaos.dripMs = 1000;
  proxy.cutAll();
  const before = proxy.sentBytes();
  await expect.poll(() => proxy.sentBytes() - before).toBeGreaterThan(0);
  expect(outbox.counts()).toMatchObject({ sent: 0, parked: 0, mediaParked: 0 });
  proxy.chaos.dripMs = null;
  await until(allThere);
  await holds();
});

test('F13: a link that comes and goes: everything once, each time within the promise', async () => {
  const { proxy, begin, holds } = await behindProxy({ mediaBytes: 2_000_000 });
  let flaps = 0;
  let nextAt = 60_000;
  proxy.onSent((total) => {
    if (total < nextAt || flaps >= 8) return;
    nextAt = total + 200_000;
    flaps += 1;
    proxy.chaos.isUp = false;
    proxy.cutAll();
    setTimeout(() => (proxy.chaos.isUp = true), 50);
  });
  const { until } = begin();
  await until(allThere);
  expect(flaps).toBeGreaterThanOrEqual(5);
  await holds();
});
