import type { z } from 'zod';
import { type Job, JobShape } from '../job.ts';
import { LOCALES } from '../localized.ts';
import { checkJob, type JobPath } from './check-job.ts';

/** Why a post cannot be published yet, by code: a screen has a sentence for each, which says what to do. */
export const JOB_PROBLEMS = [
  'text_missing',
  'id_malformed',
  'phone_malformed',
  'words_missing',
  'too_few',
  'too_many',
  'number_low',
  'number_high',
  'missing',
  'malformed',
  'weights_sum',
  'id_twice',
  'order_incomplete',
  'order_given_away',
  'change_impossible',
  'indicator_unknown',
  'indicator_twice',
  'cues_needed',
  'indicator_unasked',
  'no_best_option',
  'all_options_best',
  'key_flat',
  'not_one_right',
  'paid_too_little',
  'exemplar_level_missing',
  'experts_missing',
  'experts_too_few',
  'variant_kind',
  'variant_measures',
  'variant_time',
  'variant_options',
  'variant_reading',
] as const;
export type JobProblemCode = (typeof JOB_PROBLEMS)[number];

export interface JobProblem {
  /** In the post, as in `['items', 2, 'prompt', 'en']`. */
  readonly path: JobPath;
  readonly code: JobProblemCode;
  readonly values: Readonly<Record<string, string | number>>;
}

const CODES: ReadonlySet<string> = new Set(JOB_PROBLEMS);
const WORDS = new Set(['concepts', 'counterCues', 'referenceWords']);

function isCode(code: unknown): code is JobProblemCode {
  return typeof code === 'string' && CODES.has(code);
}

function isLocale(key: unknown): boolean {
  return LOCALES.some((locale) => locale === key);
}

function sizeProblem(issue: Extract<z.core.$ZodIssue, { code: 'too_small' | 'too_big' }>): Omit<JobProblem, 'path'> {
  const isNumber = issue.origin === 'number' || issue.origin === 'int';
  if (issue.code === 'too_small') {
    const values = { least: Number(issue.minimum) };
    // an empty word of a list
    if (issue.origin === 'string') return { code: 'words_missing', values: {} };
    return { code: isNumber ? 'number_low' : 'too_few', values };
  }
  return { code: isNumber ? 'number_high' : 'too_many', values: { most: Number(issue.maximum) } };
}

/** One finding of a schema as a code with its values. */
function problemOfIssue(issue: z.core.$ZodIssue): Omit<JobProblem, 'path'> {
  const last = issue.path.at(-1);
  switch (issue.code) {
    case 'custom': {
      const { problem, ...values } = issue.params ?? {};
      return isCode(problem) ? { code: problem, values } : { code: 'malformed', values: {} };
    }
    case 'too_small':
    case 'too_big':
      if (issue.origin === 'array' && issue.path.some((key) => typeof key === 'string' && WORDS.has(key)))
        return issue.code === 'too_small' ? { code: 'words_missing', values: {} } : sizeProblem(issue);
      return sizeProblem(issue);
    case 'invalid_format':
      if (isLocale(last)) return { code: 'text_missing', values: {} };
      return { code: last === 'phone' ? 'phone_malformed' : 'id_malformed', values: {} };
    case 'invalid_type':
      return { code: issue.input === undefined ? 'missing' : 'malformed', values: {} };
    default:
      return { code: 'malformed', values: {} };
  }
}

/** The code and values of every issue a schema of a post found. */
export function problemsOfIssues(issues: readonly z.core.$ZodIssue[]): JobProblem[] {
  return issues.map((issue) => ({
    path: issue.path.filter((key) => typeof key !== 'symbol'),
    ...problemOfIssue(issue),
  }));
}

/**
 * All that keeps a draft from being published: what `Job` would refuse, and what it would only find once the rest is right. None means
 * that `Job` takes it.
 */
export function jobProblems(draft: Job): JobProblem[] {
  const shape = JobShape.safeParse(draft, { reportInput: true });
  const problems = shape.success ? [] : problemsOfIssues(shape.error.issues);
  checkJob(draft, ({ path, problem, values }) => {
    if (!isCode(problem)) throw new Error(`"${problem}" is no problem of a post.`);
    problems.push({ path, code: problem, values });
  });
  return problems;
}
