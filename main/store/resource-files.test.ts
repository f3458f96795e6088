import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scoreRanking } from '#assessment/choice/score-ranking.ts';
import { toCandidateItem, type ChoiceItem, type Item, type Job, type RankingItem } from '#shared/job.ts';
import { forbiddenWords } from '#shared/job/forbidden-topics.ts';
import { choosePersonalItems } from '#shared/job/personal-items.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { ProbeTrigger } from '#shared/probe.ts';
import { readJobs, readPack, readPractice, readProbes, ResourceFileError } from './resource-files.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');
const JOBS = join(RESOURCES, 'jobs');
const PACKS = join(RESOURCES, 'packs');
const PRACTICE = join(RESOURCES, 'practice');
const PROBES = join(RESOURCES, 'probes');

const isForbidden = (text: string) => forbiddenWords({ 'zh-CN': text, en: text }).length > 0;

/** Every string value of a document, keys left out. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}

const longest = (options: readonly { id: string; text: string }[]) =>
  options.toSorted((a, b) => b.text.length - a.text.length)[0]?.id;

const choices = (job: Job) => job.items.filter((item): item is ChoiceItem => item.kind === 'choice');
const rankings = (job: Job) => job.items.filter((item): item is RankingItem => item.kind === 'ranking');
/** Sentences of an item that are for the reviewer or the receipt, not for the question. */
function secrets(item: Item, locale: Locale): string[] {
  if (item.kind === 'spoken' || item.kind === 'typed') return [];
  if (item.kind !== 'choice') return [item.strength[locale]];
  return item.options.flatMap(({ why, strength }) => [why[locale], ...(strength ? [strength[locale]] : [])]);
}

const isBest = (item: ChoiceItem, id: string | undefined) =>
  item.options.some((option) => option.id === id && option.effectiveness === 1);

describe('shipped jobs', async () => {
  const jobs = await readJobs(JOBS);

  test('the four posts are there, each with its own picture', () => {
    expect(jobs.map(({ id, card }) => [id, card.illustration])).toEqual([
      ['assembly-operator', 'assembly'],
      ['service-counter', 'counter'],
      ['store-associate', 'store'],
      ['warehouse-picker', 'warehouse'],
    ]);
  });

  describe.each(jobs.map((job) => [job.id, job] as const))('%s', (_, job) => {
    test('mixes all kinds: at least 3 spoken and one of each other', () => {
      const count = (kind: string) => job.items.filter((item) => item.kind === kind).length;
      expect(count('spoken')).toBeGreaterThanOrEqual(3);
      for (const kind of ['typed', 'choice', 'ranking', 'rating', 'role_play', 'work_sample']) {
        expect([kind, count(kind) >= 1]).toEqual([kind, true]);
      }
    });

    test('every dimension is drawn out by at least two items', () => {
      for (const { id, indicators } of job.competencyModel.dimensions) {
        const own = new Set(indicators.map((indicator) => indicator.id));
        const items = job.items.filter(({ elicits }) => elicits.some(({ indicatorId }) => own.has(indicatorId)));
        expect([id, items.length >= 2]).toEqual([id, true]);
      }
    });

    test('takes at most 25 minutes when every answer takes all of its time', () => {
      // What has no limit of its own is given 90 s, a typed answer 3 minutes.
      // Of a group everybody is asked one, and all of it take the same.
      const times = choosePersonalItems(job, []).items.map((item) => {
        if (item.kind === 'spoken') return item.thinkMs + item.maxAnswerMs;
        if (item.kind === 'role_play')
          return item.thinkMs + item.turns.reduce((sum, turn) => sum + turn.maxAnswerMs, 0);
        return item.kind === 'typed' ? 180_000 : 90_000;
      });
      expect(times.reduce((sum, time) => sum + time, 0)).toBeLessThanOrEqual(25 * 60_000);
    });

    test('an exemplar of level 5 never says the opposite', () => {
      const cues = job.competencyModel.dimensions.flatMap(({ indicators }) =>
        indicators.flatMap((each) => each.cues ?? []),
      );
      for (const locale of LOCALES) {
        for (const { exemplars, counterCues } of cues) {
          const best = exemplars
            .filter(({ level }) => level === 5)
            .flatMap(({ text, paraphrase }) => [text, paraphrase]);
          const said = best.map((text) => text[locale].toLowerCase()).join(' ');
          expect(counterCues[locale].filter((cue) => said.includes(cue.toLowerCase()))).toEqual([]);
        }
      }
    });

    test('Chinese texts are Chinese and English texts are English', () => {
      const all: { 'zh-CN': string; en: string }[] = [];
      const words: { 'zh-CN': unknown; en: unknown }[] = [];
      JSON.stringify(job, (_key, value: unknown) => {
        if (typeof value === 'object' && value !== null && 'en' in value) {
          if (typeof value.en === 'string') all.push(value as (typeof all)[number]);
          else words.push(value as (typeof words)[number]);
        }
        return value;
      });
      expect(words.length).toBeGreaterThan(20);
      for (const list of words) {
        expect(texts(list['zh-CN']).filter((word) => !/\p{Script=Han}|^[A-Z]?[-:\d]+$/u.test(word))).toEqual([]);
        expect(texts(list.en).filter((word) => !/^[\x20-\x7e…]+$/.test(word))).toEqual([]);
      }
      expect(all.length).toBeGreaterThan(80);
      for (const text of all) {
        expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
        expect(text.en).toMatch(/[A-Za-z]{2}/);
        expect(text.en).not.toMatch(/\p{Script=Han}|[，。？！：；]/u);
        expect(text['zh-CN']).not.toMatch(/\p{Script=Han}[,?!;:]/u);
        // The candidate is addressed as 您; people in a story may say 你 to each other.
        expect(text['zh-CN'].replaceAll(/“[^”]*”/gu, '')).not.toContain('你');
      }
    });

    test('nothing on the deny list is asked or mentioned', () => {
      // The words that are listened for are never shown: a candidate may speak of a wrong address.
      const shown: unknown = JSON.parse(
        JSON.stringify(job, (key, value: unknown) => (key === 'concepts' ? undefined : value)),
      );
      expect(texts(shown).filter(isForbidden)).toEqual([]);
    });

    test('the key of a rating reaches from harm to help and has no option in the middle', () => {
      const ratings = job.items.filter((item) => item.kind === 'rating');
      for (const means of ratings.map(({ options }) => options.map(({ keyMean }) => keyMean))) {
        expect(Math.min(...means)).toBeLessThanOrEqual(2);
        expect(Math.max(...means)).toBeGreaterThanOrEqual(6);
        expect(means.filter((mean) => mean > 3.4 && mean < 4.6)).toEqual([]);
      }
    });

    test('the phone number is fictitious and the place is marked as an example', () => {
      expect(job.nextStep.phone).toMatch(/^000-5550-01\d\d$/);
      expect(job.card.place.en).toContain('example data');
      expect(job.card.place['zh-CN']).toContain('示例数据');
    });

    test('every best option and every ranking has a sentence for the receipt, no other option has', () => {
      for (const option of choices(job).flatMap(({ options }) => options)) {
        expect(option.strength !== undefined).toBe(option.effectiveness === 1);
      }
    });

    test('neither the first nor the longest option is always the best', () => {
      expect(choices(job).every((item) => isBest(item, item.options[0]?.id))).toBe(false);
      for (const locale of LOCALES) {
        const always = choices(job).every((item) => {
          const shown = toCandidateItem(item, locale);
          return shown.kind === 'choice' && isBest(item, longest(shown.options));
        });
        expect(always).toBe(false);
      }
    });

    test('an untouched ranking does not score above guessing', () => {
      for (const item of rankings(job)) {
        expect(
          scoreRanking(
            item,
            item.options.map(({ id }) => id),
            'en',
          ).score,
        ).toBeLessThanOrEqual(0.5);
      }
    });

    test('what the candidate’s screen gets holds no rationale, strength or key', () => {
      for (const item of job.items) {
        for (const locale of LOCALES) {
          const shown = JSON.stringify(toCandidateItem(item, locale));
          expect(shown).not.toMatch(/"(effectiveness|why|strength|correctOrder|keyMean|isRight|defects|key|elicits)"/);
          expect(secrets(item, locale).filter((secret) => shown.includes(secret))).toEqual([]);
          // Negative control: the same search finds them in the item itself.
          expect(JSON.stringify(item)).toContain(JSON.stringify(secrets(item, locale)[0] ?? '').slice(1, -1));
        }
      }
    });
  });

  test('the best option stands in different places across the bank', () => {
    const places = jobs
      .flatMap(choices)
      .map(({ options }) => options.findIndex(({ effectiveness }) => effectiveness === 1));
    expect(new Set(places).size).toBeGreaterThanOrEqual(3);
    expect(
      Math.max(...[0, 1, 2, 3].map((place) => places.filter((other) => other === place).length)),
    ).toBeLessThanOrEqual(places.length / 2);
  });

  test('picking the longest option earns the best answer in less than half of the bank', () => {
    for (const locale of LOCALES) {
      const items = jobs.flatMap(choices);
      const hits = items.filter((item) => {
        const shown = toCandidateItem(item, locale);
        return shown.kind === 'choice' && isBest(item, longest(shown.options));
      });
      expect(hits.length).toBeLessThan(items.length / 2);
    }
  });
});

test('the deny list catches what must not be asked and lets work questions through', () => {
  for (const text of ['您结婚了吗？', '您老家是哪里的？', '您今年几岁？', '您身体健康吗？', '您住在哪里？']) {
    expect(isForbidden(text)).toBe(true);
  }
  for (const text of [
    'Are you married?',
    'What is your home address?',
    'How old are you?',
    'Do you have kids?',
    'Any disability?',
  ]) {
    expect(isForbidden(text)).toBe(true);
  }
  for (const text of [
    '请您讲一次和同事配合的经历。',
    'Tell the manager about the damage to the package.',
    'I will carry it.',
  ]) {
    expect(isForbidden(text)).toBe(false);
  }
});

test('the practice question is read, in both languages, and asks nothing forbidden', async () => {
  const practice = await readPractice(PRACTICE);
  expect(practice.kind).toBe('spoken');
  expect(texts(practice).filter(isForbidden)).toEqual([]);
  expect(toCandidateItem(practice, 'zh-CN').prompt).toContain('不算分');
});

describe('follow-up questions', () => {
  test('there is one for every trigger, each a different one, in both languages and short enough to be read aloud', async () => {
    const { texts: probes } = await readProbes(PROBES);
    expect(Object.keys(probes).toSorted()).toEqual(ProbeTrigger.options.toSorted());
    for (const locale of LOCALES) {
      const all = Object.values(probes).map((text) => text[locale]);
      expect(new Set(all).size).toBe(all.length);
      expect(all.filter((text) => text.length > (locale === 'en' ? 110 : 40))).toEqual([]);
    }
    for (const text of Object.values(probes)) {
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(text['zh-CN']).not.toContain('你');
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('nothing on the deny list is asked', async () => {
    expect(texts(await readProbes(PROBES)).filter(isForbidden)).toEqual([]);
  });

  test('a trigger without a text, or with one language only, is refused by name', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'anteroom-probes-'));
    const shipped = await readFile(join(PROBES, 'probes.yaml'), 'utf8');
    for (const [from, path] of [
      [/ {2}generic:\n.*\n.*\n/, 'texts.generic'],
      [/ {4}en: Thank you\. How did it end\?\n/, 'texts.result_missing.en'],
    ] as const) {
      expect(shipped).toMatch(from);
      await writeFile(join(directory, 'probes.yaml'), shipped.replace(from, ''));
      await expect(readProbes(directory)).rejects.toMatchObject({ name: 'ResourceFileError', path });
    }
    await rm(directory, { recursive: true });
  });
});

describe('a bad file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'anteroom-resources-'));
    await cp(JOBS, directory, { recursive: true });
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  /** Edits a copy of a shipped job and reads the folder. */
  async function editJob(from: string | RegExp, to: string): Promise<ResourceFileError> {
    const file = join(directory, 'store-associate.yaml');
    const before = await readFile(file, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    await writeFile(file, after);
    const error: unknown = await readJobs(directory).then(
      () => 'accepted',
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ResourceFileError);
    expect((error as ResourceFileError).file).toBe(file);
    expect((error as ResourceFileError).message).toContain(file);
    return error as ResourceFileError;
  }

  test('is named with the path in the document, the reason and the line', async () => {
    const error = await editJob('effectiveness: 0.5', 'effectiveness: 5');
    expect(error.path).toMatch(/^items\[7\]\.options\[\d\]\.effectiveness$/);
    expect(error.reason).toMatch(/\(line \d+\)$/);
    const line = Number(/\(line (\d+)\)/.exec(error.reason)?.[1]);
    const lines = (await readFile(error.file, 'utf8')).split('\n');
    expect(lines[line - 1]).toContain('effectiveness: 5');
  });

  test('with a text in one language only is refused', async () => {
    const error = await editJob(/^ {2}en: Store associate\n/m, '');
    expect(error.path).toBe('title.en');
  });

  test('with weights that do not sum to 1 is refused in plain words', async () => {
    expect((await editJob('weight: 0.45', 'weight: 0.4')).message).toContain(
      'weights must sum to 1, they sum to 0.950',
    );
  });

  test('that is not YAML, or has a key twice, is refused with its line', async () => {
    expect((await editJob('version: 2', 'version: [2')).reason).toMatch(/^is not YAML: .* line \d+/s);
  });

  test('with a key twice is refused', async () => {
    expect((await editJob('version: 2', 'version: 2\nversion: 3')).reason).toMatch(/unique/);
  });

  test('not named for its id is refused, so that no two jobs share one', async () => {
    expect((await editJob('id: store-associate', 'id: service-counter')).message).toContain(
      'id: is "service-counter" but the file is named "store-associate"',
    );
  });

  test('an empty folder, a missing folder and a missing pack are said to be that', async () => {
    await expect(readJobs(PRACTICE.replace(/practice$/, 'nowhere'))).rejects.toThrow('cannot be listed');
    await expect(readPack(PACKS, 'atlantis')).rejects.toThrow('atlantis.yaml: cannot be read');
    const empty = await mkdtemp(join(tmpdir(), 'anteroom-empty-'));
    await expect(readJobs(empty)).rejects.toThrow('holds no job file');
    await rm(empty, { recursive: true });
  });

  test('a pack id cannot leave the folder', async () => {
    for (const id of ['../jobs/store-associate', '', 'STRICT', 'a/b']) {
      await expect(readPack(PACKS, id)).rejects.toThrow('is not the id of a pack');
    }
  });

  test('the untouched copy is accepted', async () => {
    expect(await readJobs(directory)).toHaveLength(4);
  });
});
