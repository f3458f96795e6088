import { Readable } from 'node:stream';
import { RecordingId, Sha256 } from '#shared/ids.ts';
import { MAX_SLICE_BYTES, MEDIA_PATH, SLICE_SHA256_HEADER, SPEECH_PATH } from '#shared/media-routes.ts';
import type { Playable } from './playback.ts';
import type { RecordingEntry, SliceOutcome } from './recording-port.ts';

export interface MediaRequestsParts {
  appendSlice: (
    id: RecordingId,
    sequence: number,
    bytes: Uint8Array,
    sha256: string,
    mimeType: string,
  ) => Promise<SliceOutcome>;
  find: (id: RecordingId) => RecordingEntry | null;
  /** What to play for a recording that is known. */
  open: (id: RecordingId) => Promise<Playable>;
  /** The WAV of a rendered text; null when it is not in memory. */
  soundOf: (sha256: string) => Buffer | null;
  mayWrite: (id: RecordingId) => boolean;
}

/** What the page that asks may hear and see. */
export type MediaReader = (id: RecordingId) => boolean;

const SLICE_PATH = /^\/media\/([0-9a-f-]{36})\/(0|[1-9][0-9]{0,5})$/;
const WHOLE_PATH = /^\/media\/([0-9a-f-]{36})$/;
const SPEECH_FILE = /^\/speech\/([0-9a-f]{64})\.wav$/;
const MIME = /^(video|audio)\/[a-z0-9-]+(;[a-zA-Z0-9=., "-]+)*$/;

function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

/** Answer to a slice; 204 only when it is on the disk. */
function sliceAnswer(outcome: SliceOutcome): Response {
  switch (outcome.outcome) {
    case 'stored':
    case 'already_stored':
      return new Response(null, { status: 204 });
    case 'out_of_order':
      return Response.json({ code: outcome.outcome, expected: outcome.expected }, { status: 409 });
    case 'different_bytes':
    case 'closed':
      return Response.json({ code: outcome.outcome }, { status: 409 });
    case 'hash_mismatch':
      return Response.json({ code: outcome.outcome }, { status: 422 });
    case 'unknown_recording':
      return Response.json({ code: outcome.outcome }, { status: 404 });
    case 'storage_failed':
      return Response.json({ code: outcome.outcome }, { status: 507 });
  }
}

/** First and last byte asked for, of a content of `size` bytes; null when the range cannot be served (RFC 9110 §14). */
export function parseRange(header: string, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header);
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? null : { start, end };
}

/** Sends the bytes asked for; `read` gives those from `start` up to, not including, `end`. */
function bytesAnswer(
  request: Request,
  {
    sizeBytes: size,
    mimeType: type,
    read,
  }: Omit<Playable, 'read'> & { read: (start: number, end: number) => AsyncIterable<Uint8Array> },
): Response {
  const header = request.headers.get('range');
  const common = { 'content-type': type, 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
  const range = header === null ? { start: 0, end: size - 1 } : parseRange(header, size);
  if (range === null) return plain(416, 'This range is not in the file.', { 'content-range': `bytes */${size}` });
  const length = range.end - range.start + 1;
  const headers: Record<string, string> = { ...common, 'content-length': String(length) };
  if (header !== null) headers['content-range'] = `bytes ${range.start}-${range.end}/${size}`;
  const body =
    size === 0 || request.method === 'HEAD'
      ? null
      : Readable.toWeb(Readable.from(read(range.start, range.end + 1), { objectMode: false }));
  return new Response(body as ReadableStream<Uint8Array> | null, { status: header === null ? 200 : 206, headers });
}

/**
 * Answers the paths of shared/media-routes.ts. Whether the page is one of ours was checked by the shell; here only what
 * this page may do counts.
 */
export function createMediaRequests(parts: MediaRequestsParts) {
  async function putSlice(request: Request, id: RecordingId, sequence: number): Promise<Response> {
    if (!parts.mayWrite(id)) return plain(403, 'This recording is not open.');
    const sha256 = Sha256.safeParse(request.headers.get(SLICE_SHA256_HEADER));
    const mimeType = request.headers.get('content-type') ?? '';
    if (!sha256.success) return plain(400, `The header ${SLICE_SHA256_HEADER} must hold the SHA-256 of the slice.`);
    if (!MIME.test(mimeType)) return plain(415, 'The content type must be audio or video.');
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length === 0) return plain(400, 'The slice is empty.');
    if (bytes.length > MAX_SLICE_BYTES) return plain(413, `A slice holds at most ${MAX_SLICE_BYTES} bytes.`);
    return sliceAnswer(await parts.appendSlice(id, sequence, bytes, sha256.data, mimeType));
  }

  async function play(request: Request, id: RecordingId, mayRead: MediaReader): Promise<Response> {
    // an unknown recording and a forbidden one look the same from outside
    if (!parts.find(id) || !mayRead(id)) return plain(404, 'There is no such recording for this page.');
    return bytesAnswer(request, await parts.open(id));
  }

  async function speak(request: Request, sha256: string): Promise<Response> {
    const sound = parts.soundOf(sha256);
    if (sound === null) return plain(404, 'This text has not been rendered.');
    const read = async function* (start: number, end: number) {
      yield sound.subarray(start, end);
    };
    return bytesAnswer(request, { sizeBytes: sound.length, mimeType: 'audio/wav', read });
  }

  return function handle(request: Request, mayRead: MediaReader): Promise<Response> | null {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(MEDIA_PATH) && !pathname.startsWith(SPEECH_PATH)) return null;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const slice = SLICE_PATH.exec(pathname);
    const sliceId = RecordingId.safeParse(slice?.[1]);
    if (slice && sliceId.success && request.method === 'PUT') return putSlice(request, sliceId.data, Number(slice[2]));
    const whole = RecordingId.safeParse(WHOLE_PATH.exec(pathname)?.[1]);
    if (whole.success && isRead) return play(request, whole.data, mayRead);
    const speech = SPEECH_FILE.exec(pathname)?.[1];
    if (speech !== undefined && isRead) return speak(request, speech);
    return Promise.resolve(
      plain(slice || whole.success || speech !== undefined ? 405 : 404, 'There is nothing at this address.'),
    );
  };
}
