import { array, assert, constantFrom, property, string } from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Item, Job } from '../job.ts';
import { jobProblems } from './job-problems.ts';
import { choosePersonalItems } from './personal-items.ts';
import { countAsked, skillsThatMatter, variantGroups } from './variants.ts';

const shipped = Job.parse(parse(readFileSync('resources/jobs/store-associate.yaml', 'utf8')));

/** The question of this place twice more, in a group: worded alike, so that they may differ in words alone. */
function withGroup(job: Job, at: number, group: string, tags: readonly (readonly string[])[]): Job {
  const original = job.items[at];
  if (original === undefined) throw new Error(`There is no question ${at}.`);
  const members = tags.map((own, index): Item => ({
    ...original,
    id: index === 0 ? original.id : `${original.id}-${index + 1}`,
    variant: { group, tags: [...own] },
  }));
  // the others of the group stand at the end: where they are written is not where they are asked
  return { ...job, items: [...job.items.toSpliced(at, 1, ...members.slice(0, 1)), ...members.slice(1)] };
}

const job = Job.parse(
  withGroup(
    withGroup(shipped, 2, 'upset', [[], ['收银', 'Cash  Desk'], ['cold store', 'forklift licence']]),
    4,
    'counted-on',
    [['nights'], ['Forklift Licence', 'cold store']],
  ),
);

/** What may not differ between two people. */
function shapeOf(items: readonly Item[]): unknown[] {
  return items.map((item) => [
    item.kind,
    item.elicits,
    'thinkMs' in item ? item.thinkMs : null,
    'maxAnswerMs' in item ? item.maxAnswerMs : null,
    'maxChars' in item ? item.maxChars : null,
  ]);
}
const asked = (skills: readonly string[]) => choosePersonalItems(job, skills).items.map(({ id }) => id);
const byDefault = choosePersonalItems(job, []).items;

test('without a skill that fits, everybody is asked the first of each group', () => {
  expect(byDefault.map(({ id }) => id)).toEqual(shipped.items.map(({ id }) => id));
  expect(asked(['piano', ''])).toEqual(asked([]));
});

test('the one with the most skills in common is asked, where its group stands, of equals the one that comes first', () => {
  expect(asked(['ＣＡＳＨ desk'])[2]).toBe('upset-person-2');
  expect(asked(['Forklift licence'])[2]).toBe('upset-person-3');
  expect(asked(['Forklift licence'])[4]).toBe('counted-on-you-2');
  // one skill speaks for each
  expect(asked(['nights', 'cold store'])[4]).toBe('counted-on-you');
  expect(asked(['nights', 'cold store', 'forklift licence'])[4]).toBe('counted-on-you-2');
  expect(choosePersonalItems(job, ['收银', 'piano']).choices).toEqual([
    { group: 'upset', itemId: 'upset-person-2', skills: ['收银'] },
    { group: 'counted-on', itemId: 'counted-on-you', skills: [] },
  ]);
});

test('whatever somebody’s skills are, they are asked as much, as long, in the same order, about the same (R23)', () => {
  const skill = constantFrom('收银', 'cash desk', 'cold store', 'forklift licence', 'nights', 'NIGHTS', 'piano');
  assert(
    property(array(skill), array(string()), (known, others) => {
      const { items, choices } = choosePersonalItems(job, [...known, ...others]);
      expect(shapeOf(items)).toEqual(shapeOf(byDefault));
      expect(items).toHaveLength(countAsked(job));
      expect(choices.map(({ group }) => group)).toEqual(['upset', 'counted-on']);
      // the same skills in another order give the same questions
      expect(choosePersonalItems(job, [...others, ...known].toReversed()).items).toEqual(items);
      // what one person is asked is a post by itself
      expect(Job.safeParse({ ...job, items: [...items] }).success).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a post stays a post whichever members of its groups are taken out', () => {
  const spare = variantGroups(job).flatMap(({ members }) => members.slice(1));
  for (let mask = 0; mask < 2 ** spare.length; mask += 1) {
    const gone = new Set(spare.filter((_, at) => (mask >> at) % 2 === 1).map(({ id }) => id));
    expect(jobProblems({ ...job, items: job.items.filter(({ id }) => !gone.has(id)) })).toEqual([]);
  }
});

test('only skills that a group knows matter, as they are compared', () => {
  expect(skillsThatMatter(job, ['Piano', 'NIGHTS ', 'cash desk', 'nights'])).toEqual(['cash desk', 'nights']);
  expect(skillsThatMatter(shipped, ['nights'])).toEqual([]);
});

test('a member that is not equal is refused, with what differs and from which question', () => {
  const member = job.items.at(-1);
  if (member?.kind !== 'spoken') throw new Error('The last is a spoken one.');
  const typed = shipped.items.find(({ kind }) => kind === 'typed');
  const { variant } = member;
  const changes: [string, Item][] = [
    ['variant_time', { ...member, maxAnswerMs: member.maxAnswerMs + 1000 }],
    ['variant_measures', { ...member, elicits: member.elicits.slice(0, 1) }],
    ['variant_measures', { ...member, elicits: member.elicits.map((each) => ({ ...each, weight: 0.9 })) }],
    ['variant_reading', { ...member, asks: 'situational' }],
    ['variant_kind', { ...typed, id: member.id, variant } as Item],
  ];
  for (const [code, item] of changes) {
    const problems = jobProblems({ ...job, items: [...job.items.slice(0, -1), item] });
    expect(problems).toContainEqual({
      code,
      path: ['items', job.items.length - 1, 'variant'],
      values: { number: 5, group: 'counted-on' },
    });
  }
});

test('how many are asked counts, not how many are written', () => {
  const single = { ...job, items: job.items.map(({ variant: _variant, ...item }) => item as Item) };
  expect(single.items).toHaveLength(13);
  expect(jobProblems(single)).toContainEqual({ code: 'too_many', path: ['items'], values: { most: 10 } });
  const all = job.items.map((item): Item => ({
    ...item,
    variant: { group: item.variant?.group ?? 'upset', tags: [] },
  }));
  expect(jobProblems({ ...job, items: all }).some(({ code }) => code === 'too_few')).toBe(true);
});

test('the shipped counter asks whoever answered telephones or repaired devices for a story from there', () => {
  const counter = Job.parse(parse(readFileSync('resources/jobs/service-counter.yaml', 'utf8')));
  expect(jobProblems(counter)).toEqual([]);
  const [first, ...rest] = choosePersonalItems(counter, []).items;
  expect(first?.id).toBe('helped-solve');
  const firstFor = (skill: string) => {
    const { items } = choosePersonalItems(counter, [skill]);
    expect(items.slice(1)).toEqual(rest);
    return items[0]?.id;
  };
  for (const skill of ['客服', 'Call Centre', 'helpdesk']) expect(firstFor(skill)).toBe('helped-by-phone');
  for (const skill of ['手机维修', 'IT support']) expect(firstFor(skill)).toBe('helped-with-a-device');
  // what no group knows changes nothing
  for (const skill of ['收银', 'forklift licence', 'phone']) expect(firstFor(skill)).toBe('helped-solve');
});
