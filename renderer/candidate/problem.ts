import { ORPCError } from '@orpc/client';
import { ConnectionLostError } from '#renderer/api/carrier.ts';

/** A failure as a person reads it: `problems.<code>` in the locale files says what happened and what to do next. */
export interface Problem {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Named errors of the contract that a candidate's page can meet; `unforeseen` carries a correlation id instead. */
const NAMED = new Set([
  'not_now',
  'code_unknown',
  'code_locked',
  'microphone_not_ready',
  'recording_incomplete',
  'answer_invalid',
  'storage_failed',
  'not_configured',
  'printer_offline',
  'no_paper',
  'printer_failed',
  'too_often',
]);

function numbersAndTexts(data: unknown): Record<string, string | number> {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

/**
 * Names a failed call. Null for what needs no words: a double tap (`stale_revision`), and a lost connection, which the
 * overlay shows for as long as it lasts.
 */
export function problemOf(error: unknown, newCorrelationId: () => string): Problem | null {
  if (error instanceof ConnectionLostError) return null;
  if (error instanceof ORPCError) {
    if (error.code === 'stale_revision') return null;
    const values = numbersAndTexts(error.data);
    if (NAMED.has(error.code)) {
      const minutes = Math.max(1, Math.ceil(Number(values['retryAfterMs'] ?? 0) / 60_000));
      return { code: error.code, values: { ...values, minutes } };
    }
    const known = values['correlationId'];
    return { code: 'unforeseen', values: { correlationId: known ?? newCorrelationId() } };
  }
  return { code: 'unforeseen', values: { correlationId: newCorrelationId() } };
}

/** Eight characters that are easy to read out on the telephone. */
export function newCorrelationId(): string {
  return crypto.randomUUID().slice(0, 8).toUpperCase();
}
