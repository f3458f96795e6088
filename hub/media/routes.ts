import { Metadata, Server as TusServer, type Locker } from '@tus/server';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { Sha256 } from '#shared/ids.ts';
import { WAV_HEADER_BYTES, wavHeader } from '#shared/wav-header.ts';
import { WIRE_PATHS } from '#shared/wire/batch.ts';
import { callerOf } from '../http/caller.ts';
import { ProblemError, problemBody } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import type { HubStore } from '../store/hub-store.ts';
import { parseByteRange } from './byte-range.ts';
import type { ContentStore } from './content-store.ts';
import type { MediaRemoval } from './media-removal.ts';
import { TusDataStore } from './tus-data-store.ts';

/** Largest file one upload may announce. */
const MAX_MEDIA_BYTES = 16 * 1024 ** 3;
/** How long a request that holds an upload may drain once another asks for the same upload. */
const LOCK_DRAIN_MS = 1000;
/** Streams and what the tus server answers itself pass by the serializers; they are named for the description. */
const Bytes = z.any().meta({ description: 'The bytes' });
const Hijacked = z.any().meta({ description: 'No body; the headers of tus 1.0' });
const ByHash = z.object({ sha256: z.string() });

/** Files of records: uploads by tus 1.0, downloads with ranges. */
export function mediaRoutes(parts: {
  readonly store: HubStore;
  readonly content: ContentStore;
  /** Of uploads; `removal` takes the same. */
  readonly locker: Locker;
  readonly removal: MediaRemoval;
  readonly now: () => Date;
}): Routes {
  const { content } = parts;
  const tus = new TusServer({
    path: WIRE_PATHS.media,
    relativeLocation: true,
    maxSize: MAX_MEDIA_BYTES,
    locker: parts.locker,
    lockDrainTimeout: LOCK_DRAIN_MS,
    // Kiosks are no browsers: no page of another origin may read an answer.
    allowedOrigins: [],
    datastore: new TusDataStore(content, parts.store, parts.now),
    namingFunction: (_request, metadata) => {
      const sha256 = Sha256.safeParse(metadata?.['sha256']);
      if (sha256.success) return sha256.data;
      throw Object.assign(new Error('bad upload metadata'), {
        status_code: 400,
        body: `${JSON.stringify(problemBody('bad_request', 'Upload-Metadata needs sha256: 64 hex digits of the whole file.'))}\n`,
      });
    },
    onUploadFinish: async (_request, upload) => ({ headers: { 'Repr-Digest': reprDigest(upload.id) } }),
  });

  /** Lets nothing near the bytes of an erased file. @throws {ProblemError} `media_erased`. */
  async function admit(sha256: string): Promise<void> {
    const erasure = await parts.store.findMediaErasure(sha256);
    if (erasure === 'erased') throw new ProblemError('media_erased');
    // The old bytes first: a sender told "already complete" would lose its file to the removal.
    if (erasure === 'removing') await parts.removal.run();
  }

  return (server) => {
    // The tus server reads these bytes itself.
    server.addContentTypeParser('application/offset+octet-stream', (_request, _body, done) => done(null));

    server.route({
      method: 'POST',
      url: WIRE_PATHS.media,
      config: { scope: 'records:write' },
      schema: {
        summary: 'tus 1.0: announce a file',
        body: z.unknown(),
        response: {
          200: z.object({ code: z.literal('already_complete'), sha256: Sha256, sizeBytes: z.int().nonnegative() }),
          201: Hijacked,
        },
      },
      handler: async (request, reply) => {
        const header = request.headers['upload-metadata'];
        const sha256 = Sha256.safeParse(typeof header === 'string' ? readMetadata(header)['sha256'] : undefined);
        if (sha256.success) await admit(sha256.data);
        const state = sha256.success ? await content.stateOf(sha256.data) : null;
        if (sha256.success && state?.state === 'complete') {
          return reply
            .code(200)
            .headers({
              'tus-resumable': '1.0.0',
              location: `${WIRE_PATHS.media}/${sha256.data}`,
              'upload-offset': String(state.sizeBytes),
              'repr-digest': reprDigest(sha256.data),
            })
            .send({ code: 'already_complete', sha256: sha256.data, sizeBytes: state.sizeBytes });
        }
        reply.hijack();
        return tus.handle(request.raw, reply.raw);
      },
    });

    server.route({
      method: ['HEAD', 'PATCH', 'OPTIONS'],
      url: `${WIRE_PATHS.media}/:sha256`,
      config: { scope: 'records:write' },
      schema: {
        summary: 'tus 1.0: offset of a file, bytes of it',
        params: ByHash,
        response: { 200: Hijacked, 204: Hijacked },
      },
      handler: async (request, reply) => {
        const sha256 = readSha256(request.params.sha256);
        await admit(sha256);
        const state = request.method === 'HEAD' ? await content.stateOf(sha256) : null;
        // The digest is the receipt for media: only a verified file carries it.
        if (state?.state === 'complete') reply.raw.setHeader('Repr-Digest', reprDigest(sha256));
        reply.hijack();
        return tus.handle(request.raw, reply.raw);
      },
    });

    server.route({
      method: 'GET',
      url: `${WIRE_PATHS.media}/:sha256`,
      exposeHeadRoute: false,
      config: { scope: 'records:read', audit: 'media.read' },
      schema: {
        summary: 'A whole file, or a range of it',
        produces: ['application/octet-stream'],
        params: ByHash,
        querystring: z.object({
          /** Of raw samples, which no browser plays by themselves. */
          as: z.literal('wav').optional(),
        }),
        response: { 200: Bytes, 206: Bytes },
      },
      handler: async (request, reply) => {
        const sha256 = readSha256(request.params.sha256);
        if (!(await parts.store.isMediaAtSites(sha256, callerOf(request).sites))) throw new ProblemError('not_found');
        await admit(sha256);
        const state = await content.stateOf(sha256);
        if (state.state !== 'complete') throw new ProblemError('not_found');
        const row = await parts.store.findMedia(sha256);
        const isWav = request.query.as === 'wav' && isRawSound(row?.metadata['mimeType']);
        const sizeBytes = state.sizeBytes + (isWav ? WAV_HEADER_BYTES : 0);
        const range = parseByteRange(request.headers.range, sizeBytes);
        if (range === 'unsatisfiable') {
          reply.header('content-range', `bytes */${sizeBytes}`);
          throw new ProblemError('range_not_satisfiable');
        }
        reply.headers({
          'content-type': isWav ? 'audio/wav' : safeMimeType(row?.metadata['mimeType']),
          // played again is read again, and put down again
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'accept-ranges': 'bytes',
          ...(isWav ? {} : { 'repr-digest': reprDigest(sha256) }),
          etag: `"${sha256}${isWav ? '-wav' : ''}"`,
          'content-length': range === null ? sizeBytes : range.end - range.start + 1,
        });
        if (range !== null) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
        if (sizeBytes === 0) return reply.send('');
        const [start, end] = [range?.start ?? 0, range?.end ?? sizeBytes - 1];
        return reply.send(
          isWav
            ? asWav(state.sizeBytes, (...part) => content.read(sha256, ...part), start, end)
            : content.read(sha256, start, end),
        );
      },
    });
  };
}

function readSha256(text: string): string {
  const parsed = Sha256.safeParse(text);
  if (!parsed.success) throw new ProblemError('not_found');
  return parsed.data;
}

function readMetadata(header: string): Record<string, string | null> {
  try {
    return Metadata.parse(header);
  } catch {
    throw new ProblemError('bad_request', 'Upload-Metadata is malformed.');
  }
}

/** Only audio and video are served under their own type: a page uploaded as "media" must not run in a browser. */
function safeMimeType(mimeType: string | null | undefined): string {
  return mimeType && /^(?:audio|video)\/[\w.+-]+(?:;\s*codecs="?[\w., -]+"?)?$/.test(mimeType)
    ? mimeType
    : 'application/octet-stream';
}

/** Samples without a header, as kiosks keep the sound that is analysed. */
function isRawSound(mimeType: string | null | undefined): boolean {
  return mimeType?.startsWith('audio/l16;') === true;
}

/** Bytes `start..end`, both included, of samples behind a header. */
function asWav(
  dataBytes: number,
  read: (start: number, end: number) => Readable,
  start: number,
  end: number,
): Readable {
  const header = wavHeader(dataBytes).subarray(start, Math.min(end + 1, WAV_HEADER_BYTES));
  if (end < WAV_HEADER_BYTES) return Readable.from([header]);
  const samples = read(Math.max(0, start - WAV_HEADER_BYTES), end - WAV_HEADER_BYTES);
  return header.length === 0
    ? samples
    : Readable.from(
        (async function* () {
          yield header;
          yield* samples as AsyncIterable<Uint8Array>;
        })(),
      );
}

/** RFC 9530 `Repr-Digest` of a file known by its hex SHA-256. */
function reprDigest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}
