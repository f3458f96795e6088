import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ActName, type BankItem, type WordAssessment } from '#shared/assessment.ts';
import { Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import type { Purpose } from '#shared/purpose.ts';
import { bankOf } from '#main/question-bank.ts';
import { assess, typed } from './engine.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const JOBS = [
  ...['assembly-operator', 'service-counter', 'store-associate', 'warehouse-picker'].map((id) => `jobs/${id}`),
  ...['exit-interview', 'service-training-check', 'team-leader'].map((id) => `staff-jobs/${id}`),
];
export const HALVES = ['tune', 'held-out'] as const;
export type Half = (typeof HALVES)[number];
export const LANGUAGES = ['zh-CN', 'en'] as const;

const Quality = z.enum(['strong', 'fair', 'weak']);
export type Quality = z.infer<typeof Quality>;

const Answer = z.object({
  id: z.string(),
  jobId: z.string(),
  itemId: z.string(),
  quality: Quality,
  text: z.string().transform((text) => text.trim()),
});
export type Answer = z.infer<typeof Answer>;

const Turn = z.object({
  id: z.string(),
  scenario: z.string(),
  acts: z.array(ActName),
  negatives: z.array(ActName),
  text: z.string().transform((text) => text.trim()),
});
export type Turn = z.infer<typeof Turn>;

function read(half: Half, kind: string, locale: Locale): unknown {
  return parse(readFileSync(join(import.meta.dirname, 'fixtures', half, `${kind}.${locale}.yaml`), 'utf8'));
}

export function answers(
  half: Half,
  kind: 'stories' | 'generic' | 'off-topic' | 'long-generic' | 'short-stories',
  locale: Locale,
): Answer[] {
  return z.array(Answer).parse(read(half, kind, locale));
}

export function turns(half: Half, locale: Locale): Turn[] {
  return z.array(Turn).parse(read(half, 'acts', locale));
}

let jobs: ReadonlyMap<string, Job> | null = null;

/** The posts that are shipped: their cues are what a real answer meets. */
function shippedJobs(): ReadonlyMap<string, Job> {
  jobs ??= new Map(
    JOBS.map((name) => {
      const job = Job.parse(parse(readFileSync(join(ROOT, 'resources', `${name}.yaml`), 'utf8')));
      return [job.id, job];
    }),
  );
  return jobs;
}

export function shippedJob(id: string): Job {
  const job = shippedJobs().get(id);
  if (job === undefined) throw new Error(`There is no post ${id}.`);
  return job;
}

/** Every worded question of every post for one purpose, as the kiosk hands them to the engine. */
export function bank(purpose: Purpose = 'hiring'): BankItem[] {
  return bankOf([...shippedJobs().values()], purpose);
}

/** What the engine makes of a fixture's words, or of other words to the same question. */
export function assessFixture(
  { jobId, itemId, text }: Answer,
  locale: Locale,
  words: string = text,
  probe: { trigger: ProbeTrigger; text: string } | null = null,
): WordAssessment {
  const parts = [typed(words)];
  if (probe !== null) parts.push(typed(probe.text, { answerKey: 'q.probe', role: 'probe' }));
  return assess(locale, parts, { job: shippedJob(jobId), itemId, bank: bank(), probe: probe?.trigger ?? null });
}
