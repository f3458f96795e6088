import type { SessionPhase, Wait } from '#shared/contract/review.ts';
import type { Purpose } from '#shared/purpose.ts';

/** How far back the list looks, in days that begin at midnight here. */
export const SPANS = ['any', 'today', 'week', 'month'] as const;
export type Span = (typeof SPANS)[number];

const DAYS_BACK: Readonly<Record<Exclude<Span, 'any'>, number>> = { today: 0, week: 6, month: 29 };

export interface ListFilter {
  readonly phase: SessionPhase | null;
  readonly search: string;
  readonly wait: Wait | null;
  readonly jobId: string | null;
  /** One at a time: what is said for one purpose is not read among another. */
  readonly purpose: Purpose;
  readonly span: Span;
}

export const NO_FILTER: ListFilter = {
  phase: null,
  search: '',
  wait: null,
  jobId: null,
  purpose: 'hiring',
  span: 'any',
};

/** Whether a filter leaves anything out. */
export function isFiltered({ phase, search, wait, jobId, purpose, span }: ListFilter): boolean {
  return (
    phase !== null || search.trim() !== '' || wait !== null || jobId !== null || purpose !== 'hiring' || span !== 'any'
  );
}

/** A day of this machine's own calendar, `YYYY-MM-DD`. */
export function localDate(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The first day of a span; null for any. */
export function firstDay(span: Span, now: Date): string | null {
  if (span === 'any') return null;
  return localDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS_BACK[span]));
}
