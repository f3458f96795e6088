import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Job } from '#shared/job.ts';
import { toJobCard } from '#shared/job/job-card.ts';
import type { Locale } from '#shared/localized.ts';
import { Pack, termsOf } from '#shared/pack.ts';
import type { SessionState } from '#shared/session.ts';
import type { SessionView } from '#shared/session-view.ts';
import { receipt } from './sample-receipts.ts';
import type { Story } from './story.ts';
import { viewOf } from './views.ts';

const RESOURCES = new URL('../../../resources/', import.meta.url);
const load = (path: string): unknown => parse(readFileSync(new URL(path, RESOURCES), 'utf8'));
const [leader, training, leaving] = ['team-leader', 'service-training-check', 'exit-interview'].map((id) =>
  Job.parse(load(`staff-jobs/${id}.yaml`)),
) as [Job, Job, Job];
const pack = Pack.parse(load('packs/us-ny.yaml'));

/** A screen of an interview with somebody who works here already. */
function staffView(locale: Locale, job: Job, state: SessionState, changes: Partial<SessionView> = {}): SessionView {
  const terms = termsOf(pack, job.purpose ?? 'hiring');
  if (terms === null) throw new Error('The pack has terms for it.');
  return viewOf(locale, state, {
    job: toJobCard(job, locale),
    notice: terms.notice.map(({ icon, text }) => ({ icon, text: text[locale] })),
    consentTexts: (['recording', 'scoring', 'sending'] as const).flatMap((kind) => {
      const asked = terms.consents[kind];
      if (asked === undefined) return [];
      return [{ kind, version: asked.version, text: asked.text[locale], refusal: asked.refusal[locale] }];
    }),
    ...changes,
  });
}

/** Promotion, training and exit interviews: their own cards, notice, consents and words. */
export const STAFF_STORIES: readonly Story[] = [
  {
    name: 'attract-staff-among',
    view: (locale) => {
      const view = viewOf(locale, { kind: 'idle' });
      return { ...view, jobs: [...view.jobs.slice(0, 2), ...[leader, leaving].map((job) => toJobCard(job, locale))] };
    },
  },
  {
    name: 'attract-staff-only',
    view: (locale) =>
      viewOf(locale, { kind: 'idle' }, { jobs: [leader, training, leaving].map((job) => toJobCard(job, locale)) }),
  },
  { name: 'notice-exit', view: (locale) => staffView(locale, leaving, { kind: 'notice' }) },
  { name: 'notice-training', view: (locale) => staffView(locale, training, { kind: 'notice' }) },
  { name: 'consent-exit', view: (locale) => staffView(locale, leaving, { kind: 'consent' }) },
  {
    name: 'consent-exit-summary',
    view: (locale) => staffView(locale, leaving, { kind: 'consent' }),
    prepare: async (page) => {
      for (let question = 0; question < 3; question += 1) {
        await page.locator('.ui-radio-card').first().click();
        await page.locator('.c-dock__actions button').last().click();
      }
    },
  },
  { name: 'identity-exit', view: (locale) => staffView(locale, leaving, { kind: 'identity' }) },
  {
    name: 'receipt-exit',
    view: (locale) =>
      staffView(
        locale,
        leaving,
        { kind: 'receipt' },
        { receipt: { ...receipt(locale), strengths: [], nextStep: leaving.nextStep.text[locale] } },
      ),
  },
];
