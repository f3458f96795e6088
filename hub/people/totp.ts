import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds a code is good for (RFC 6238, X). */
const STEP_S = 30;
const DIGITS = 6;
/** Codes of the step before and after are taken too: clocks of telephones differ. */
const DRIFT_STEPS = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Number of the step that an instant lies in (RFC 6238, T). */
export function totpStep(atMs: number): number {
  return Math.floor(atMs / 1000 / STEP_S);
}

/**
 * The code of a step: HOTP (RFC 4226) of its number.
 *
 * @param of what authenticator apps take unless told: six digits, SHA-1
 */
export function totpCode(
  secret: Uint8Array,
  step: number,
  of: { readonly digits?: number; readonly algorithm?: 'sha1' | 'sha256' | 'sha512' } = {},
): string {
  const { digits = DIGITS, algorithm = 'sha1' } = of;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(algorithm, secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The step a code is of, later than `afterStep`; null for a wrong one and for one that is used up. */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  { atMs, afterStep }: { readonly atMs: number; readonly afterStep: number },
): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const now = totpStep(atMs);
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step += 1)
    if (step > afterStep && timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code))) return step;
  return null;
}

/** RFC 4648 base32 without padding, as authenticator apps take it typed in. */
export function toBase32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** The address in the QR code (Key Uri Format of authenticator apps). */
export function otpauthUri(secret: Uint8Array, login: string): string {
  const label = encodeURIComponent(`Anteroom:${login}`);
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=Anteroom&algorithm=SHA1&digits=${DIGITS}&period=${STEP_S}`;
}
