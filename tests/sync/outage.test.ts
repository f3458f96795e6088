import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { startChaosProxy, startSilentServer } from './chaos-proxy.ts';
import { startHubProcess } from './hub-process.ts';
import { startScriptedFront, type ScriptedAnswer } from './scripted-front.ts';
import { createBench, getFrom, heldRecords, sampleRecords, type Bench } from './sync-bench.ts';

let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

const noRandom = (): number => 1;
const portal: ScriptedAnswer = { status: 200, body: '<html><form>Accept the terms to go online</form></html>' };

test('the hub is down all the time, then up: everything arrives once, within 10 s, with no new write', async () => {
  const hub = await bench.hub();
  const proxy = await startChaosProxy(hub.port, noRandom);
  bench.onEnd(proxy.close);
  proxy.chaos.isUp = false;
  const records = sampleRecords(450);
  const video = await bench.mediaFile(3_000_000);
  const audio = await bench.mediaFile(300_000, 'audio');
  // The shipped back-off and probe times, not the quick ones: the promise is about them.
  const { until } = bench.sender(proxy.url, hub.token, {
    settings: { baseMs: 1000, busyCapMs: 30_000, probeCapMs: 5000, tickMs: 30_000 },
    fill: (empty) => {
      for (const record of records) empty.addRecord(record);
      empty.addMedia(video);
      empty.addMedia(audio);
    },
  });
  await until((status) => status.state === 'offline' && status.lastError?.code === 'unreachable');
  const backAt = performance.now();
  proxy.chaos.isUp = true;
  await until((status) => status.counts.sent > 0, 10_000);
  console.log(`first record ${Math.round(performance.now() - backAt)} ms after the return`);
  await until((status) => status.counts.waiting === 0 && status.counts.mediaWaiting === 0, 10_000);
  expect(await heldRecords(hub)).toEqual(records);
  for (const file of [video, audio]) {
    const response = await getFrom(hub, `/v1/media/${file.sha256}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(file.bytes)).toBe(true);
  }
});

test('the hub is killed in the middle of an upload and restarted: it resumes, the bytes are identical', async () => {
  const dataDir = await bench.folder();
  const first = await startHubProcess(dataDir);
  bench.onEnd(() => first.stop('SIGKILL'));
  const proxy = await startChaosProxy(first.port, noRandom);
  bench.onEnd(proxy.close);
  const video = await bench.mediaFile(24 * 1024 * 1024);
  const [record] = sampleRecords(1);
  if (record === undefined) throw new Error('No sample record.');
  const killed = new Promise<void>((resolve) => {
    proxy.onSent((total) => {
      if (total < 10 * 1024 * 1024) return;
      proxy.onSent(() => undefined);
      void first.stop('SIGKILL').then(() => resolve());
    });
  });
  const { outbox, until } = bench.sender(proxy.url, first.token, {
    fill: (empty) => {
      empty.addRecord(record);
      empty.addMedia(video);
    },
  });
  await killed;
  await until((status) => status.state === 'offline');
  expect(outbox.mediaState(video.sha256)).toMatchObject({ state: 'waiting' });

  const second = await startHubProcess(dataDir);
  bench.onEnd(() => second.stop('SIGTERM'));
  expect(second.token).toBe(first.token);
  proxy.chaos.targetPort = second.port;
  await until((status) => status.counts.mediaSent === 1);
  const amplification = proxy.sentBytes() / video.sizeBytes;
  console.log(`media amplification over one kill -9: ${amplification.toFixed(3)}`);
  const response = await getFrom(second, `/v1/media/${video.sha256}`);
  const hash = createHash('sha256')
    .update(Buffer.from(await response.arrayBuffer()))
    .digest('hex');
  expect(hash).toBe(video.sha256);
  expect(amplification).toBeLessThan(1.2);
  expect(await heldRecords(second)).toEqual([record]);
});

test('a link cut again and again costs little more than the file', async () => {
  const hub = await bench.hub();
  const proxy = await startChaosProxy(hub.port, noRandom);
  bench.onEnd(proxy.close);
  const video = await bench.mediaFile(16 * 1024 * 1024);
  let nextCut = 3 * 1024 * 1024;
  proxy.onSent((total) => {
    if (total < nextCut) return;
    nextCut += 3.3 * 1024 * 1024;
    proxy.cutAll();
  });
  const { until } = bench.sender(proxy.url, hub.token, { fill: (empty) => empty.addMedia(video) });
  await until((status) => status.counts.mediaSent === 1);
  const amplification = proxy.sentBytes() / video.sizeBytes;
  console.log(`media amplification, cut about every 3.3 MiB: ${amplification.toFixed(3)}`);
  expect(amplification).toBeLessThan(1.5);
});

test('SIGTERM ends the hub with code 0', async () => {
  const hub = await startHubProcess(await bench.folder());
  expect(await hub.stop('SIGTERM')).toBe(0);
});

test('a captive portal acknowledges nothing; once it is gone everything arrives', async () => {
  const hub = await bench.hub();
  let isPortal = true;
  const front = await startScriptedFront(hub.url, () => (isPortal ? portal : null));
  bench.onEnd(front.close);
  const records = sampleRecords(5);
  const video = await bench.mediaFile(10_000);
  const { outbox, until } = bench.sender(front.url, hub.token, {
    fill: (empty) => {
      for (const record of records) empty.addRecord(record);
      empty.addMedia(video);
    },
  });
  await until((status) => status.state === 'offline' && status.lastError?.code === 'not_a_hub');
  await expect.poll(() => front.seen.filter((line) => line.includes('/v1/health')).length).toBeGreaterThan(3);
  expect(outbox.counts()).toMatchObject({ sent: 0, parked: 0, waiting: 5, mediaSent: 0 });
  isPortal = false;
  await until((status) => status.counts.sent === 5 && status.counts.mediaSent === 1);
});

test.each<[string, ScriptedAnswer]>([
  ['a portal that answers files alone with HTML', portal],
  ['a redirect', { status: 302, headers: { location: 'https://login.example/' }, body: '' }],
  [
    'a success that names an offset but no digest',
    { status: 200, headers: { 'upload-offset': '10000', 'upload-length': '10000' }, body: '' },
  ],
  ['a proxy error page', { status: 404, body: '<h1>Not here</h1>' }],
])('%s does not make a file sent, nor park it', async (_name, answer) => {
  const hub = await bench.hub();
  let isTampered = true;
  const front = await startScriptedFront(hub.url, ({ path }) =>
    isTampered && path.startsWith('/v1/media') ? answer : null,
  );
  bench.onEnd(front.close);
  const video = await bench.mediaFile(10_000);
  const { outbox, until } = bench.sender(front.url, hub.token, { fill: (empty) => empty.addMedia(video) });
  await until((status) => status.lastError !== null);
  expect(outbox.mediaState(video.sha256).state).toBe('waiting');
  isTampered = false;
  await until((status) => status.counts.mediaSent === 1);
});

test.each<[string, ScriptedAnswer[]]>([
  ['500', [{ status: 500, body: 'oops' }]],
  ['503 with Retry-After', [{ status: 503, headers: { 'retry-after': '1' }, body: '' }]],
  ['429 with Retry-After', [{ status: 429, headers: { 'retry-after': '1' }, body: '' }]],
  ['502, 500, 503 in a row', [502, 500, 503].map((status) => ({ status, body: '' }))],
  [
    'a success with no receipts',
    [{ status: 200, headers: { 'content-type': 'application/json' }, body: '{"service":"anteroom-hub"}' }],
  ],
  ['a redirect to a login page', [{ status: 302, headers: { location: 'https://login.example/' }, body: '' }]],
])('%s puts the batch off and loses nothing', async (_name, answers) => {
  const hub = await bench.hub();
  const waiting = [...answers];
  const askedAt: number[] = [];
  const front = await startScriptedFront(hub.url, ({ path }) => {
    if (path !== '/v1/batches') return null;
    askedAt.push(performance.now());
    return waiting.shift() ?? null;
  });
  bench.onEnd(front.close);
  const records = sampleRecords(10);
  const { until } = bench.sender(front.url, hub.token, {
    fill: (empty) => {
      for (const record of records) empty.addRecord(record);
    },
  });
  await until((status) => status.counts.sent === 10);
  expect(await heldRecords(hub)).toEqual(records);
  expect(askedAt).toHaveLength(answers.length + 1);
  const asked = Number(answers[0]?.headers?.['retry-after'] ?? 0) * 1000;
  expect((askedAt[1] ?? 0) - (askedAt[0] ?? 0)).toBeGreaterThanOrEqual(asked);
});

test('a server that takes the batch and never answers is given up at the deadline', async () => {
  const silent = await startSilentServer();
  bench.onEnd(silent.close);
  const target = createHubTarget({
    url: silent.url,
    token: 'any',
    limits: { batchMs: 100, probeMs: 100, stallMs: 100 },
  });
  const signal = AbortSignal.timeout(60_000);
  const gaveUp = { kind: 'transient', reason: 'timeout' };
  expect(await target.sendBatch({ records: sampleRecords(1), audit: null, signal })).toEqual(gaveUp);
  expect(await target.probe(signal)).toEqual({ kind: 'unreachable', reason: 'timeout' });
  const source = { sizeBytes: 4, read: async () => Buffer.from('abcd'), close: async () => undefined };
  const upload = {
    source,
    sha256: 'a'.repeat(64),
    mimeType: 'video/webm',
    kind: 'video',
    resumeUrl: null,
    signal,
  } as const;
  expect(await target.uploadMedia({ ...upload, onProgress: () => undefined, onResumeUrl: () => undefined })).toEqual(
    gaveUp,
  );
});

test('413 is answered by smaller batches; a record too large by itself is parked', async () => {
  const hub = await bench.hub();
  const front = await startScriptedFront(hub.url, ({ path, headers }) =>
    path === '/v1/batches' && Number(headers['anteroom-record-count']) > 3 ? { status: 413, body: '' } : null,
  );
  bench.onEnd(front.close);
  const records = sampleRecords(20);
  const { until } = bench.sender(front.url, hub.token, {
    fill: (empty) => {
      for (const record of records) empty.addRecord(record);
    },
  });
  const status = await until(({ counts }) => counts.sent === 20);
  expect(status.counts.parked).toBe(0);
  expect(await heldRecords(hub)).toEqual(records);
});

test('a wrong token is refused and shown; the right hub gets everything later', async () => {
  const hub = await bench.hub();
  const { outbox, until } = bench.sender(hub.url, 'not-the-token', {
    fill: (empty) => {
      for (const record of sampleRecords(3)) empty.addRecord(record);
    },
  });
  const status = await until(({ state }) => state === 'refused');
  expect(status.lastError?.code).toBe('token_rejected');
  expect(outbox.counts()).toMatchObject({ waiting: 3, parked: 0 });
  expect(await heldRecords(hub)).toEqual([]);
});

test('a file changed or gone after it was queued is parked; the records around it arrive', async () => {
  const hub = await bench.hub();
  const changed = await bench.mediaFile(50_000);
  const gone = await bench.mediaFile(50_000, 'audio');
  await writeFile(changed.path, Buffer.alloc(50_000, 7));
  await rm(gone.path);
  const { outbox, until } = bench.sender(hub.url, hub.token, {
    fill: (empty) => {
      for (const record of sampleRecords(3)) empty.addRecord(record);
      empty.addMedia(changed);
      empty.addMedia(gone);
    },
  });
  await until(({ state, counts }) => state === 'parked' && counts.sent === 3);
  expect(outbox.mediaState(changed.sha256)).toMatchObject({ state: 'parked', reason: 'media_changed' });
  expect(outbox.mediaState(gone.sha256)).toMatchObject({ state: 'parked', reason: 'media_missing' });
});
