import { type TodayView, Wait } from '#shared/contract/review.ts';
import { STAFF_PURPOSES } from '#shared/purpose.ts';
import type { SessionFilter } from './ports.ts';

const ALL: SessionFilter = {
  phase: null,
  search: '',
  jobId: null,
  wait: null,
  purpose: 'hiring',
  from: null,
  to: null,
};
const DAY_MS = 86_400_000;

/** A day of this machine's own calendar, `YYYY-MM-DD`. */
function localDate(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/**
 * What waits for the people of the site, and how the day has gone: counts only, nothing of anybody's answers.
 *
 * @param count of the interviews that a filter shows
 */
export function todayView(count: (filter: SessionFilter) => number, now: Date): TodayView {
  const date = localDate(now);
  const ofToday = (phase: SessionFilter['phase']) => count({ ...ALL, phase, from: date, to: date });
  const waits = Wait.options.map((wait): [Wait, number] => [wait, count({ ...ALL, wait })]);
  return {
    date,
    waits: Object.fromEntries(waits) as TodayView['waits'],
    earlier: count({ ...ALL, wait: 'undecided', to: dayBefore(date) }),
    completed: ofToday('finalized'),
    goingOn: ofToday('draft') + ofToday('sealed'),
    withdrawn: ofToday('withdrawn'),
    staff: Object.fromEntries(
      STAFF_PURPOSES.map((purpose) => [purpose, count({ ...ALL, purpose, wait: 'undecided' })]),
    ) as TodayView['staff'],
  };
}
