import { z } from 'zod';
import { Instant } from './ids.ts';
import type { Pack } from './pack.ts';
import { type Purpose, purposeOf } from './purpose.ts';
import type { Consents } from './session.ts';

const DAY_MS = 86_400_000;

/**
 * How long an interview is still kept on its kiosk.
 *
 * - `not_kept`: it is going on, or nothing of it is left. - `awaiting_receipts`: head office has not confirmed the record or a
 *   file of it; nothing is deleted before (I12). - `awaiting_clock`: the kiosk does not know the time well enough to begin.
 * - `counting`: it is deleted by rule at `dueAt`, unless it is held.
 */
export const Retention = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not_kept') }),
  z.strictObject({
    state: z.literal('awaiting_receipts'),
    days: z.int().positive(),
    records: z.int().nonnegative(),
    files: z.int().nonnegative(),
  }),
  z.strictObject({ state: z.literal('awaiting_clock'), days: z.int().positive() }),
  z.strictObject({
    state: z.literal('counting'),
    days: z.int().positive(),
    /** What the period is counted from: head office's receipt, or the interview where nothing is sent. */
    from: z.enum(['receipt', 'interview']),
    dueAt: Instant,
  }),
]);
export type Retention = z.infer<typeof Retention>;

/** What the kiosk has written down about keeping one interview. */
export interface RetentionFacts {
  phase: 'draft' | 'sealed' | 'finalized' | 'withdrawn' | 'erased';
  /** The period its candidate was told, in days. */
  days: number;
  /** Own records that are to be sent and have no receipt. */
  openRecords: number;
  /** Recordings that are to be sent and have no receipt. */
  openFiles: number;
  /** Head office's clock at its receipt of the finished interview; null where none is there or nothing is sent. */
  receivedAt: string | null;
  /** When the kiosk first saw that the period may begin, by a clock it believed; null while it believed none. */
  startedAt: string | null;
  /** How long the program had run in all by then, in ms; null while the period may not begin. */
  startedRanMs: number | null;
}

/**
 * The period of an interview, in days, as the pack and the candidate's consents have it: with consent to the talent pool the
 * longer one, for everything that is kept (R16, R19). Interviews that are not for hiring have a period of their own. An interview that was never finished was sent nowhere and nobody can be
 * called about it: the shorter one.
 */
export function retentionDaysOf(
  pack: Pick<Pack, 'retentionDays' | 'talentPoolDays' | 'purposes'>,
  interview: {
    phase: RetentionFacts['phase'];
    consents: Consents | null;
    job: { readonly purpose?: Purpose | undefined };
  },
): number {
  const purpose = purposeOf(interview.job);
  if (purpose !== 'hiring') {
    const own = pack.purposes?.[purpose]?.retentionDays;
    if (own !== undefined) return own;
    // the pack has lost its terms since: no longer than a candidate's, and no pool
    return pack.retentionDays;
  }
  const isInPool = interview.phase === 'finalized' && interview.consents?.talentPool === true;
  return isInPool ? pack.talentPoolDays : pack.retentionDays;
}

/**
 * Whether the period may begin: for a finished interview once head office has confirmed the record and every file
 * (reliability.md §5), or at once where the candidate refused sending; for an unfinished one when it was left.
 */
export function mayBegin({ phase, openRecords, openFiles }: RetentionFacts): boolean {
  if (phase === 'sealed') return true;
  return phase === 'finalized' && openRecords === 0 && openFiles === 0;
}

/** Where an interview stands in its period. */
export function retentionOf(facts: RetentionFacts): Retention {
  const { phase, days, startedAt, receivedAt } = facts;
  if (phase !== 'finalized' && phase !== 'sealed') return { state: 'not_kept' };
  // looked at again every time: a record or file that was added later has to be confirmed too
  if (!mayBegin(facts)) return { state: 'awaiting_receipts', days, records: facts.openRecords, files: facts.openFiles };
  if (startedAt === null) return { state: 'awaiting_clock', days };
  // head office's clock and this kiosk's may differ: the later one, so that nothing is deleted early
  const startMs = Math.max(Date.parse(startedAt), receivedAt === null ? 0 : Date.parse(receivedAt));
  const dueAt = new Date(startMs + days * DAY_MS).toISOString();
  return { state: 'counting', days, from: receivedAt === null ? 'interview' : 'receipt', dueAt };
}

/** What is known of the present. */
export interface TimeKnown {
  /** Ms since 1970 by a clock that is believed; null when none is. */
  nowMs: number | null;
  /** How long the program has run in all, in ms: never more than has passed. */
  ranMs: number;
}

/**
 * Whether an interview is to be deleted now: its period is over by a clock that is believed, or the program itself has run as
 * long as the period since it began, which no wall clock can make appear (I17).
 */
export function isDue(facts: RetentionFacts, known: TimeKnown): boolean {
  const retention = retentionOf(facts);
  if (retention.state !== 'counting' && retention.state !== 'awaiting_clock') return false;
  const { startedRanMs } = facts;
  if (startedRanMs !== null && known.ranMs - startedRanMs >= retention.days * DAY_MS) return true;
  return retention.state === 'counting' && known.nowMs !== null && known.nowMs >= Date.parse(retention.dueAt);
}
