import { httpbis } from 'http-message-signatures';
import type { FastifyRequest } from 'fastify';
import { BRIEF_HEADER, fullHeaders, keyStartOf, readBriefHeader } from '#connectors/hub/brief-signature.ts';
import { isSignedBy } from '#connectors/signed-by.ts';
import { BATCH_HEADERS } from '#shared/wire/batch.ts';
import { DEVICE_STATUS_HEADER, DeviceStatus } from '#shared/wire/device.ts';
import {
  SIGNATURE_LEEWAY_MS,
  SIGNATURE_PARAMETERS,
  SIGNATURE_TAG,
  SIGNED_ALWAYS,
  SIGNED_IF_THERE,
} from '#shared/wire/device-signature.ts';
import { WireName } from '#shared/wire/record.ts';
import type { Scope } from '#shared/wire/scope.ts';
import type { Authenticate, Caller } from '../http/caller.ts';
import type { HubLog } from '../http/hub-log.ts';
import { ProblemError } from '../http/problem.ts';
import type { DeviceStore } from './device-store.ts';
import type { SeenNonces } from './seen-nonces.ts';

/** What a device may do. */
const DEVICE_SCOPES: ReadonlySet<Scope> = new Set<Scope>(['records:write', 'publications:read']);
/** How often a contact is put down when nothing else is new: a write each time would cost more than it tells. */
const CONTACT_EVERY_MS = 10_000;

/** Recognises a device by its signature (RFC 9421, Ed25519). A request that any hub on the database has seen before is refused. */
export function deviceCaller(parts: {
  readonly devices: DeviceStore;
  readonly nonces: Pick<SeenNonces, 'isNew'>;
  readonly now: () => Date;
  readonly log: HubLog;
}): Authenticate {
  const { devices, nonces, now, log } = parts;
  const contacts = new Map<string, number>();

  async function noteContact(deviceId: string, header: unknown): Promise<void> {
    const atMs = now().getTime();
    if (atMs - (contacts.get(deviceId) ?? Number.NEGATIVE_INFINITY) < CONTACT_EVERY_MS) return;
    contacts.set(deviceId, atMs);
    await devices.noteContact(deviceId, readStatus(header), new Date(atMs).toISOString()).catch((error: unknown) => {
      // a contact that is not put down must not keep records out
      log('contact_not_noted', { deviceId, message: String(error) });
    });
  }

  return async (request): Promise<Caller | null> => {
    await tellInFull(request, devices);
    if (request.headers['signature-input'] === undefined) return null;
    const deviceId = WireName.safeParse(request.headers[BATCH_HEADERS.deviceId]);
    if (!deviceId.success) throw new ProblemError('signature_invalid', 'anteroom-device-id is missing.');
    const device = await devices.find(deviceId.data);
    if (device === null) throw new ProblemError('device_key_unknown', 'This device is not enrolled here.');
    const signed = await verify(request, device.publicKey);
    // who it is stands fast; only now is anything said about the device
    if (device.isRevoked) throw new ProblemError('device_revoked');
    const atMs = now().getTime();
    const isTimely = Math.abs(atMs - signed.createdMs) <= SIGNATURE_LEEWAY_MS;
    if (!isTimely || !(await nonces.isNew(device.deviceId, signed)))
      throw new ProblemError('signature_stale', undefined, { at: new Date(atMs).toISOString() });
    await noteContact(device.deviceId, request.headers[DEVICE_STATUS_HEADER]);
    return {
      kind: 'device',
      id: device.deviceId,
      name: `kiosk ${device.deviceId}`,
      scopes: DEVICE_SCOPES,
      sites: new Set([device.site]),
    };
  };
}

/**
 * A signature that came in brief is judged, like any other, by the headers it stands for.
 *
 * @throws {ProblemError} `signature_invalid`, `device_key_unknown`
 */
async function tellInFull(request: FastifyRequest, devices: Pick<DeviceStore, 'find'>): Promise<void> {
  const header = request.headers[BRIEF_HEADER];
  if (typeof header !== 'string' || request.headers['signature-input'] !== undefined) return;
  const brief = readBriefHeader(header);
  if (brief === null) throw new ProblemError('signature_invalid', `This is no "${BRIEF_HEADER}" header.`);
  const device = await devices.find(brief.deviceId);
  if (device === null) throw new ProblemError('device_key_unknown', 'This device is not enrolled here.');
  if (keyStartOf(device.publicKey) !== brief.keyStart) throw new ProblemError('device_key_unknown');
  request.headers = fullHeaders(brief, device.publicKey, request.headers[DEVICE_STATUS_HEADER] !== undefined);
}

/** @throws {ProblemError} `device_key_unknown` for another key, `signature_invalid` for anything else that is not right */
async function verify(request: FastifyRequest, publicKey: string): Promise<{ nonce: string; createdMs: number }> {
  const there = SIGNED_IF_THERE.filter((name) => request.headers[name] !== undefined);
  let signed: { nonce: string; createdMs: number } | null = null;
  let isOtherKey = false;
  try {
    const isGood = await httpbis.verifyMessage(
      {
        all: true,
        requiredFields: [...SIGNED_ALWAYS, ...there],
        requiredParams: [...SIGNATURE_PARAMETERS],
        // the hub judges the time itself, by its own clock
        notAfter: Number.POSITIVE_INFINITY,
        keyLookup: async ({ keyid, tag }) => {
          if (tag !== SIGNATURE_TAG) return null;
          isOtherKey = keyid !== publicKey;
          if (isOtherKey) return null;
          return {
            id: publicKey,
            verify: async (base, signature, params) => {
              const { nonce, created } = params ?? {};
              if (typeof nonce !== 'string' || !(created instanceof Date)) return false;
              signed = { nonce: nonce.slice(0, 100), createdMs: created.getTime() };
              return isSignedBy(publicKey, base.toString(), signature.toString('base64url'));
            },
          };
        },
      },
      { method: request.method, url: `http://hub${request.url}`, headers: plainHeaders(request) },
    );
    if (isGood === true && signed !== null) return signed;
  } catch (error) {
    if (isOtherKey) throw new ProblemError('device_key_unknown');
    throw new ProblemError('signature_invalid', error instanceof Error ? error.message : undefined);
  }
  throw new ProblemError(isOtherKey ? 'device_key_unknown' : 'signature_invalid');
}

function plainHeaders(request: FastifyRequest): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

function readStatus(header: unknown): DeviceStatus | null {
  if (typeof header !== 'string') return null;
  try {
    return DeviceStatus.safeParse(JSON.parse(header)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
