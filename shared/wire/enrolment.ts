import { z } from 'zod';
import { PublicKey, Signature } from './signature.ts';
import { WireName } from './record.ts';

/** Paths of enrolment and of the keys of devices. */
export const ENROLMENT_PATHS = {
  /** A kiosk comes with a code. */
  enrolments: '/v1/enrolments',
  /** A kiosk changes its key. */
  deviceKeys: '/v1/device-keys',
  /** Head office makes codes. */
  codes: '/v1/enrolment-codes',
  /** Head office looks at its kiosks; `/:id/revoke` ends one. */
  devices: '/v1/devices',
} as const;

/** No letter or digit that is taken for another, read aloud or written by hand: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
export const CODE_ALPHABET = 'ACDEFGHJKMNPQRTWXY34679';
/** Characters of a code: 23⁸ ≈ 8 × 10¹⁰ of them, against some tens of tries an hour. */
export const CODE_LENGTH = 8;
const CODE = new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`);
/** A code works for this long. */
export const CODE_LIFE_MS = 24 * 3_600_000;

/** A code as it was typed, without spaces, hyphens and case; null when it can be none. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return CODE.test(code) ? code : null;
}

const Nonce = z.string().regex(/^[0-9a-f]{32,64}$/);

/** Body of `POST /v1/enrolments`. */
export const EnrolmentRequest = z.object({
  code: z.string().max(40),
  deviceId: WireName,
  /** The key the kiosk signs with from now on. */
  publicKey: PublicKey,
  nonce: Nonce,
  /** Of {@link enrolmentText}, by that very key: who sends it holds it. */
  signature: Signature,
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

/**
 * What a kiosk signs to enrol. Lines, as for an audit head: the first names format, version and device, so that the signature is
 * good for nothing else.
 *
 * @param request.code as {@link readCode} gives it
 */
export function enrolmentText(request: Omit<EnrolmentRequest, 'signature'>): string {
  return `anteroom enrolment v1 ${request.deviceId}\n${request.code}\n${request.publicKey}\n${request.nonce}\n`;
}

/** Answer of `POST /v1/enrolments`: the hub's own key, to be trusted from now on. */
export const EnrolmentAnswer = z.object({
  service: z.literal('anteroom-hub'),
  deviceId: WireName,
  /** Where the code was made for. */
  site: z.string().max(80),
  enrolledAt: z.iso.datetime(),
  hubKey: PublicKey,
  /** Of {@link enrolledText}, by the hub's key. */
  signature: Signature,
});
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;

/** What the hub signs: that it has taken this kiosk, with this key, in answer to this request. */
export function enrolledText(
  answer: Omit<EnrolmentAnswer, 'service' | 'signature'>,
  request: Pick<EnrolmentRequest, 'publicKey' | 'nonce'>,
): string {
  const { deviceId, enrolledAt, hubKey, site } = answer;
  return `anteroom enrolled v1 ${deviceId}\n${request.publicKey}\n${request.nonce}\n${enrolledAt}\n${hubKey}\n${JSON.stringify(site)}\n`;
}

/**
 * Body of `POST /v1/device-keys`: a device goes over to another key. It stands by itself, signed by both keys: sent twice it
 * changes nothing more, so a lost answer is asked for again.
 */
export const KeyChange = z.object({
  deviceId: WireName,
  oldKey: PublicKey,
  newKey: PublicKey,
  /** Wall clock of the kiosk; for people. */
  at: z.iso.datetime(),
  /** Of {@link keyChangeText}, by the old key. */
  oldSignature: Signature,
  /** Of the same text, by the new key. */
  newSignature: Signature,
});
export type KeyChange = z.infer<typeof KeyChange>;

/** What both keys sign. */
export function keyChangeText(change: Omit<KeyChange, 'oldSignature' | 'newSignature'>): string {
  return `anteroom key change v1 ${change.deviceId}\n${change.oldKey}\n${change.newKey}\n${change.at}\n`;
}

/** Answer of `POST /v1/device-keys`, signed by the hub: a stranger must not make a kiosk drop its key. */
export const KeyChangeAnswer = z.object({ deviceId: WireName, newKey: PublicKey, signature: Signature });
export type KeyChangeAnswer = z.infer<typeof KeyChangeAnswer>;

/** What the hub signs when it has gone over to a device's new key. */
export function keyChangedText(answer: Omit<KeyChangeAnswer, 'signature'>): string {
  return `anteroom key changed v1 ${answer.deviceId}\n${answer.newKey}\n`;
}
