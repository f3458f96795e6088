import { z } from 'zod';

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
  too_large: 413,
  unsupported_encoding: 415,
  range_not_satisfiable: 416,
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
} as const;
/** See {@link PROBLEM_STATUS}. */
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** `application/problem+json` (RFC 9457) with a stable `code`. */
export const Problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  /** With `audit_claim_stale`: the line of the head the hub holds. */
  heldSeq: z.int().nonnegative().optional(),
});
export type Problem = z.infer<typeof Problem>;
