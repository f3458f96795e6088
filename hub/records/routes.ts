import { z } from 'zod';
import { AuditAlarmList, AuditHead } from '#shared/wire/audit-head.ts';
import { BATCH_HEADERS, PACKED_TYPE, WIRE_PATHS } from '#shared/wire/batch.ts';
import { hubProofText } from '#shared/wire/device-signature.ts';
import { CHALLENGE_HEADER, Health } from '#shared/wire/health.ts';
import { HubSessionDetail, HubSessionList, type ItemNames } from '#shared/wire/hub-session.ts';
import { BatchAnswer } from '#shared/wire/receipt.ts';
import { briefAnswer } from '#connectors/hub/brief-answer.ts';
import { BRIEF_HEADER } from '#connectors/hub/brief-signature.ts';
import { compactAnswer, CompactAnswer } from '#connectors/hub/compact-answer.ts';
import { packedAnswer } from '#connectors/hub/packed-answer.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WireName } from '#shared/wire/record.ts';
import type { DeviceStore } from '../devices/device-store.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { sealReceipts } from '../devices/seal-receipts.ts';
import { callerOf } from '../http/caller.ts';
import { healthProof } from '../http/device-token.ts';
import type { HubLog } from '../http/hub-log.ts';
import { PURPOSES } from '#shared/purpose.ts';
import { ListQuery } from '../http/list-query.ts';
import { ProblemError } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import type { MediaRemoval } from '../media/media-removal.ts';
import type { HubStore } from '../store/hub-store.ts';
import { readClaim, readManifest } from './intake.ts';
import { createBatchIntake } from './receive-batch.ts';

const SessionQuery = ListQuery.extend({ purpose: z.enum([...PURPOSES, 'all']).default('hiring') });
const DictionaryId = z.string().optional();
const Challenge = z.string().regex(/^[0-9a-f]{32,128}$/);

/** What kiosks send and what was made of it. */
export function recordRoutes(parts: {
  readonly store: HubStore;
  /** What the ids in the records of an interview are called. */
  readonly namesOf: (records: HubSessionDetail['records']) => Promise<ItemNames | null>;
  readonly removal: MediaRemoval;
  readonly token: string;
  readonly devices: Pick<DeviceStore, 'find'>;
  readonly key: HubKey;
  readonly now: () => Date;
  readonly log: HubLog;
}): Routes {
  const { store, token, devices, key, now } = parts;
  const { receiveBatch, receivePacked } = createBatchIntake(parts);

  /**
   * Whether a batch may be in the name of this device. One that is enrolled signs what it sends: the token that all share is not
   * its word.
   */
  async function admitByToken(deviceId: string): Promise<void> {
    const known = await devices.find(deviceId);
    if (known !== null) throw new ProblemError(known.isRevoked ? 'device_revoked' : 'device_key_unknown');
  }

  /** Few records, and an answer of as few bytes as tell all of it. */
  async function answerPacked(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!Buffer.isBuffer(request.body)) throw new ProblemError('bad_request', 'The body must be a packed batch.');
    const { kind, id } = callerOf(request);
    const isSigned = kind === 'device';
    const taken = await receivePacked(request.body, {
      batchId: request.headers[BATCH_HEADERS.batchId],
      sha256: request.headers[BATCH_HEADERS.sha256],
      deviceId: isSigned ? id : null,
      admit: isSigned ? () => Promise.resolve() : admitByToken,
    });
    const answer = isSigned ? sealReceipts(taken, id, key, now().toISOString()) : taken;
    // HTTP/1.1 stays open without being told
    reply.raw.removeHeader('connection');
    const brief = request.headers[BRIEF_HEADER] === undefined ? null : briefAnswer(answer);
    if (brief !== null) return reply.send(brief);
    return reply
      .type(PACKED_TYPE)
      .serializer(String)
      .send(JSON.stringify(packedAnswer(answer) ?? answer));
  }

  return (server) => {
    server.addContentTypeParser(['application/x-ndjson', PACKED_TYPE], { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );

    server.route({
      method: 'GET',
      url: WIRE_PATHS.health,
      config: { scope: 'public' },
      schema: { summary: 'Whether a hub answers, and proof that it is ours', response: { 200: Health } },
      handler: async (request) => {
        const challenge = Challenge.safeParse(request.headers[CHALLENGE_HEADER]);
        const device = WireName.safeParse(request.headers[BATCH_HEADERS.deviceId]);
        const at = now().toISOString();
        const known = device.success ? await devices.find(device.data) : null;
        return {
          service: 'anteroom-hub' as const,
          protocol: 1 as const,
          deviceKnown: known !== null || (device.success && (await store.isDeviceKnown(device.data))),
          proof: challenge.success ? healthProof(challenge.data, token) : null,
          hubKey: key.publicKey,
          hubProof: challenge.success ? key.sign(hubProofText(challenge.data, at)) : null,
          isDeviceRevoked: known?.isRevoked === true,
          at,
        };
      },
    });

    server.route({
      method: 'POST',
      url: WIRE_PATHS.batches,
      config: { scope: 'records:write' },
      // bytes without a name: who asked in brief knows what comes
      onSend: async (request, reply, payload) => {
        if (Buffer.isBuffer(payload) && request.headers[BRIEF_HEADER] !== undefined) reply.removeHeader('content-type');
        return payload;
      },
      schema: {
        summary: 'A batch of records of one device, NDJSON; one receipt per line',
        consumes: ['application/x-ndjson', PACKED_TYPE],
        body: z.unknown(),
        response: { 200: z.union([BatchAnswer, CompactAnswer]) },
      },
      handler: async (request, reply) => {
        if (request.headers['content-type'] === PACKED_TYPE) return answerPacked(request, reply);
        const manifest = readManifest(request.headers);
        if (!Buffer.isBuffer(request.body))
          throw new ProblemError('bad_request', 'The body must be application/x-ndjson.');
        const encoding = request.headers['content-encoding'] ?? 'identity';
        const { kind, id } = callerOf(request);
        // a signature covers the name: a device that signs sends as itself
        if (kind !== 'device') await admitByToken(manifest.deviceId);
        const taken = await receiveBatch({
          manifest,
          body: request.body,
          encoding,
          dictionaryId: DictionaryId.parse(request.headers[BATCH_HEADERS.dictionary]),
          claim: readClaim(request.headers),
        });
        const answer = kind === 'device' ? sealReceipts(taken, id, key, now().toISOString()) : taken;
        return (encoding === 'lean-zstd' ? compactAnswer(answer) : null) ?? answer;
      },
    });

    server.route({
      method: 'GET',
      url: WIRE_PATHS.sessions,
      config: { scope: 'records:read', audit: 'sessions.listed' },
      schema: {
        summary:
          'Interviews, the latest arrival first; those for hiring unless another purpose, or all of them, are asked for',
        querystring: SessionQuery,
        response: { 200: HubSessionList },
      },
      handler: async (request) => ({
        sessions: await store.listSessions(
          request.query.limit,
          callerOf(request).sites,
          request.query.purpose === 'all' ? null : request.query.purpose,
        ),
      }),
    });

    server.route({
      method: 'GET',
      url: `${WIRE_PATHS.sessions}/:id`,
      config: { scope: 'records:read', audit: 'session.read' },
      schema: {
        summary: 'Everything held of one interview',
        params: z.object({ id: z.string() }),
        response: { 200: HubSessionDetail },
      },
      handler: async (request) => {
        const id = WireName.safeParse(request.params.id);
        // of another site: as good as not there
        const isOurs = id.success && (await store.isSessionAtSites(id.data, callerOf(request).sites));
        const detail = isOurs ? await store.findSession(id.data) : null;
        if (detail === null) throw new ProblemError('not_found');
        return { ...detail, names: await parts.namesOf(detail.records) };
      },
    });

    server.route({
      method: 'GET',
      url: `${WIRE_PATHS.auditHeads}/:deviceId`,
      config: { scope: 'audit:read' },
      schema: {
        summary: 'The newest signed head of the audit log of a device',
        params: z.object({ deviceId: z.string() }),
        response: { 200: AuditHead },
      },
      handler: async (request) => {
        const deviceId = WireName.safeParse(request.params.deviceId);
        const head = deviceId.success ? await store.findAuditHead(deviceId.data) : null;
        if (head === null) throw new ProblemError('not_found');
        return head;
      },
    });

    server.route({
      method: 'GET',
      url: WIRE_PATHS.auditAlarms,
      config: { scope: 'audit:read' },
      schema: {
        summary: 'Contradictions between audit logs and their heads, the latest first',
        querystring: ListQuery,
        response: { 200: AuditAlarmList },
      },
      handler: async (request) => ({ alarms: await store.listAuditAlarms(request.query.limit) }),
    });
  };
}
