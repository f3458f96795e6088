import { isAuditRefusal } from '#shared/wire/audit-head.ts';
import { isDeviceRefusal, Problem, PROBLEM_HEADER } from '#shared/wire/problem.ts';
import type { RefusedOutcome, TransientOutcome } from '../target.ts';

/** What a status other than success means, whatever was sent. */
export type FailureOutcome =
  | TransientOutcome
  | RefusedOutcome
  | { readonly kind: 'fatal'; readonly reason: 'too_large' | 'rejected' | 'hash_mismatch'; readonly detail: string };

/** Codes of a hub that found the bytes damaged: the same bytes may well arrive whole next time. */
const damaged = new Set(['manifest_mismatch', 'bad_encoding']);

/**
 * Sorts a failed answer. A 4xx without the hub's own problem body is taken for somebody in between (captive portal,
 * proxy): records must never be parked on a stranger's word.
 */
export function failureOutcome(
  status: number,
  header: (name: string) => string | null | undefined,
  body: string,
): FailureOutcome {
  const problem = status >= 400 && status < 500 ? readProblem(body) : null;
  // nothing is wrong with the records: they wait, all of them, until a person has looked at the log, or at the device
  const code = problem?.code ?? header(PROBLEM_HEADER) ?? '';
  if (isAuditRefusal(code) || isDeviceRefusal(code)) return { kind: 'fatal', reason: 'refused', detail: code };
  if (status === 401 || status === 403) return { kind: 'fatal', reason: 'refused', detail: 'token_rejected' };
  if (status === 413) return { kind: 'fatal', reason: 'too_large', detail: 'too_large' };
  if (status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 511)) {
    const retryAfterMs = readRetryAfter(header('retry-after'), header('date'));
    return { kind: 'transient', reason: 'busy', ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  }
  if (problem === null) return { kind: 'transient', reason: 'not_a_hub' };
  if (damaged.has(problem.code)) return { kind: 'transient', reason: 'corrupted' };
  const reason = problem.code === 'media_hash_mismatch' ? 'hash_mismatch' : 'rejected';
  return { kind: 'fatal', reason, detail: problem.code };
}

/**
 * `Retry-After` in ms: seconds, or a date. A date is taken relative to the answer's own `Date`, because the kiosk's
 * clock may be years off; without a `Date` it is ignored.
 */
export function readRetryAfter(value: string | null | undefined, date: string | null | undefined): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  const from = Date.parse(date ?? '');
  return Number.isNaN(until) || Number.isNaN(from) ? null : Math.max(0, until - from);
}

/** The hub's own problem body; null for anything else. */
export function readProblem(body: string): Problem | null {
  try {
    const parsed = Problem.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
