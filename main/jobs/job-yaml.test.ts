import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJobs } from '#main/store/resource-files.ts';
import { blankItem, blankJob, NEW_ITEM_KINDS } from '#shared/job/blank-job.ts';
import type { Job } from '#shared/job.ts';
import { present } from '#tests/fixtures/present.ts';
import { readJobYaml, writeJobYaml } from './job-yaml.ts';

const jobs = await readJobs('resources/jobs');
const job = present(jobs[0], 'no job is shipped');

function reread(given: Job): Job {
  const read = readJobYaml(writeJobYaml(given));
  if (read.kind !== 'draft') throw new Error(JSON.stringify(read.problems));
  return read.job;
}

/** Puts the texts, in turn, in the place of everything a person wrote. */
function rewritten(given: Job, texts: readonly string[]): Job {
  let at = 0;
  return JSON.parse(JSON.stringify(given), (key, value: unknown) => {
    if (typeof value !== 'string' || !['zh-CN', 'en'].includes(key)) return value;
    at += 1;
    return texts[at % texts.length];
  }) as Job;
}

test('every shipped post is the same after it was written and read', () => {
  for (const each of jobs) expect(reread(each)).toEqual(each);
});

test('whatever is written in its texts, a post is the same after it was written and read', () => {
  // no lone halves of a character: no keyboard makes them, and no file of text can hold them
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'no',
      '~',
      '1',
      '- a',
      '# a',
      'a: b',
      ' a',
      'a\n\n  b\n',
      '"',
      "'",
      '|',
      '\t',
      '\u0085',
      '2026-11-29',
      '!!js',
      '&a',
      '*a',
    ),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 40 }), fc.nat(jobs.length - 1), (texts, at) => {
      const draft = rewritten(present(jobs[at], 'no job'), texts);
      expect(reread(draft)).toEqual(draft);
    }),
    { numRuns: 60 },
  );
});

test('a draft that is hardly begun is the same too, with a question of every kind', () => {
  const draft = { ...blankJob('new-post'), items: NEW_ITEM_KINDS.map((kind) => blankItem(kind, kind)) };
  expect(reread(draft)).toEqual(draft);
});

test('a post without problems has none after it was read, and one with problems says their lines', () => {
  expect(readJobYaml(writeJobYaml(job))).toMatchObject({ kind: 'draft', problems: [] });
  const yaml = writeJobYaml({ ...job, title: { ...job.title, en: '' }, nextStep: { ...job.nextStep, withinDays: 0 } });
  const lines = yaml.split('\n');
  const read = readJobYaml(yaml);
  expect(read).toMatchObject({
    kind: 'draft',
    problems: [
      { code: 'text_missing', path: ['title', 'en'], line: lines.indexOf('  en: ""') + 1 },
      { code: 'number_low', path: ['nextStep', 'withinDays'], line: lines.indexOf('  withinDays: 0') + 1 },
    ],
  });
});

test('what is no post is refused with the line where it goes wrong', () => {
  const yaml = writeJobYaml(job);
  const broken = yaml.replace('card:', 'card: [');
  expect(readJobYaml(broken)).toMatchObject({ kind: 'refused', problems: [{ code: 'not_yaml' }] });
  const unknown = readJobYaml(yaml.replace('  pay:', '  salary:'));
  const line = yaml.split('\n').indexOf('  pay:') + 1;
  expect(unknown).toMatchObject({ kind: 'refused' });
  expect(unknown.problems).toContainEqual({
    code: 'unknown_field',
    path: ['card', 'salary'],
    values: { field: 'salary' },
    line,
  });
  expect(unknown.problems).toContainEqual(expect.objectContaining({ code: 'missing', path: ['card', 'pay'] }));
  for (const text of ['', 'a text', '[]', '*nobody', '1: {a: &a [*a]}', `x: &x [1]\ny: [${'*x,'.repeat(500)}]`])
    expect(readJobYaml(text).kind).toBe('refused');
});
