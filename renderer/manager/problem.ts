import { ORPCError } from '@orpc/client';
import { ConnectionLostError } from '#renderer/api/carrier.ts';

/** A failure as a person reads it: `problems.<code>` in manager.json says what happened and what to do next. */
export interface Problem {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

const NAMED = new Set([
  'already_set_up',
  'pin_too_simple',
  'pin_wrong',
  'locked_out',
  'your_pin_wrong',
  'account_suspended',
  'staff_unknown',
  'last_manager',
  'name_taken',
  'jobs_differ',
  'nobody_judged',
  'session_unknown',
  'deletion_code_wrong',
  'session_open',
  'session_held',
  'already_held',
  'not_held',
  'interview_running',
  'job_unknown',
  'job_read_only',
  'job_invalid',
  'draft_unknown',
  'draft_changed',
  'draft_exists',
  'last_offered',
  'bank_unknown',
  'setting_invalid',
  'address_refused',
  'code_malformed',
  'code_wrong',
  'code_used',
  'code_expired',
  'key_differs',
  'unsupported',
  'too_many_tries',
  'hub_unreachable',
  'not_a_hub',
  'not_enrolled',
  'device_revoked',
  'key_unknown',
  'review_moved_on',
  'not_finished',
  'ratings_missing',
  'rating_invalid',
  'rating_unchanged',
  'not_opened',
  'review_missing',
  'decision_newer',
  'too_fast',
  'file_too_long',
  'proposal_unknown',
  'proposal_decided',
  'appointment_missing',
  'rule_unknown',
  'not_rated',
  'nothing_open',
  'not_decided',
  'not_training',
  'paper_not_offered',
  'outcome_refused',
  'threshold_unknown',
  'threshold_settled',
  'same_person',
  'too_few_rehearsed',
  'weights_refused',
  'nothing_changes',
  'change_waiting',
  'not_configured',
  'printer_offline',
  'no_paper',
  'printer_failed',
  'receipts_only',
]);

function numbersAndTexts(data: unknown): Record<string, string | number> {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

/** Names a failed call. The correlation id of an unforeseen failure comes from the core, whose log has the stack. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ConnectionLostError) return { code: 'connection_lost', values: {} };
  if (!(error instanceof ORPCError)) return { code: 'unforeseen', values: { correlationId: '–' } };
  const values = numbersAndTexts(error.data);
  if (NAMED.has(error.code)) return { code: error.code, values };
  // each has a next step of its own
  const { refusal, problem, reason } = values;
  if (error.code === 'certificate_refused' && typeof refusal === 'string') return { code: refusal, values };
  if (error.code === 'file_unusable' && typeof problem === 'string') return { code: `file_${problem}`, values };
  if (error.code === 'resume_refused' && typeof reason === 'string') return { code: `resume_${reason}`, values };
  if (error.code === 'FORBIDDEN') return { code: 'not_signed_in', values: {} };
  return { code: 'unforeseen', values: { correlationId: values['correlationId'] ?? '–' } };
}
