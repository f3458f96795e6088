import { expect, test } from 'vitest';
import { present } from '#tests/fixtures/present.ts';
import { readJobs } from './store/resource-files.ts';
import { itemOf, parseScoreRequest, partsOf, ScoreRequestError, scoreKeyed } from './score-request.ts';

const jobs = await readJobs('resources/jobs');
const kinds = jobs.flatMap((job) => job.items.map((item) => ({ job, item })));
const ofKind = (kind: string) =>
  present(
    kinds.find(({ item }) => item.kind === kind),
    `a job with a ${kind}`,
  );

function request(kind: string, over: object) {
  const { job, item } = ofKind(kind);
  return parseScoreRequest({ job: job.id, item: item.id, lang: 'en', ...over });
}

test('a request that is wrong is refused with a sentence that names the field', () => {
  expect(() => parseScoreRequest({ job: 'x', item: 'y', lang: 'fr' })).toThrow(/^"lang" cannot be used: /);
  expect(() => parseScoreRequest('text')).toThrow(ScoreRequestError);
  expect(() => parseScoreRequest({ job: 'x', item: 'y', lang: 'en', pitch: 1 })).toThrow(/pitch/);
});

test('an unknown post or item is refused with those that are known', () => {
  const known = parseScoreRequest({ job: 'store-associate', item: 'nothing', lang: 'en' });
  expect(() => itemOf(known, jobs)).toThrow('The post "store-associate" has no item "nothing". Known: ');
  expect(() => itemOf({ ...known, job: 'pilot' }, jobs)).toThrow('There is no post "pilot". Known: assembly-operator');
});

test('what was touched may be written short or as the kiosk stores it', () => {
  const choice = ofKind('choice').item;
  if (choice.kind !== 'choice') throw new Error('not a choice');
  const best = choice.options.find(({ effectiveness }) => effectiveness === 1)?.id ?? '';
  for (const choices of [best, { optionId: best }]) {
    expect(scoreKeyed(choice, request('choice', { choices }))).toMatchObject({ score: 1, level: 5 });
  }
  const ranking = ofKind('ranking').item;
  if (ranking.kind !== 'ranking') throw new Error('not a ranking');
  for (const choices of [ranking.correctOrder, { optionIds: ranking.correctOrder }]) {
    expect(scoreKeyed(ranking, request('ranking', { choices }))).toMatchObject({ score: 1 });
  }
});

test('a rating where everything is rated alike has no number', () => {
  const { item } = ofKind('rating');
  if (item.kind !== 'rating') throw new Error('not a rating');
  const alike = Object.fromEntries(item.options.map(({ id }) => [id, 4]));
  expect(scoreKeyed(item, request('rating', { choices: alike }))).toBeNull();
});

test('choices that do not fit are refused with an example, and unknown options by name', () => {
  expect(() => scoreKeyed(ofKind('choice').item, request('choice', { choices: 7 }))).toThrow(/An example: "/);
  expect(() => scoreKeyed(ofKind('choice').item, request('choice', { choices: 'leave' }))).toThrow('no option "leave"');
  expect(() => scoreKeyed(ofKind('spoken').item, request('spoken', { choices: 'x' }))).toThrow('answered in words');
});

test('the lines of a role-play are its turns; what is too much goes to the last one', () => {
  const { job, item } = ofKind('role_play');
  if (item.kind !== 'role_play') throw new Error('not a role_play');
  const turns = item.turns.length;
  const lines = Array.from({ length: turns + 1 }, (_, index) => `line ${index + 1}`);
  const parts = partsOf(job, item, request('role_play', { text: lines.join('\n\n') }), []);
  expect(parts.map(({ by, role }) => [by, role])).toEqual(item.turns.map(() => ['typed', 'turn']));
  expect(parts.at(-1)?.typedText).toBe(`line ${turns}\nline ${turns + 1}`);
  const one = partsOf(job, item, request('role_play', { text: 'only one' }), []);
  expect(one.map(({ by }) => by)).toEqual(['typed', ...item.turns.slice(1).map(() => 'skipped')]);
});
