import { assert, constantFrom, property, shuffledSubarray } from 'fast-check';
import { expect, test } from 'vitest';
import type { RankingItem } from '#shared/job.ts';
import { AnswerScore } from '#shared/score.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { scoreRanking } from './score-ranking.ts';

function say(text: string) {
  return { 'zh-CN': `${text}(中)`, en: text };
}

function rankingItem(correctOrder: string[]): RankingItem {
  return {
    id: 'stop',
    kind: 'ranking',
    prompt: say('What comes first?'),
    hint: say('Think of people first.'),
    elicits: [{ indicatorId: 'care', weight: 1 }],
    options: correctOrder.toReversed().map((id) => ({ id, text: say(id) })),
    correctOrder,
    key: { source: 'authored' },
    strength: say('You put the steps in a sound order.'),
  };
}

const KEY = ['a', 'b', 'c', 'd', 'e'];
const item = rankingItem(KEY);

test('known rank correlations score (ρ + 1) / 2: 1, .9, .8, .7, .6, −.6, −1', () => {
  const known: [string, number, number][] = [
    ['abcde', 1, 5],
    ['bacde', 0.95, 5],
    ['bcade', 0.85, 4],
    ['cbade', 0.8, 4],
    ['badce', 0.9, 5],
    ['ebcda', 0.2, 2],
    ['edcba', 0, 1],
  ];
  for (const [order, score, level] of known) {
    const result = scoreRanking(item, order.split(''), 'en');
    expect(result.score).toBeCloseTo(score, 12);
    expect(result.level).toBe(level);
  }
});

test('agrees with the product-moment correlation of the ranks, and stays a valid score, for every order', () => {
  assert(
    property(
      constantFrom(KEY, KEY.slice(0, 4), [...KEY, 'f']).chain((key) =>
        shuffledSubarray(key, { minLength: key.length }).map((order) => ({ key, order })),
      ),
      ({ key, order }) => {
        const mean = (key.length - 1) / 2;
        const product = order.reduce((sum, id, rank) => sum + (rank - mean) * (key.indexOf(id) - mean), 0);
        const variance = key.reduce((sum, _, rank) => sum + (rank - mean) ** 2, 0);
        const result = scoreRanking(rankingItem(key), order, 'en');
        expect(result.score).toBeCloseTo((product / variance + 1) / 2, 12);
        expect(AnswerScore.parse(result)).toEqual(result);
      },
    ),
  );
});

test('an order and its reverse sum to 1, so that guessing is worth one half', () => {
  assert(
    property(shuffledSubarray(KEY, { minLength: KEY.length }), (order) => {
      const sum = scoreRanking(item, order, 'en').score + scoreRanking(item, order.toReversed(), 'en').score;
      expect(sum).toBeCloseTo(1, 12);
    }),
  );
});

test('the order of the options in the file and the language do not change a score', () => {
  const shuffled = { ...item, options: item.options.toSorted((a, b) => a.id.localeCompare(b.id)) };
  const order = ['c', 'a', 'b', 'e', 'd'];
  expect(scoreRanking(shuffled, order, 'en')).toEqual(scoreRanking(item, order, 'en'));
  expect(scoreRanking(item, order, 'zh-CN').score).toBe(scoreRanking(item, order, 'en').score);
});

test('the evidence lists every option in the candidate’s order', () => {
  const { evidence, keySource, rule } = scoreRanking(item, ['b', 'a', 'c', 'd', 'e'], 'zh-CN');
  expect(evidence.map(({ text }) => text)).toEqual(['b(中)', 'a(中)', 'c(中)', 'd(中)', 'e(中)']);
  expect({ keySource, rule }).toEqual({ keySource: 'authored', rule: { id: 'ranking_spearman', version: 1 } });
});

test('an order that is short, long, repeated, all the same, empty or foreign is an error, never a number', () => {
  for (const order of [
    ['a', 'b', 'c', 'd'],
    [...KEY, 'a'],
    ['a', 'a', 'b', 'c', 'd'],
    ['a', 'a', 'a', 'a', 'a'],
    [],
    ['a', 'b', 'c', 'd', 'x'],
  ]) {
    expect(() => scoreRanking(item, order, 'en')).toThrow(InvalidSelectionError);
  }
});
