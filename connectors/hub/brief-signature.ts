import { BATCH_HEADERS, PACKED_KEY_BYTES } from '#shared/wire/batch.ts';
import { DEVICE_STATUS_HEADER } from '#shared/wire/device.ts';
import { SIGNATURE_LABEL, SIGNATURE_PARAMETERS, SIGNATURE_TAG, SIGNED_ALWAYS } from '#shared/wire/device-signature.ts';

/**
 * Stands in a signed packed batch for every header that says whose it is and what was signed. It is the same signature (RFC 9421), said
 * in fewer bytes: the hub makes the full headers of it and judges those.
 *
 *     base64url of: version · device (UUID) · beginning of its key · created, seconds · nonce · SHA-256 of the lines · signature
 *
 * The key is the one the hub knows of the device, or another one, which its beginning tells; the batch's own key is the beginning of the
 * SHA-256.
 */
export const BRIEF_HEADER = 'signed';
/** Enough for what is kept for minutes, and by device. */
export const BRIEF_NONCE_BYTES = 8;

const VERSION = 1;
const PARTS = {
  version: 1,
  device: 16,
  key: 4,
  created: 4,
  nonce: BRIEF_NONCE_BYTES,
  sha256: 32,
  signature: 64,
} as const;
const BYTES = Object.values(PARTS).reduce((sum, each) => sum + each, 0);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** RFC 8941's byte sequence under our label. */
const SIGNATURE = new RegExp(`^${SIGNATURE_LABEL}=:([A-Za-z0-9+/]+=*):$`);

/** What a brief header says. */
export interface BriefSignature {
  readonly deviceId: string;
  /** The first bytes of the key it was signed with, hex. */
  readonly keyStart: string;
  readonly createdS: number;
  /** Hex. */
  readonly nonce: string;
  /** Of the lines, hex. */
  readonly sha256: string;
  /** Base64. */
  readonly signature: string;
}

/** Whether a device can be named briefly; kiosks are UUIDs. */
export function canBeBrief(deviceId: string): boolean {
  return UUID.test(deviceId);
}

/** As {@link BriefSignature} tells a key. @param publicKey raw, base64url */
export function keyStartOf(publicKey: string): string {
  return Buffer.from(publicKey, 'base64url').subarray(0, PARTS.key).toString('hex');
}

/** The header. */
export function briefHeader({ deviceId, keyStart, createdS, nonce, sha256, signature }: BriefSignature): string {
  const created = Buffer.alloc(PARTS.created);
  created.writeUInt32BE(createdS);
  return Buffer.concat([
    Buffer.of(VERSION),
    Buffer.from(deviceId.replaceAll('-', ''), 'hex'),
    Buffer.from(keyStart, 'hex'),
    created,
    Buffer.from(nonce, 'hex'),
    Buffer.from(sha256, 'hex'),
    Buffer.from(signature, 'base64'),
  ]).toString('base64url');
}

/** Null for what is none, or of a version that is not known here. */
export function readBriefHeader(header: string): BriefSignature | null {
  const bytes = Buffer.from(header, 'base64url');
  if (bytes.length !== BYTES || bytes[0] !== VERSION) return null;
  let at = PARTS.version;
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  const device = take(PARTS.device).toString('hex');
  const keyStart = take(PARTS.key).toString('hex');
  const createdS = take(PARTS.created).readUInt32BE();
  return {
    deviceId: device.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    keyStart,
    createdS,
    nonce: take(PARTS.nonce).toString('hex'),
    sha256: take(PARTS.sha256).toString('hex'),
    signature: take(PARTS.signature).toString('base64'),
  };
}

/** The headers it stands for. @param hasStatus the request carries a status too, which is signed with the rest */
export function fullHeaders(brief: BriefSignature, publicKey: string, hasStatus: boolean): Record<string, string> {
  const { deviceId, createdS, nonce, sha256, signature } = brief;
  const fields = [...SIGNED_ALWAYS, BATCH_HEADERS.sha256, ...(hasStatus ? [DEVICE_STATUS_HEADER] : [])];
  const values = { created: createdS, keyid: `"${publicKey}"`, nonce: `"${nonce}"`, tag: `"${SIGNATURE_TAG}"` };
  const parameters = SIGNATURE_PARAMETERS.map((name) => `;${name}=${values[name]}`).join('');
  return {
    [BATCH_HEADERS.deviceId]: deviceId,
    [BATCH_HEADERS.sha256]: sha256,
    [BATCH_HEADERS.batchId]: Buffer.from(sha256, 'hex').subarray(0, PACKED_KEY_BYTES).toString('base64url'),
    'signature-input': `${SIGNATURE_LABEL}=(${fields.map((name) => `"${name}"`).join(' ')})${parameters}`,
    signature: `${SIGNATURE_LABEL}=:${signature}:`,
  };
}

/** The same headers in brief; what else there is stays. Null where they cannot be said briefly. */
export function inBrief(
  headers: Readonly<Record<string, string>>,
  signed: Pick<BriefSignature, 'keyStart' | 'createdS' | 'nonce'>,
): Record<string, string> | null {
  const {
    [BATCH_HEADERS.deviceId]: deviceId = '',
    [BATCH_HEADERS.sha256]: sha256 = '',
    [BATCH_HEADERS.batchId]: _batchId,
    'signature-input': _input,
    signature = '',
    ...rest
  } = headers;
  const base64 = SIGNATURE.exec(signature)?.[1];
  if (base64 === undefined || !canBeBrief(deviceId)) return null;
  return { ...rest, [BRIEF_HEADER]: briefHeader({ ...signed, deviceId, sha256, signature: base64 }) };
}
