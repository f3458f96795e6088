import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Metadata, Server as TusServer, type Locker } from '@tus/server';
import { z } from 'zod';
import type { AuditAlarmList, AuditHead } from '#shared/wire/audit-head.ts';
import { BATCH_HEADERS, MAX_BATCH_BYTES, WIRE_PATHS } from '#shared/wire/batch.ts';
import { CHALLENGE_HEADER, type Health } from '#shared/wire/health.ts';
import type { HubSessionDetail, HubSessionList } from '#shared/wire/hub-session.ts';
import type { BatchAnswer } from '#shared/wire/receipt.ts';
import { Sha256 } from '#shared/ids.ts';
import { WireName } from '#shared/wire/record.ts';
import { healthProof, isAuthorized } from './device-token.ts';
import { readClaim, readManifest } from './intake.ts';
import { parseByteRange } from './media/byte-range.ts';
import type { ContentStore } from './media/content-store.ts';
import type { MediaRemoval } from './media/media-removal.ts';
import { TusDataStore } from './media/tus-data-store.ts';
import { ProblemError, problemBody, problemCodeOf } from './problem.ts';
import { createBatchIntake } from './receive-batch.ts';
import type { HubStore } from './store/hub-store.ts';

/** Largest file one upload may announce. */
const MAX_MEDIA_BYTES = 16 * 1024 ** 3;
/** How long a request that holds an upload may drain once another asks for the same upload. */
const LOCK_DRAIN_MS = 1000;
const REQUEST_TIMEOUT_MS = 120_000;

const Challenge = z.string().regex(/^[0-9a-f]{32,128}$/);
const ListQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });

/** One line of the hub's log; never carries a token or a record body. */
export type HubLog = (event: string, fields: Readonly<Record<string, string | number>>) => void;

/** Builds the hub's HTTP server over its stores; nothing listens yet. */
export function buildServer(parts: {
  readonly store: HubStore;
  readonly content: ContentStore;
  /** Of uploads; `removal` takes the same. */
  readonly locker: Locker;
  readonly removal: MediaRemoval;
  readonly token: string;
  readonly now: () => Date;
  readonly log: HubLog;
}): FastifyInstance {
  const { store, token, now, log } = parts;
  const receiveBatch = createBatchIntake(parts);
  const server = Fastify({
    bodyLimit: MAX_BATCH_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
  });

  server.setErrorHandler((error, request, reply) => {
    const code = problemCodeOf(error);
    const message = error instanceof Error ? error.message : String(error);
    if (code === 'internal' || code === 'storage_full') {
      log('request_failed', { method: request.method, path: request.routeOptions.url ?? '', code, message });
    }
    const members = error instanceof ProblemError ? error.members : {};
    const body = problemBody(code, code === 'internal' ? undefined : message, members);
    if (code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
    return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
  });
  server.setNotFoundHandler(() => {
    throw new ProblemError('not_found');
  });
  server.addHook('onRequest', async (request) => {
    if (request.routeOptions.url === WIRE_PATHS.health) return;
    if (!isAuthorized(request.headers.authorization, token)) throw new ProblemError('unauthorized');
  });
  server.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  // The tus server reads these bytes itself.
  server.addContentTypeParser('application/offset+octet-stream', (_request, _body, done) => done(null));

  server.route({ method: 'GET', url: WIRE_PATHS.health, handler: health });
  server.route({ method: 'POST', url: WIRE_PATHS.batches, handler: receive });
  server.route({ method: 'GET', url: WIRE_PATHS.sessions, handler: listSessions });
  server.route({ method: 'GET', url: `${WIRE_PATHS.sessions}/:id`, handler: showSession });
  server.route({ method: 'GET', url: `${WIRE_PATHS.auditHeads}/:deviceId`, handler: showAuditHead });
  server.route({ method: 'GET', url: WIRE_PATHS.auditAlarms, handler: listAuditAlarms });
  addMediaRoutes(server, parts);
  return server;

  async function health(request: FastifyRequest): Promise<Health> {
    const challenge = Challenge.safeParse(request.headers[CHALLENGE_HEADER]);
    const device = WireName.safeParse(request.headers[BATCH_HEADERS.deviceId]);
    return {
      service: 'anteroom-hub',
      protocol: 1,
      deviceKnown: device.success && (await store.isDeviceKnown(device.data)),
      proof: challenge.success ? healthProof(challenge.data, token) : null,
      at: now().toISOString(),
    };
  }

  async function receive(request: FastifyRequest): Promise<BatchAnswer> {
    const manifest = readManifest(request.headers);
    if (!Buffer.isBuffer(request.body)) throw new ProblemError('bad_request', 'The body must be application/x-ndjson.');
    const encoding = request.headers['content-encoding'] ?? 'identity';
    return receiveBatch({ manifest, body: request.body, encoding, claim: readClaim(request.headers) });
  }

  async function showAuditHead(request: FastifyRequest): Promise<AuditHead> {
    const params = z.object({ deviceId: WireName }).safeParse(request.params);
    const head = params.success ? await store.findAuditHead(params.data.deviceId) : null;
    if (head === null) throw new ProblemError('not_found');
    return head;
  }

  async function listAuditAlarms(request: FastifyRequest): Promise<AuditAlarmList> {
    const query = ListQuery.safeParse(request.query);
    if (!query.success) throw new ProblemError('bad_request', z.prettifyError(query.error));
    return { alarms: await store.listAuditAlarms(query.data.limit) };
  }

  async function listSessions(request: FastifyRequest): Promise<HubSessionList> {
    const query = ListQuery.safeParse(request.query);
    if (!query.success) throw new ProblemError('bad_request', z.prettifyError(query.error));
    return { sessions: await store.listSessions(query.data.limit) };
  }

  async function showSession(request: FastifyRequest): Promise<HubSessionDetail> {
    const params = z.object({ id: WireName }).safeParse(request.params);
    const detail = params.success ? await store.findSession(params.data.id) : null;
    if (detail === null) throw new ProblemError('not_found');
    return detail;
  }
}

function addMediaRoutes(
  server: FastifyInstance,
  parts: {
    readonly store: HubStore;
    readonly content: ContentStore;
    readonly locker: Locker;
    readonly removal: MediaRemoval;
    readonly now: () => Date;
  },
): void {
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

  server.route({
    method: 'POST',
    url: WIRE_PATHS.media,
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

  server.route<{ Params: { sha256: string } }>({
    method: ['HEAD', 'PATCH', 'OPTIONS'],
    url: `${WIRE_PATHS.media}/:sha256`,
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

  server.route<{ Params: { sha256: string } }>({
    method: 'GET',
    url: `${WIRE_PATHS.media}/:sha256`,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const sha256 = readSha256(request.params.sha256);
      await admit(sha256);
      const state = await content.stateOf(sha256);
      if (state.state !== 'complete') throw new ProblemError('not_found');
      const { sizeBytes } = state;
      const range = parseByteRange(request.headers.range, sizeBytes);
      if (range === 'unsatisfiable') {
        reply.header('content-range', `bytes */${sizeBytes}`);
        throw new ProblemError('range_not_satisfiable');
      }
      const row = await parts.store.findMedia(sha256);
      reply.headers({
        'content-type': safeMimeType(row?.metadata['mimeType']),
        'x-content-type-options': 'nosniff',
        'accept-ranges': 'bytes',
        'repr-digest': reprDigest(sha256),
        etag: `"${sha256}"`,
        'content-length': range === null ? sizeBytes : range.end - range.start + 1,
      });
      if (range !== null) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
      if (sizeBytes === 0) return reply.send('');
      return reply.send(content.read(sha256, range?.start ?? 0, range?.end ?? sizeBytes - 1));
    },
  });
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

/** RFC 9530 `Repr-Digest` of a file known by its hex SHA-256. */
function reprDigest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}
