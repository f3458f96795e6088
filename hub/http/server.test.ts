import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { healthProofText } from '#shared/wire/health.ts';
import { BatchAnswer } from '#shared/wire/receipt.ts';
import { loadDeviceToken } from './device-token.ts';
import { startHub, type RunningHub } from '../hub.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';

let dataDir = '';
let hub: RunningHub;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-server-'));
  hub = await startHub({ dataDir });
});
afterAll(async () => {
  await hub.close();
  await rm(dataDir, { recursive: true, force: true });
});

type Ask = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const ask = (path: string, init: Ask = {}): Promise<Response> =>
  fetch(hub.url + path, { ...init, headers: { authorization: `Bearer ${hub.token}`, ...init.headers } });

function postBatch(
  lines: readonly string[],
  change: Record<string, string> = {},
  pack: (text: string) => Uint8Array = zstdCompressSync,
): Promise<Response> {
  const text = `${lines.join('\n')}\n`;
  return ask('/v1/batches', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'zstd',
      'idempotency-key': sha256(text).slice(0, 32),
      'anteroom-device-id': 'kiosk-1',
      'anteroom-record-count': String(lines.length),
      'anteroom-content-sha256': sha256(text),
      ...change,
    },
    body: new Uint8Array(pack(text)),
  });
}

const tusHeaders = { 'tus-resumable': '1.0.0' };
const create = (id: string, sizeBytes: number, mimeType = 'video/webm'): Promise<Response> =>
  ask('/v1/media', {
    method: 'POST',
    headers: {
      ...tusHeaders,
      'upload-length': String(sizeBytes),
      'upload-metadata': `sha256 ${btoa(id)},mimeType ${btoa(mimeType)}`,
    },
  });
const patch = (id: string, offset: number, bytes: Uint8Array): Promise<Response> =>
  ask(`/v1/media/${id}`, {
    method: 'PATCH',
    headers: { ...tusHeaders, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  });
const head = (id: string): Promise<Response> => ask(`/v1/media/${id}`, { method: 'HEAD', headers: tusHeaders });
async function upload(bytes: Uint8Array, mimeType?: string): Promise<string> {
  const id = sha256(bytes);
  expect((await create(id, bytes.length, mimeType)).status).toBe(201);
  expect((await patch(id, 0, bytes)).status).toBe(204);
  return id;
}
const digestOf = (id: string): string => `sha-256=:${Buffer.from(id, 'hex').toString('base64')}:`;

test.each(['/v1/sessions', '/v1/sessions/x', `/v1/media/${'a'.repeat(64)}`, '/v1/nothing'])(
  '%s without the token is 401 with a problem body',
  async (path) => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${hub.token}` }]) {
      const response = await fetch(hub.url + path, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'unauthorized', status: 401 });
    }
  },
);

test('a batch or an upload without the token is 401 and leaves nothing', async () => {
  const wrong = { authorization: 'Bearer wrong' };
  expect((await postBatch([JSON.stringify(sampleRecord({ sessionId: 'refused' }))], wrong)).status).toBe(401);
  expect(
    (await ask('/v1/media', { method: 'POST', headers: { ...tusHeaders, ...wrong, 'upload-length': '1' } })).status,
  ).toBe(401);
  expect((await ask('/v1/sessions/refused')).status).toBe(404);
});

test('health proves it knows the token without being sent it', async () => {
  const challenge = randomBytes(32).toString('hex');
  const response = await fetch(`${hub.url}/v1/health`, { headers: { 'anteroom-challenge': challenge } });
  const expected = createHmac('sha256', hub.token).update(healthProofText(challenge)).digest('hex');
  expect(await response.json()).toMatchObject({ service: 'anteroom-hub', proof: expected, deviceKnown: false });
});

test('a made token is readable by its owner alone and stays the same', async () => {
  expect((await stat(join(dataDir, 'token'))).mode & 0o777).toBe(0o600);
  expect(await loadDeviceToken(dataDir)).toBe(hub.token);
});

test('one receipt per line; poison blocks no other', async () => {
  const good = [sampleRecord({ seq: 1, sessionId: 'poisoned' }), sampleRecord({ seq: 2, sessionId: 'poisoned' })];
  const flipped = { ...sampleRecord({ seq: 3 }), body: { text: 'flipped' } };
  const foreign = sampleRecord({ deviceId: 'kiosk-2' });
  const lines = [good[0], flipped, foreign, { id: 'not-a-record', sha256: 7 }, good[1]].map((line) =>
    JSON.stringify(line),
  );
  const response = await postBatch([...lines, '{"torn":']);
  expect(response.status).toBe(200);
  const { receipts } = BatchAnswer.parse(await response.json());
  expect(receipts.map((receipt) => (receipt.status === 'quarantined' ? receipt.reason : receipt.status))).toEqual([
    'accepted',
    'hash_mismatch',
    'device_mismatch',
    'invalid_record',
    'accepted',
    'invalid_json',
  ]);
  expect(receipts.map((receipt) => receipt.id)).toEqual([
    good[0]?.id,
    flipped.id,
    foreign.id,
    'not-a-record',
    good[1]?.id,
    null,
  ]);
});

test('gzip is understood, and so is no compression', async () => {
  const line = JSON.stringify(sampleRecord({ seq: 9 }));
  expect((await postBatch([line], { 'content-encoding': 'gzip' }, gzipSync)).status).toBe(200);
  expect((await postBatch([line], { 'content-encoding': 'identity' }, Buffer.from)).status).toBe(200);
});

test.each<[string, Record<string, string>, ((text: string) => Uint8Array) | undefined, number, string]>([
  ['another encoding', { 'content-encoding': 'br' }, undefined, 415, 'unsupported_encoding'],
  ['bytes that are not zstd', {}, (text) => Buffer.from(text), 400, 'bad_encoding'],
  [
    'a body that is not what the headers say',
    { 'anteroom-content-sha256': 'a'.repeat(64) },
    undefined,
    400,
    'manifest_mismatch',
  ],
  ['fewer lines than announced', { 'anteroom-record-count': '2' }, undefined, 400, 'manifest_mismatch'],
  ['more records than a batch may hold', { 'anteroom-record-count': '201' }, undefined, 400, 'bad_manifest'],
  ['no idempotency key', { 'idempotency-key': '' }, undefined, 400, 'bad_manifest'],
  ['a zstd bomb of 80 MB', {}, () => zstdCompressSync(Buffer.alloc(80_000_000)), 413, 'too_large'],
  ['17 MB that do not compress', {}, () => randomBytes(17 * 1024 * 1024), 413, 'too_large'],
])('%s is a problem with a code', async (_name, change, pack, status, code) => {
  const response = await postBatch([JSON.stringify(sampleRecord({ seq: 1, sessionId: 'never' }))], change, pack);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ code, status });
  expect((await ask('/v1/sessions/never')).status).toBe(404);
});

test('an upload comes back whole and in parts, under its own type', async () => {
  const bytes = randomBytes(300_000);
  const id = await upload(bytes);
  const whole = await ask(`/v1/media/${id}`);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'video/webm',
    'content-length': '300000',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'repr-digest': digestOf(id),
  });
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  const part = await ask(`/v1/media/${id}`, { headers: { range: 'bytes=1000-1999' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe('bytes 1000-1999/300000');
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1000, 2000))).toBe(true);
  const outside = await ask(`/v1/media/${id}`, { headers: { range: 'bytes=300000-' } });
  expect(outside.status).toBe(416);
  expect(outside.headers.get('content-range')).toBe('bytes */300000');
});

test('raw samples come as a file that a player plays, in any part, and as they are without asking', async () => {
  const samples = randomBytes(5000);
  const id = await upload(samples, 'audio/l16;rate=16000;channels=1');
  const raw = await ask(`/v1/media/${id}`);
  expect(raw.headers.get('content-type')).toBe('application/octet-stream');
  expect(Buffer.from(await raw.arrayBuffer()).equals(samples)).toBe(true);
  const whole = await ask(`/v1/media/${id}?as=wav`);
  expect(whole.headers.get('content-type')).toBe('audio/wav');
  expect(whole.headers.get('content-length')).toBe('5044');
  const wav = Buffer.from(await whole.arrayBuffer());
  expect(wav.subarray(0, 4).toString()).toBe('RIFF');
  expect(wav.readUInt32LE(40)).toBe(5000);
  expect(wav.subarray(44).equals(samples)).toBe(true);
  for (const [start, end] of [
    [0, 9],
    [0, 43],
    [40, 60],
    [43, 44],
    [44, 100],
    [5000, 5043],
  ] as const) {
    const part = await ask(`/v1/media/${id}?as=wav`, { headers: { range: `bytes=${start}-${end}` } });
    expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end}/5044`);
    expect(Buffer.from(await part.arrayBuffer()).equals(wav.subarray(start, end + 1))).toBe(true);
  }
  // a film stays what it is
  const film = await upload(randomBytes(100));
  expect((await ask(`/v1/media/${film}?as=wav`)).headers.get('content-type')).toBe('video/webm');
});

test('a page uploaded as media is not served as a page', async () => {
  const id = await upload(Buffer.from('<script>alert(1)</script>'), 'text/html');
  expect((await ask(`/v1/media/${id}`)).headers.get('content-type')).toBe('application/octet-stream');
});

test('a file created again after it is finished is already complete, not truncated', async () => {
  const bytes = randomBytes(50_000);
  const id = await upload(bytes);
  const again = await create(id, bytes.length);
  expect(again.status).toBe(200);
  expect(await again.json()).toEqual({ code: 'already_complete', sha256: id, sizeBytes: 50_000 });
  expect(again.headers.get('upload-offset')).toBe('50000');
  expect((await patch(id, 0, Buffer.alloc(50_000, 1))).status).toBe(409);
  expect(Buffer.from(await (await ask(`/v1/media/${id}`)).arrayBuffer()).equals(bytes)).toBe(true);
});

test('a file created again half way goes on where it stopped', async () => {
  const bytes = randomBytes(40_000);
  const id = sha256(bytes);
  await create(id, bytes.length);
  await patch(id, 0, bytes.subarray(0, 15_000));
  expect((await create(id, bytes.length)).status).toBe(201);
  expect((await head(id)).headers.get('upload-offset')).toBe('15000');
  expect((await head(id)).headers.get('repr-digest')).toBeNull();
  expect((await ask(`/v1/media/${id}`)).status).toBe(404);
  const last = await patch(id, 15_000, bytes.subarray(15_000));
  expect(last.headers.get('repr-digest')).toBe(digestOf(id));
  expect((await head(id)).headers.get('repr-digest')).toBe(digestOf(id));
});

test('bytes with another SHA-256 are refused with 460 and discarded; the right ones are taken afterwards', async () => {
  const bytes = randomBytes(20_000);
  const id = sha256(bytes);
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8(damaged.readUInt8(777) ^ 1, 777);
  await create(id, bytes.length);
  const refused = await patch(id, 0, damaged);
  expect(refused.status).toBe(460);
  expect(await refused.json()).toMatchObject({ code: 'media_hash_mismatch' });
  expect((await head(id)).status).toBe(404);
  expect((await ask(`/v1/media/${id}`)).status).toBe(404);
  await upload(bytes);
  expect((await ask(`/v1/media/${id}`)).status).toBe(200);
});

test('all bytes on the disk but unchecked at a crash: the next question checks them', async () => {
  const bytes = randomBytes(10_000);
  const id = sha256(bytes);
  await create(id, bytes.length);
  await writeFile(join(dataDir, 'media', 'incoming', `${id}.part`), bytes);
  expect((await head(id)).headers.get('upload-offset')).toBe('10000');
  expect((await ask(`/v1/media/${id}`)).status).toBe(200);

  const wrong = sha256('never sent');
  await create(wrong, 10_000);
  await writeFile(join(dataDir, 'media', 'incoming', `${wrong}.part`), bytes);
  expect((await head(wrong)).status).toBe(460);
  expect((await head(wrong)).status).toBe(404);
});

test('an empty file is complete at once', async () => {
  const id = sha256('');
  expect((await create(id, 0)).status).toBe(201);
  expect((await head(id)).headers.get('repr-digest')).toBe(digestOf(id));
  expect((await (await ask(`/v1/media/${id}`)).arrayBuffer()).byteLength).toBe(0);
});

test.each(['../../token', '..%2f..%2ftoken', '%2e%2e%2ftoken', 'A'.repeat(64), 'a'.repeat(63), 'incoming'])(
  'the media name %s is not there',
  async (name) => {
    for (const method of ['GET', 'HEAD']) {
      expect((await ask(`/v1/media/${name}`, { method, headers: tusHeaders })).status).toBe(404);
    }
  },
);

test('an upload without a proper SHA-256 in its metadata is a bad request', async () => {
  expect((await create('../../evil', 10)).status).toBe(400);
  const none = await ask('/v1/media', { method: 'POST', headers: { ...tusHeaders, 'upload-length': '10' } });
  expect(none.status).toBe(400);
  expect(await none.json()).toMatchObject({ code: 'bad_request' });
});

test('two senders of one file at the same time leave one whole file', async () => {
  const bytes = randomBytes(2_000_000);
  const id = sha256(bytes);
  await Promise.all([create(id, bytes.length), create(id, bytes.length)]);
  const answers = await Promise.all([patch(id, 0, bytes), patch(id, 0, bytes)]);
  expect(answers.some((answer) => answer.status === 204)).toBe(true);
  expect(Buffer.from(await (await ask(`/v1/media/${id}`)).arrayBuffer()).equals(bytes)).toBe(true);
});
