import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { present } from '#tests/fixtures/present.ts';
import { Job } from '../job.ts';
import { blankItem, blankJob, freeId, NEW_ITEM_KINDS } from './blank-job.ts';
import { JobDraft } from './job-draft.ts';
import { jobProblems } from './job-problems.ts';
import { jobWarnings } from './job-warnings.ts';
import { evenWeights, shareWeights } from './share-weights.ts';

const FOLDER = new URL('../../resources/jobs/', import.meta.url);
const jobs = readdirSync(FOLDER).map((file) => Job.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8'))));
const job = present(jobs[0], 'no job is shipped');
const changed = (change: (copy: Job) => void): Job => {
  const copy = structuredClone(job);
  change(copy);
  return copy;
};
const codes = (draft: Job) => jobProblems(draft).map(({ code }) => code);

describe('problems of a draft', () => {
  test('a shipped post has none, and is a draft as it stands', () => {
    for (const each of jobs) {
      expect(jobProblems(each)).toEqual([]);
      expect(JobDraft.parse(each)).toEqual(each);
    }
  });

  test('a blank post can be kept as a draft, and everything it misses is named', () => {
    const draft = JobDraft.parse(blankJob('new-post'));
    expect(new Set(codes(draft))).toEqual(
      new Set(['text_missing', 'words_missing', 'too_few', 'phone_malformed', 'indicator_unasked']),
    );
    for (const kind of NEW_ITEM_KINDS)
      expect(() => JobDraft.parse({ ...draft, items: [blankItem(kind, 'q1')] })).not.toThrow();
  });

  test('what only the whole shows is found while a text is still missing', () => {
    const draft = changed((copy) => {
      copy.title.en = ' ';
      present(copy.competencyModel.dimensions[0], 'no dimension').weight = 0.9;
      copy.items = copy.items.slice(0, 5);
    });
    expect(codes(draft)).toEqual(
      expect.arrayContaining(['text_missing', 'weights_sum', 'too_few', 'indicator_unasked']),
    );
    expect(jobProblems(draft)).toContainEqual({ path: ['title', 'en'], code: 'text_missing', values: {} });
  });

  test('no problem means that it can be published, and every refusal is named', () => {
    const breaks: ((copy: Job) => void)[] = [
      (copy) => (copy.nextStep.phone = 'ask me'),
      (copy) => (copy.nextStep.withinDays = 0),
      (copy) => (copy.id = 'Not A Slug'),
      (copy) => copy.items.push(structuredClone(present(copy.items[0], 'no item'))),
      (copy) => copy.competencyModel.dimensions.pop(),
      (copy) => {
        for (const item of copy.items)
          if (item.kind === 'choice') for (const each of item.options) each.effectiveness = 0.5;
      },
      (copy) => {
        for (const item of copy.items)
          if (item.kind === 'ranking') item.correctOrder = item.options.map(({ id }) => id);
      },
      (copy) => {
        for (const item of copy.items) if (item.kind === 'rating') item.key = { source: 'expert_panel', experts: 3 };
      },
      (copy) => present(copy.items[0], 'no item').elicits.push({ indicatorId: 'nobody-knows-it', weight: 1 }),
      (copy) => delete present(copy.competencyModel.dimensions[0]?.indicators[0], 'no indicator').cues,
    ];
    for (const breakIt of breaks) {
      const drafts = jobs.map((each) => {
        const copy = structuredClone(each);
        breakIt(copy);
        return copy;
      });
      expect(drafts.some((draft) => !Job.safeParse(draft).success)).toBe(true);
      for (const draft of drafts) {
        expect(codes(draft).length === 0).toBe(Job.safeParse(draft).success);
        expect(codes(draft)).not.toContain('malformed');
      }
    }
  });
});

describe('warnings', () => {
  test('no shipped post asks what must not be asked or is too long to be taken in', () => {
    for (const each of jobs) {
      const found = jobWarnings(each).map(({ code }) => code);
      expect(found.filter((code) => !['key_authored', 'asked_once', 'cues_few'].includes(code))).toEqual([]);
    }
  });

  test('a question about children is noticed, in either language, and so is one that never ends', () => {
    const draft = changed((copy) => {
      const item = present(copy.items[0], 'no item');
      item.prompt = { 'zh-CN': '您有孩子吗？', en: `Do you plan to have kids${' and then'.repeat(40)}?` };
    });
    const found = jobWarnings(draft).filter(({ path }) => path[1] === 0);
    expect(found).toContainEqual({
      path: ['items', 0, 'prompt', 'zh-CN'],
      code: 'forbidden_topic',
      values: { words: '孩子', locale: 'zh-CN' },
    });
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(['forbidden_topic', 'sentence_long']));
  });

  test('an indicator that one question alone asks for is named', () => {
    const [dimension] = job.competencyModel.dimensions;
    const { id } = present(dimension?.indicators[0], 'no indicator');
    const draft = changed((copy) => {
      let isFirst = true;
      for (const item of copy.items) {
        if (!item.elicits.some((each) => each.indicatorId === id)) continue;
        if (!isFirst) item.elicits = item.elicits.filter((each) => each.indicatorId !== id);
        isFirst = false;
      }
    });
    expect(jobWarnings(draft)).toContainEqual({
      path: ['competencyModel', 'dimensions', 0, 'indicators', 0],
      code: 'asked_once',
      values: { id },
    });
  });
});

describe('sharing weights', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 5 });

  test('whatever is given, all are whole per cents, none is nothing, and they sum to 1', () => {
    fc.assert(
      fc.property(weights, fc.nat(4), fc.double({ min: -1, max: 2, noNaN: true }), (given, at, weight) => {
        const index = at % given.length;
        const shared = shareWeights(given, index, weight);
        const parts = shared.map((each) => Math.round(each * 100));
        expect(parts.reduce((sum, each) => sum + each, 0)).toBe(100);
        for (const [place, each] of shared.entries()) expect(each).toBeCloseTo((parts[place] ?? 0) / 100, 12);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(1);
        const wanted = Math.min(100 - (given.length - 1), Math.max(1, Math.round(weight * 100)));
        expect(parts[index]).toBe(wanted);
      }),
    );
  });

  test('the others keep their proportion', () => {
    expect(shareWeights([0.5, 0.3, 0.2], 0, 0.25)).toEqual([0.25, 0.45, 0.3]);
    expect(evenWeights(3)).toEqual([0.33, 0.34, 0.33]);
    expect(evenWeights(4)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

test('a free id takes the next number', () => {
  expect(freeId('post', [])).toBe('post');
  expect(freeId('post', ['post', 'post-2'])).toBe('post-3');
});
