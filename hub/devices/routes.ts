import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { isSignedBy } from '#connectors/signed-by.ts';
import { CodeRequest, DeviceList, MadeCode } from '#shared/wire/device.ts';
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  enrolledText,
  EnrolmentAnswer,
  ENROLMENT_PATHS,
  EnrolmentRequest,
  enrolmentText,
  KeyChange,
  KeyChangeAnswer,
  keyChangedText,
  keyChangeText,
  readCode,
} from '#shared/wire/enrolment.ts';
import { WireName } from '#shared/wire/record.ts';
import { callerOf } from '../http/caller.ts';
import type { HubLog } from '../http/hub-log.ts';
import { ProblemError } from '../http/problem.ts';
import type { RateCounts } from '../http/rate-counts.ts';
import type { Routes } from '../http/server.ts';
import type { DeviceStore, Redemption } from './device-store.ts';
import type { HubKey } from './hub-key.ts';
import { createTryLimit } from './try-limit.ts';

const PROBLEM_OF = {
  wrong: 'enrolment_code_wrong',
  used: 'enrolment_code_used',
  expired: 'enrolment_code_expired',
  key_differs: 'enrolment_key_differs',
} as const satisfies Record<Exclude<Redemption['kind'], 'enrolled'>, string>;

/** How kiosks become known, change their key, and are ended. */
export function deviceRoutes(parts: {
  readonly devices: DeviceStore;
  readonly key: HubKey;
  readonly now: () => Date;
  /** Of tries with wrong codes; hubs on one database share them. */
  readonly counts: Pick<RateCounts, 'add' | 'takeBack'>;
  readonly log: HubLog;
}): Routes {
  const { devices, key, now, log } = parts;
  const tries = createTryLimit(parts.counts);

  async function enrol(request: EnrolmentRequest, address: string): Promise<EnrolmentAnswer> {
    await tries.begin(address);
    const code = readCode(request.code);
    if (code === null) return refuse('wrong');
    const { deviceId, publicKey, signature } = request;
    const isProven = isSignedBy(publicKey, enrolmentText({ ...request, code }), signature);
    const at = now().toISOString();
    const redemption = isProven
      ? await devices.redeem({ codeHash: key.codeHash(code), deviceId, publicKey, at })
      : null;
    if (redemption?.kind !== 'wrong') await tries.takeBack(address);
    if (redemption === null) throw new ProblemError('enrolment_proof_invalid');
    if (redemption.kind !== 'enrolled') return refuse(redemption.kind);
    const { site, enrolledAt } = redemption;
    log('device_enrolled', { deviceId, site });
    const answer = { deviceId, site, enrolledAt, hubKey: key.publicKey };
    return { service: 'anteroom-hub', ...answer, signature: key.sign(enrolledText(answer, request)) };
  }

  function refuse(kind: Exclude<Redemption['kind'], 'enrolled'>): never {
    log('enrolment_refused', { kind });
    throw new ProblemError(PROBLEM_OF[kind]);
  }

  return (server) => {
    server.route({
      method: 'POST',
      url: ENROLMENT_PATHS.enrolments,
      config: { scope: 'public' },
      schema: {
        summary: 'A kiosk comes with a code and its key; the hub answers with its own',
        body: EnrolmentRequest,
        response: { 200: EnrolmentAnswer },
      },
      handler: async (request) => enrol(request.body, request.ip),
    });

    server.route({
      method: 'POST',
      url: ENROLMENT_PATHS.deviceKeys,
      // both keys sign the change: it needs no other credentials
      config: { scope: 'public' },
      schema: {
        summary: 'A device goes over to another key, signed by both',
        body: KeyChange,
        response: { 200: KeyChangeAnswer },
      },
      handler: async (request) => {
        const change = request.body;
        const { deviceId, oldKey, newKey, oldSignature, newSignature } = change;
        const text = keyChangeText(change);
        if (!isSignedBy(oldKey, text, oldSignature) || !isSignedBy(newKey, text, newSignature))
          throw new ProblemError('signature_invalid');
        const outcome = await devices.changeKey(change, now().toISOString());
        if (outcome === 'revoked') throw new ProblemError('device_revoked');
        if (outcome === 'key_unknown') throw new ProblemError('device_key_unknown');
        log('device_key_changed', { deviceId });
        const answer = { deviceId, newKey };
        return { ...answer, signature: key.sign(keyChangedText(answer)) };
      },
    });

    server.route({
      method: 'POST',
      url: ENROLMENT_PATHS.codes,
      config: { scope: 'devices:write', audit: 'enrolment_code.made' },
      schema: {
        summary: 'A code with which one kiosk can enrol, once, within 24 hours',
        body: CodeRequest,
        response: { 201: MadeCode },
      },
      handler: async (request, reply) => {
        const { site } = request.body;
        const deviceId = request.body.deviceId ?? null;
        const caller = callerOf(request);
        if (caller.sites !== null && !caller.sites.has(site)) throw new ProblemError('forbidden');
        const code = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
        const expiresAt = await devices.addCode({
          hash: key.codeHash(code),
          site,
          deviceId,
          madeBy: caller.name,
          at: now(),
        });
        return reply.code(201).send({ code, site, deviceId, expiresAt });
      },
    });

    server.route({
      method: 'GET',
      url: ENROLMENT_PATHS.devices,
      config: { scope: 'devices:read' },
      schema: { summary: 'Every kiosk: key, last contact, how it is', response: { 200: DeviceList } },
      handler: async (request) => {
        const { sites } = callerOf(request);
        const devicesHeld = await devices.list();
        return {
          devices: sites === null ? devicesHeld : devicesHeld.filter(({ site }) => site !== null && sites.has(site)),
        };
      },
    });

    server.route({
      method: 'POST',
      url: `${ENROLMENT_PATHS.devices}/:deviceId/revoke`,
      config: { scope: 'devices:write', audit: 'device.revoked' },
      schema: {
        summary: 'Ends a kiosk: nothing is taken from it until it is enrolled again',
        params: z.object({ deviceId: WireName }),
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        const { deviceId } = request.params;
        const { name, sites } = callerOf(request);
        const known = await devices.find(deviceId);
        if (known === null || (sites !== null && !sites.has(known.site))) throw new ProblemError('not_found');
        await devices.revoke(deviceId, name, now().toISOString());
        log('device_revoked', { deviceId });
        return reply.code(204).send(null);
      },
    });
  };
}
