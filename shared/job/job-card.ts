import type { Job } from '../job.ts';
import { localizedText, type Locale } from '../localized.ts';
import { purposeOf } from '../purpose.ts';
import type { JobCard } from '../session-view.ts';

/** A post as it stands on the attract screen, in one language. */
export function toJobCard(job: Pick<Job, 'id' | 'title' | 'card' | 'purpose'>, locale: Locale): JobCard {
  const { card } = job;
  return {
    id: job.id,
    title: localizedText(job.title, locale),
    purpose: purposeOf(job),
    illustration: card.illustration,
    summary: localizedText(card.summary, locale),
    pay: localizedText(card.pay, locale),
    shift: localizedText(card.shift, locale),
    hours: localizedText(card.hours, locale),
    place: localizedText(card.place, locale),
  };
}
