import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import type { RecordingId } from '#shared/ids.ts';
import { MAX_SLICE_BYTES, recordingPath, SLICE_SHA256_HEADER, slicePath } from '#shared/media-routes.ts';
import { createMediaRequests, parseRange } from './media-requests.ts';
import type { SliceOutcome } from './recording-port.ts';

const ORIGIN = 'http://127.0.0.1:1';
const id = v7() as RecordingId;
const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
const speechHash = 'a'.repeat(64);

let stored: { sequence: number; bytes: Uint8Array; mimeType: string }[];
let outcome: SliceOutcome;
let handle: ReturnType<typeof createMediaRequests>;

beforeEach(() => {
  stored = [];
  outcome = { outcome: 'stored' };
  handle = createMediaRequests({
    appendSlice: async (_id, sequence, bytes, _sha256, mimeType) => {
      if (outcome.outcome === 'stored') stored.push({ sequence, bytes, mimeType });
      return outcome;
    },
    find: (each) =>
      each === id
        ? {
            id,
            kind: 'av',
            mimeType: 'video/webm',
            state: 'complete',
            slices: 1,
            sizeBytes: content.length,
            durationMs: 1000,
          }
        : null,
    open: async () => ({
      async *read(start: number, end: number) {
        // in pieces, as slices are opened
        for (let at = start; at < end; at += 7) yield content.subarray(at, Math.min(at + 7, end));
      },
      sizeBytes: content.length,
      mimeType: 'video/webm',
    }),
    soundOf: (sha256) => (sha256 === speechHash ? Buffer.from('RIFF and more') : null),
    mayWrite: (each) => each === id,
  });
});

async function ask(path: string, init: RequestInit = {}, mayRead = true): Promise<Response> {
  const response = await handle(new Request(ORIGIN + path, init), () => mayRead);
  if (!response) throw new Error(`${path} is not a media path`);
  return response;
}

function slice(bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): RequestInit {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    method: 'PUT',
    body: bytes,
    headers: { 'content-type': 'video/webm;codecs=vp9,opus', [SLICE_SHA256_HEADER]: sha256, ...headers },
  };
}

test('a slice is handed on with its number and type', async () => {
  expect((await ask(slicePath(id, 3), slice(new Uint8Array([1, 2, 3])))).status).toBe(204);
  expect(stored).toEqual([{ sequence: 3, bytes: new Uint8Array([1, 2, 3]), mimeType: 'video/webm;codecs=vp9,opus' }]);
});

test.each([
  ['a slice without hash', slice(new Uint8Array([1]), { [SLICE_SHA256_HEADER]: 'x' }), 400],
  ['a slice that is no media', slice(new Uint8Array([1]), { 'content-type': 'text/html' }), 415],
  ['an empty slice', slice(new Uint8Array(0)), 400],
  ['an oversized slice', slice(new Uint8Array(MAX_SLICE_BYTES + 1)), 413],
])('%s is refused', async (_name, init, status) => {
  expect((await ask(slicePath(id, 0), init)).status).toBe(status);
  expect(stored).toEqual([]);
});

test('a recording that is not open takes no slice', async () => {
  expect((await ask(slicePath(v7(), 0), slice(new Uint8Array([1])))).status).toBe(403);
});

test.each([
  [{ outcome: 'out_of_order', expected: 4 }, 409],
  [{ outcome: 'different_bytes' }, 409],
  [{ outcome: 'hash_mismatch' }, 422],
  [{ outcome: 'storage_failed', code: 'ENOSPC' }, 507],
] as const)('%j is told to the page', async (refused, status) => {
  outcome = refused;
  const answer = await ask(slicePath(id, 0), slice(new Uint8Array([1])));
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code: refused.outcome });
});

test('a recording plays whole and in ranges', async () => {
  const whole = await ask(recordingPath(id));
  expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'video/webm']);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(content);
  const part = await ask(recordingPath(id), { headers: { range: 'bytes=10-19' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/1000']);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(content.subarray(10, 20));
  expect((await ask(recordingPath(id), { headers: { range: 'bytes=1000-' } })).status).toBe(416);
});

test('a page that may not read cannot tell a recording from none', async () => {
  const [forbidden, unknown] = [await ask(recordingPath(id), {}, false), await ask(recordingPath(v7()))];
  expect([forbidden.status, await forbidden.text()]).toEqual([unknown.status, await unknown.text()]);
});

test('rendered texts are served, whole and in ranges; nothing beside them is', async () => {
  const sound = await ask(`/speech/${speechHash}.wav`);
  expect([sound.headers.get('content-type'), await sound.text()]).toEqual(['audio/wav', 'RIFF and more']);
  const part = await ask(`/speech/${speechHash}.wav`, { headers: { range: 'bytes=5-7' } });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 5-7/13', 'and']);
  expect((await ask(`/speech/${speechHash}.wav`, { method: 'HEAD' })).headers.get('content-length')).toBe('13');
  expect((await ask(`/speech/${'b'.repeat(64)}.wav`)).status).toBe(404);
  expect((await ask('/speech/..%2frecording.bin')).status).toBe(404);
  expect(handle(new Request(`${ORIGIN}/index.html`), () => true)).toBeNull();
});

test.each([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=-5', { start: 95, end: 99 }],
  ['bytes=50-', { start: 50, end: 99 }],
  ['bytes=90-500', { start: 90, end: 99 }],
  ['bytes=100-', null],
  ['bytes=5-2', null],
  ['bytes=-', null],
  ['items=0-1', null],
])('range %s', (header, expected) => {
  expect(parseRange(header, 100)).toEqual(expected);
});
