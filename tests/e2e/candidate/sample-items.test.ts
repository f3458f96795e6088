import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Job, toCandidateItem, type CandidateItem } from '#shared/job.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { DRAWINGS } from '#renderer/assets/drawings/drawing.tsx';
import { assemblyItem, changeItem, ratingItem, rolePlayItem, signItem, spotItem } from './sample-items.ts';

const JOBS = new URL('../../../resources/jobs/', import.meta.url);
const items = readdirSync(JOBS)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => Job.parse(parse(readFileSync(new URL(file, JOBS), 'utf8'))).items);

/** Every shipped item of a kind that has a sample, as the screen gets it. */
function shipped(locale: Locale): CandidateItem[] {
  return items.flatMap((item) => {
    if (item.kind === 'role_play') return item.turns.map((_, turn) => toCandidateItem(item, locale, turn));
    return item.kind === 'rating' || item.kind === 'work_sample' ? [toCandidateItem(item, locale)] : [];
  });
}

/** Lengths that make a screen fuller, by name. */
function sizes(item: CandidateItem): Record<string, number> {
  const lengths = (name: string, texts: readonly string[]) => ({
    [`${name} count`]: texts.length,
    [`${name} length`]: Math.max(...texts.map((text) => text.length)),
  });
  const common = { prompt: item.prompt.length, hint: item.hint.length };
  if (item.kind === 'rating')
    return {
      ...common,
      ...lengths(
        'options',
        item.options.map(({ text }) => text),
      ),
    };
  if (item.kind === 'spoken' && item.turn !== null) {
    const { says, before, partner } = item.turn;
    return { ...common, says: says.length, before: before.join('').length, partner: partner.length };
  }
  if (item.kind !== 'work_sample') return common;
  const { task } = item;
  if (task.type === 'assembly_order') return { ...common, steps: task.steps.length };
  if (task.type === 'count_change') return { ...common, till: task.denominations.length };
  if (task.type === 'safety_sign') return { ...common, options: task.options.length };
  return { ...common, touches: task.touches };
}

const typeOf = (item: CandidateItem) => (item.kind === 'work_sample' ? item.task.type : item.kind);

test.each(LOCALES)('no shipped item in %s is fuller than the sample of its kind', (locale) => {
  const samples = [
    ratingItem(locale),
    rolePlayItem(locale, 2),
    assemblyItem(locale),
    spotItem(locale),
    signItem(locale),
    changeItem(locale),
  ];
  const found = shipped(locale);
  expect(found.length).toBeGreaterThan(8);
  for (const item of found) {
    const sample = samples.find((each) => typeOf(each) === typeOf(item));
    const room = sample === undefined ? {} : sizes(sample);
    const over = Object.entries(sizes(item)).filter(([name, size]) => size > (room[name] ?? 0));
    expect(over, `${item.id}: ${item.prompt}`).toEqual([]);
  }
});

test('every drawing a shipped job names is drawn', () => {
  const named = items.flatMap((item) => {
    if (item.kind !== 'work_sample') return [];
    const { task } = item;
    if (task.type === 'assembly_order') return task.steps.map(({ drawing }) => drawing);
    if (task.type === 'safety_sign') return [task.sign, ...task.options.map(({ drawing }) => drawing)];
    return task.type === 'spot_defect' ? [task.drawing] : [];
  });
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !(name in DRAWINGS))).toEqual([]);
  expect('no-such-drawing' in DRAWINGS).toBe(false);
});
