import { BATCH_HEADERS } from './batch.ts';
import { DEVICE_STATUS_HEADER } from './device.ts';

/**
 * How a device signs its requests: HTTP Message Signatures (RFC 9421) with Ed25519. Not the host: a hub may stand behind a proxy
 * that names it differently, and TLS says whose it is.
 */
export const SIGNATURE_LABEL = 'device';
/** `tag` of the signature: good for nothing else that the key signs. */
export const SIGNATURE_TAG = 'anteroom-device';
/** Covered in every request. */
export const SIGNED_ALWAYS = ['@method', '@path', '@query', BATCH_HEADERS.deviceId] as const;
/**
 * Covered when the request has them; a request that has one it does not cover is refused. The bytes of a batch are covered by their
 * SHA-256, which stands in a header. Those of a file are named by theirs, and no other bytes are taken for them.
 */
export const SIGNED_IF_THERE: readonly string[] = [
  BATCH_HEADERS.sha256,
  BATCH_HEADERS.auditClaim,
  DEVICE_STATUS_HEADER,
  'upload-offset',
  'upload-length',
];
/** Parameters a signature must have. */
export const SIGNATURE_PARAMETERS = ['created', 'keyid', 'nonce', 'tag'] as const;
/**
 * How far the time in a signature may be from the hub's. A kiosk whose clock is years off measures the difference from the hub's
 * own answers and signs with the hub's time.
 */
export const SIGNATURE_LEEWAY_MS = 300_000;

/** The text a hub signs with its own key to prove, to an enrolled kiosk, that it is the one the kiosk knows. */
export function hubProofText(challenge: string, at: string): string {
  return `anteroom hub proof v1\n${challenge}\n${at}\n`;
}
