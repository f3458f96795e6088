import { z } from 'zod';

/** Header of a failed answer with its code: the answer to HEAD has no body. */
export const PROBLEM_HEADER = 'anteroom-problem';

/** Every failure a hub answers with, by code. */
export const PROBLEM_STATUS = {
  unauthorized: 401,
  forbidden: 403,
  bad_manifest: 400,
  bad_encoding: 400,
  manifest_mismatch: 400,
  bad_request: 400,
  not_found: 404,
  /** The file belonged to an erased session only: do not send it again. */
  media_erased: 410,
  /** The person was erased: nothing of the document is left. */
  result_erased: 410,
  too_large: 413,
  unsupported_encoding: 415,
  /** Send it again without a dictionary. */
  unknown_dictionary: 415,
  range_not_satisfiable: 416,
  /** Somebody else was faster, or it is no longer so: read again and decide again. */
  conflict: 409,
  /** Understood, but it cannot be used; `detail` says what to put right. */
  unusable: 422,
  media_hash_mismatch: 460,
  internal: 500,
  storage_full: 507,
  /** Not an alarm: the claim starts from another line than the hub holds (a lost answer, a late request). Claim from `heldSeq`. */
  audit_claim_stale: 409,
  audit_regressed: 409,
  audit_key_changed: 409,
  audit_head_invalid: 422,
  /** 403: a release of before audit heads takes it for a refusal and waits; any other 4xx would make it park its records. */
  audit_head_missing: 403,
  too_many_requests: 429,
  /** Name or password; which of them is not told. */
  sign_in_refused: 401,
  /** Too often wrong; the password was not looked at. `retryAfterMs` says for how long. */
  sign_in_locked: 429,
  /** Name and password are right; a code of the authenticator app has to come with them. */
  second_factor_needed: 401,
  /** The code is wrong, too old, or was used before. */
  second_factor_wrong: 401,
  /** A browser was led here by a page of another site. */
  cross_site: 403,
  password_refused: 422,
  /** Used, expired, or never given out. */
  invitation_invalid: 410,
  login_taken: 409,
  /** Somebody must be able to manage people. */
  last_administrator: 409,
  /** Head office ended this device. Its records wait until it is enrolled again. */
  device_revoked: 403,
  /** Signed with a key that is not the device's, or no longer. */
  device_key_unknown: 401,
  signature_invalid: 401,
  /** The time in the signature is too far from the hub's, which the answer's `at` tells; or it was seen before. */
  signature_stale: 401,
  enrolment_code_wrong: 422,
  enrolment_code_used: 409,
  enrolment_code_expired: 410,
  /** The device is known with another key; only a code that was made for this very device changes it. */
  enrolment_key_differs: 409,
  /** The kiosk does not prove that it holds the key it came with. */
  enrolment_proof_invalid: 400,
  too_many_tries: 429,
  publication_invalid: 422,
} as const;
/** See {@link PROBLEM_STATUS}. */
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** `application/problem+json` (RFC 9457) with a stable `code`. */
export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    /** With `audit_claim_stale`: the line of the head the hub holds. */
    heldSeq: z.int().nonnegative().optional(),
    /** With `signature_stale`: the hub's clock, ISO 8601 UTC. */
    at: z.iso.datetime().optional(),
    /** Wait this long; the same as the header `retry-after`, which counts seconds. */
    retryAfterMs: z.int().nonnegative().optional(),
    /** With `conflict` and `unusable`: why, as a code of `PROBLEM_REASONS`; newer hubs may have others. `detail` says it in English. */
    reason: z.string().optional(),
    /** What stands in the sentence of the reason, by name. */
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    /** With `bad_request`: what is wrong where, e.g. `/name`. */
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** Why a hub does not take anything from a device. */
export const DEVICE_REFUSALS = [
  'device_revoked',
  'device_key_unknown',
  'signature_invalid',
  'signature_stale',
] as const;

/** Whether a problem code says that the hub does not take this device for one of its own, or no longer. */
export function isDeviceRefusal(code: string): boolean {
  return DEVICE_REFUSALS.some((refusal) => refusal === code);
}
