import { randomBytes } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { BATCH_HEADERS } from '#shared/wire/batch.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { DEVICE_STATUS_HEADER, type DeviceStatus } from '#shared/wire/device.ts';
import {
  SIGNATURE_LABEL,
  SIGNATURE_PARAMETERS,
  SIGNATURE_TAG,
  SIGNED_ALWAYS,
  SIGNED_IF_THERE,
} from '#shared/wire/device-signature.ts';
import { BRIEF_NONCE_BYTES, inBrief, keyStartOf } from './brief-signature.ts';

/** Who a kiosk is at a hub it is enrolled at. */
export type DeviceIdentity = {
  readonly deviceId: string;
  /** Signs with the device's key in use. */
  readonly signer: { readonly publicKey: string; sign(message: Uint8Array): string };
  /** The hub's own key, as it was given at enrolment, raw 32 bytes as base64url. */
  readonly hubKey: string;
  /** How the device is; goes with a request now and then. */
  readonly status?: () => DeviceStatus;
};

/** A request on its way out; header names in lower case. */
export type OutgoingRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A packed batch for a hub that knows brief signatures. */
  readonly isBrief?: boolean | undefined;
};

/** How requests say whose they are. */
export type RequestAuth = {
  /** All headers of the request, with those that say whose it is. Made anew for every attempt. */
  readonly headersOf: (request: OutgoingRequest) => Promise<Record<string, string>>;
  /** What the hub's clock showed just now, ISO 8601 UTC. */
  readonly noteHubTime: (at: string) => void;
};

/** A status is some 400 bytes: not with every batch of a backlog. */
const TELL_STATUS_MS = 20_000;
/** Few records go without one for longer: the kiosk asks for what is published every minute, and tells it then. */
const TELL_BESIDE_MS = 150_000;

/** The one token all devices of a hub share. */
export function tokenAuth(token: string): RequestAuth {
  return {
    headersOf: ({ headers }) => Promise.resolve({ ...headers, authorization: `Bearer ${token}` }),
    noteHubTime: () => undefined,
  };
}

/**
 * Signs every request with the device's key (RFC 9421).
 *
 * The time in a signature is the hub's: as soon as the hub has told it, this device's own wall clock, which may be years off or
 * jump, counts no more. Until then the wall clock is tried.
 */
export function deviceAuth(identity: DeviceIdentity): RequestAuth {
  const { deviceId, signer } = identity;
  let hubTime: { readonly atMs: number; readonly monotonicMs: number } | null = null;
  const nowMs = (): number =>
    hubTime === null ? Date.now() : hubTime.atMs + (performance.now() - hubTime.monotonicMs);

  let toldMs = Number.NEGATIVE_INFINITY;

  function statusHeader(everyMs: number): Record<string, string> {
    if (identity.status === undefined || performance.now() - toldMs < everyMs) return {};
    toldMs = performance.now();
    return { [DEVICE_STATUS_HEADER]: canonicalText(identity.status()) };
  }

  return {
    async headersOf({ method, url, headers: given, isBrief = false }) {
      const status = statusHeader(isBrief ? TELL_BESIDE_MS : TELL_STATUS_MS);
      const headers = { ...given, ...status, [BATCH_HEADERS.deviceId]: deviceId };
      const there = SIGNED_IF_THERE.filter((name) => name in headers);
      const { publicKey } = signer;
      const createdS = Math.floor(nowMs() / 1000);
      const nonce = randomBytes(isBrief ? BRIEF_NONCE_BYTES : 16).toString('hex');
      const signed = await httpbis.signMessage(
        {
          name: SIGNATURE_LABEL,
          key: { id: publicKey, sign: (base) => Promise.resolve(Buffer.from(signer.sign(base), 'base64url')) },
          fields: [...SIGNED_ALWAYS, ...there],
          params: [...SIGNATURE_PARAMETERS],
          paramValues: {
            created: new Date(createdS * 1000),
            keyid: publicKey,
            nonce,
            tag: SIGNATURE_TAG,
          },
        },
        { method, url, headers },
      );
      const full = Object.fromEntries(
        Object.entries(signed.headers).map(([name, value]) => [
          name.toLowerCase(),
          Array.isArray(value) ? value.join(', ') : value,
        ]),
      );
      return (isBrief ? inBrief(full, { keyStart: keyStartOf(publicKey), createdS, nonce }) : null) ?? full;
    },
    noteHubTime: (at) => {
      hubTime = { atMs: Date.parse(at), monotonicMs: performance.now() };
    },
  };
}
