import { describe, expect, test } from 'vitest';
import { forbiddenWords } from '#shared/job/forbidden-topics.ts';
import { jobWarnings } from '#shared/job/job-warnings.ts';
import { LOCALES } from '#shared/localized.ts';
import { purposeOf } from '#shared/purpose.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { assess } from './engine.ts';

const jobs = await readJobs('resources/staff-jobs');

test('there is one post for each purpose that is not hiring', () => {
  expect(jobs.map((job) => [job.id, purposeOf(job)])).toEqual([
    ['exit-interview', 'exit'],
    ['service-training-check', 'training'],
    ['team-leader', 'promotion'],
  ]);
});

describe.each(jobs.map((job) => [job.id, job] as const))('%s', (_id, job) => {
  const bank = job.items.flatMap((item) =>
    item.kind === 'spoken' || item.kind === 'typed'
      ? [{ itemId: item.id, prompt: item.prompt, referenceWords: item.referenceWords }]
      : [],
  );
  const cued = job.items.flatMap((item) =>
    item.kind === 'spoken' || item.kind === 'typed'
      ? item.elicits.flatMap(({ indicatorId }) =>
          job.competencyModel.dimensions.flatMap(({ indicators }) =>
            indicators.flatMap(({ id, cues }) => (id === indicatorId && cues ? [{ itemId: item.id, id, cues }] : [])),
          ),
        )
      : [],
  );

  test.each(cued)('words of level 5 show $id, words of level 1 never do', ({ itemId, id, cues }) => {
    for (const locale of LOCALES) {
      const said = (level: number) =>
        cues.exemplars
          .filter((each) => each.level === level)
          .flatMap(({ text, paraphrase }) => [text[locale], paraphrase[locale]])
          .join(locale === 'en' ? ' ' : '');
      const found = (level: number) =>
        assess(locale, said(level), { job, itemId, bank }).indicators.find(({ indicatorId }) => indicatorId === id);
      expect([locale, id, found(5)?.state, (found(5)?.level ?? 0) >= 4]).toEqual([locale, id, 'observed', true]);
      expect([locale, id, found(1)?.level ?? 1]).toEqual([locale, id, expect.toSatisfy((level: number) => level <= 2)]);
    }
  });

  test('nothing that must not be asked is asked, and no reader of the post is warned', () => {
    for (const item of job.items) {
      expect(forbiddenWords(item.prompt)).toEqual([]);
      expect(forbiddenWords(item.hint)).toEqual([]);
    }
    const doubtful = jobWarnings(job).filter(({ code }) => code === 'forbidden_topic' || code === 'cues_few');
    expect(doubtful).toEqual([]);
  });
});
