import { Banknote, CalendarDays, Clock, MapPin } from 'lucide-react';
import type { JobCard } from '#shared/session-view.ts';
import { classNames } from '#renderer/ui/index.ts';
import { factHeadline } from './fact-headline.ts';
import './job-facts.css';

const ICONS = { pay: Banknote, shift: Clock, hours: CalendarDays, place: MapPin };
const FACTS = ['pay', 'shift', 'hours', 'place'] as const;

/** Pay, shift, hours and place of a post, each with its picture; on a small card only the gist of each. */
export function JobFacts({ job, isShort = false }: { readonly job: JobCard; readonly isShort?: boolean }) {
  return FACTS.map((fact) => {
    const Icon = ICONS[fact];
    return (
      <span key={fact} className={classNames('c-fact', fact === 'pay' && 'c-fact--pay')}>
        <Icon aria-hidden="true" />
        <span>{isShort ? factHeadline(fact, job) : job[fact]}</span>
      </span>
    );
  });
}
