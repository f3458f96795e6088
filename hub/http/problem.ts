import { PROBLEM_REASONS, type ProblemReason, reasonDetail, type ReasonValues } from '#shared/wire/problem-reason.ts';
import { PROBLEM_STATUS, type Problem, type ProblemCode } from '#shared/wire/problem.ts';

const titles: Readonly<Record<ProblemCode, string>> = {
  unauthorized: 'The device token is missing or wrong',
  forbidden: 'These credentials do not allow this',
  bad_manifest: 'The batch headers are missing or malformed',
  bad_encoding: 'The body could not be decompressed',
  manifest_mismatch: 'The body is not what its headers say',
  bad_request: 'The request is malformed',
  not_found: 'There is nothing here',
  media_erased: 'This file was erased with its session; do not send it again',
  result_erased: 'This person was erased; nothing of the document is left',
  too_large: 'The body is too large; send less at a time',
  unsupported_encoding: 'This content encoding is not supported',
  unknown_dictionary: 'This dictionary is not known here; send without one',
  range_not_satisfiable: 'The file has no such range',
  conflict: 'This is no longer so; read it again and decide again',
  unusable: 'This cannot be used as it is',
  media_hash_mismatch: 'The bytes are not those announced and were discarded; send the file again',
  internal: 'The hub failed; try again later',
  storage_full: 'The hub has no room left',
  audit_claim_stale: 'The audit head does not start from the one held here; claim it again from the line named',
  audit_regressed:
    'The audit log of this device is not a continuation of the one held here; its data was set back or changed',
  audit_key_changed: 'The audit head is signed with another key than the one this device first came with',
  audit_head_invalid: 'The audit head cannot be read, is of another device, or its signature is wrong',
  too_many_requests: 'Too many requests; wait',
  sign_in_refused: 'The name or the password is wrong',
  sign_in_locked: 'Too many wrong passwords; wait',
  second_factor_needed: 'A code of the authenticator app is needed too',
  second_factor_wrong: 'The code is wrong, too old, or was used before',
  cross_site: 'This request came from a page of another site',
  password_refused: 'This password is not good enough',
  invitation_invalid: 'This code was used before, is too old, or was never given out; ask for a new one',
  login_taken: 'This sign-in name is taken',
  last_administrator: 'This is the last administrator who can sign in; make another one first',
  device_revoked: 'This device was ended at head office; enrol it again with a new code',
  device_key_unknown: 'The request is signed with a key that is not the one of this device',
  signature_invalid: 'The signature is missing, cannot be read or does not fit the request',
  signature_stale: 'The time in the signature is too far from the hub’s, or the request was seen before',
  enrolment_code_wrong: 'There is no such code',
  enrolment_code_used: 'This code was used before; every code works once',
  enrolment_code_expired: 'This code is too old; make a new one',
  enrolment_key_differs: 'This device is known with another key; make a code for this very device',
  enrolment_proof_invalid: 'The device does not prove that it holds the key it comes with',
  publication_invalid: 'A kiosk could not use this',
  too_many_tries: 'Too many wrong codes; wait, then try again',
  audit_head_missing: 'This device has sent audit heads before; a batch without one is not taken',
};

type ProblemMembers = Pick<Problem, 'heldSeq' | 'at' | 'retryAfterMs' | 'issues' | 'reason' | 'values'>;
/** Codes that say no more than that something does not go: {@link refusal} says what. */
type ReasonedCode = (typeof PROBLEM_REASONS)[ProblemReason]['code'];

/** A foreseen failure; the error handler turns it into `application/problem+json`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  /** More members of the body (RFC 9457 §3.2). */
  readonly members: ProblemMembers;
  constructor(code: Exclude<ProblemCode, ReasonedCode>, detail?: string, members?: ProblemMembers);
  constructor(code: ReasonedCode, detail: string, members: Required<Pick<ProblemMembers, 'reason' | 'values'>>);
  constructor(code: ProblemCode, detail?: string, members: ProblemMembers = {}) {
    super(detail ?? titles[code]);
    this.code = code;
    this.members = members;
  }
}

/** A `conflict` or something `unusable`, with its reason as a code, so that whoever shows it can say it in any language. */
export function refusal<R extends ProblemReason>(
  reason: R,
  ...[values]: [keyof ReasonValues<R>] extends [never] ? [] : [ReasonValues<R>]
): ProblemError {
  const filled: Readonly<Record<string, string | number>> = values ?? {};
  return new ProblemError(PROBLEM_REASONS[reason].code, reasonDetail(reason, filled), { reason, values: filled });
}

/** The body of a problem answer. */
export function problemBody(code: ProblemCode, detail?: string, members: ProblemMembers = {}): Problem {
  const base = { type: 'about:blank', title: titles[code], status: PROBLEM_STATUS[code], code, ...members } as const;
  return detail === undefined || detail === base.title ? base : { ...base, detail };
}

/** The code under which an error of any origin is answered; what nobody foresaw is `internal`. */
export function problemCodeOf(error: unknown): ProblemCode {
  if (error instanceof ProblemError) return error.code;
  if (!(error instanceof Error)) return 'internal';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return 'storage_full';
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return 'too_large';
  if (status === 404) return 'not_found';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'bad_request' : 'internal';
}
