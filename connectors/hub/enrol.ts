import { randomBytes } from 'node:crypto';
import {
  EnrolmentAnswer,
  type EnrolmentRequest,
  enrolledText,
  ENROLMENT_PATHS,
  enrolmentText,
  type KeyChange,
  KeyChangeAnswer,
  keyChangedText,
  keyChangeText,
} from '#shared/wire/enrolment.ts';
import type { CertificateRefusal } from '#shared/wire/certificate-refusal.ts';
import { isSignedBy } from '../signed-by.ts';
import type { TransientReason } from '../target.ts';
import { readProblem, readRetryAfter } from './http-outcome.ts';
import { certificateRefusalOf } from './hub-trust.ts';
import { parseJson, readBounded } from './read-bounded.ts';

/** A person waits for it. */
const DEADLINE_MS = 15_000;

type Signer = { readonly publicKey: string; sign(message: Uint8Array): string };
type Post = { readonly url: string; readonly fetch?: typeof globalThis.fetch };

/** No answer of a hub came. */
type Unanswered =
  | { readonly kind: 'unreachable'; readonly reason: Exclude<TransientReason, 'stopped' | 'corrupted'> }
  /** What answers has a certificate that is not believed: nothing was sent to it. */
  | { readonly kind: 'certificate_refused'; readonly refusal: CertificateRefusal };

/** What became of a code. */
export type EnrolOutcome =
  | { readonly kind: 'enrolled'; readonly answer: EnrolmentAnswer }
  | {
      readonly kind: 'refused';
      /** `unsupported`: a hub of before enrolment. */
      readonly reason: 'code_wrong' | 'code_used' | 'code_expired' | 'key_differs' | 'unsupported';
    }
  | { readonly kind: 'too_many_tries'; readonly retryAfterMs: number }
  | Unanswered;

const REASONS: Readonly<Record<string, Extract<EnrolOutcome, { kind: 'refused' }>['reason']>> = {
  enrolment_code_wrong: 'code_wrong',
  enrolment_code_used: 'code_used',
  enrolment_code_expired: 'code_expired',
  enrolment_key_differs: 'key_differs',
  // a hub of before enrolment has no such path; what it has is behind its token
  not_found: 'unsupported',
  unauthorized: 'unsupported',
};

/**
 * Enrols this kiosk at a hub. The hub proves that it holds the key it hands over, and that it answers this very request.
 *
 * The same code may be sent again by the same kiosk with the same key: the answer may have been lost.
 *
 * @param options.code as `readCode` gives it
 */
export async function enrolAtHub(
  options: Post & { readonly code: string; readonly deviceId: string; readonly signer: Signer },
): Promise<EnrolOutcome> {
  const { code, deviceId, signer } = options;
  const unsigned = { code, deviceId, publicKey: signer.publicKey, nonce: randomBytes(16).toString('hex') };
  const request: EnrolmentRequest = { ...unsigned, signature: signer.sign(Buffer.from(enrolmentText(unsigned))) };
  const response = await post(options, ENROLMENT_PATHS.enrolments, request);
  if ('kind' in response) return response;
  if (response.status === 200) {
    const answer = EnrolmentAnswer.safeParse(response.json);
    const isGenuine =
      answer.success &&
      answer.data.deviceId === deviceId &&
      isSignedBy(answer.data.hubKey, enrolledText(answer.data, request), answer.data.signature);
    return isGenuine ? { kind: 'enrolled', answer: answer.data } : { kind: 'unreachable', reason: 'not_a_hub' };
  }
  if (response.code === 'too_many_tries')
    return { kind: 'too_many_tries', retryAfterMs: response.retryAfterMs ?? 60_000 };
  const reason = REASONS[response.code];
  if (reason !== undefined) return { kind: 'refused', reason };
  return { kind: 'unreachable', reason: response.status >= 500 || response.status === 429 ? 'busy' : 'not_a_hub' };
}

/** What became of a change of keys. */
export type KeyChangeOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly reason: 'device_revoked' | 'key_unknown' }
  | Unanswered;

/** Tells a hub that this device goes over to another key, signed by both. Told again, it is answered again. */
export async function changeKeyAtHub(
  options: Post & {
    readonly deviceId: string;
    readonly hubKey: string;
    readonly current: Signer;
    readonly next: Signer;
    readonly at: string;
  },
): Promise<KeyChangeOutcome> {
  const { deviceId, hubKey, current, next, at } = options;
  const unsigned = { deviceId, oldKey: current.publicKey, newKey: next.publicKey, at };
  const text = Buffer.from(keyChangeText(unsigned));
  const change: KeyChange = { ...unsigned, oldSignature: current.sign(text), newSignature: next.sign(text) };
  const response = await post(options, ENROLMENT_PATHS.deviceKeys, change);
  if ('kind' in response) return response;
  if (response.status === 200) {
    const answer = KeyChangeAnswer.safeParse(response.json);
    const isGenuine =
      answer.success &&
      answer.data.deviceId === deviceId &&
      answer.data.newKey === next.publicKey &&
      isSignedBy(hubKey, keyChangedText(answer.data), answer.data.signature);
    return isGenuine ? { kind: 'changed' } : { kind: 'unreachable', reason: 'not_a_hub' };
  }
  if (response.code === 'device_revoked') return { kind: 'refused', reason: 'device_revoked' };
  if (response.code === 'device_key_unknown') return { kind: 'refused', reason: 'key_unknown' };
  return { kind: 'unreachable', reason: response.status >= 500 || response.status === 429 ? 'busy' : 'not_a_hub' };
}

type PostAnswer = {
  readonly status: number;
  readonly json: unknown;
  /** Of the hub's own problem body; empty for anything else. */
  readonly code: string;
  readonly retryAfterMs: number | null;
};

async function post(
  { url, fetch = globalThis.fetch }: Post,
  path: string,
  body: unknown,
): Promise<PostAnswer | Unanswered> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  try {
    // a redirect is never followed: it would carry the code to a stranger
    const response = await fetch(url.replace(/\/+$/, '') + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: deadline,
    });
    const text = await readBounded(response);
    const { status, headers } = response;
    const retryAfterMs = readRetryAfter(headers.get('retry-after'), headers.get('date'));
    return { status, json: parseJson(text), code: readProblem(text)?.code ?? '', retryAfterMs };
  } catch (error) {
    const refusal = certificateRefusalOf(error);
    if (refusal !== null) return { kind: 'certificate_refused', refusal };
    // which other network error it was does not matter to the person who typed the code
    return { kind: 'unreachable', reason: deadline.aborted ? 'timeout' : 'unreachable' };
  }
}
