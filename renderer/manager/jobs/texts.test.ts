import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { JobOrigin } from '#shared/contract/jobs.ts';
import { JOB_PROBLEMS } from '#shared/job/job-problems.ts';
import { JOB_WARNINGS } from '#shared/job/job-warnings.ts';
import { Item } from '#shared/job.ts';
import { LOCALES } from '#shared/localized.ts';

test.each(LOCALES)('every finding, kind and origin has its words in %s', (locale) => {
  const texts = JSON.parse(
    readFileSync(new URL(`../../../resources/locales/${locale}/studio.json`, import.meta.url), 'utf8'),
  ) as Record<string, Record<string, unknown>>;
  const keys = (part: string) => Object.keys(texts[part] ?? {}).toSorted();
  expect(keys('problems')).toEqual([...JOB_PROBLEMS].toSorted());
  expect(keys('warnings')).toEqual([...JOB_WARNINGS].toSorted());
  expect(keys('kinds')).toEqual(Item.options.map(({ shape }) => shape.kind.value).toSorted());
  expect(keys('origins')).toEqual([...JobOrigin.options].toSorted());
});
