import { expect, test } from 'vitest';
import type { ChoiceItem, Item, RankingItem } from '#shared/job.ts';
import { scoreChoice } from './choice/score-choice.ts';
import { scoreRanking } from './choice/score-ranking.ts';
import { receiptStrengths } from './feedback.ts';
import { assess } from '#tests/scoring/engine.ts';
import { sampleJob } from '#tests/scoring/sample-job.ts';

function say(text: string) {
  return { 'zh-CN': `${text}(中)`, en: text };
}

const question = { prompt: say('?'), hint: say('!'), elicits: [{ indicatorId: 'care', weight: 1 }] };

function choice(id: string): ChoiceItem {
  return {
    ...question,
    id,
    kind: 'choice',
    options: [
      { id: 'poor', text: say('walk on'), effectiveness: 0, why: say('-'), strength: say('must never show') },
      {
        id: 'good',
        text: say(`help in ${id}`),
        effectiveness: 1,
        why: say('-'),
        strength: say(`You helped in ${id}.`),
      },
      { id: 'silent', text: say('also help'), effectiveness: 1, why: say('-') },
    ],
    key: { source: 'authored' },
  };
}

const ranking: RankingItem = {
  ...question,
  id: 'order',
  kind: 'ranking',
  options: ['d', 'c', 'b', 'a'].map((id) => ({ id, text: say(id) })),
  correctOrder: ['a', 'b', 'c', 'd'],
  key: { source: 'authored' },
  strength: say('You put the steps in a sound order.'),
};

const spoken: Item = {
  ...question,
  id: 'story',
  kind: 'spoken',
  asks: 'behavioural',
  referenceWords: { 'zh-CN': ['事'], en: ['story'] },
  thinkMs: 30_000,
  maxAnswerMs: 90_000,
  maxChars: 600,
};

const chose = (id: string, optionId: string) => ({ item: choice(id), score: scoreChoice(choice(id), optionId, 'en') });
const ordered = (order: string) => ({ item: ranking, score: scoreRanking(ranking, order.split(''), 'en') });

test('the best choice shows its authored sentence with the chosen option as quote', () => {
  expect(receiptStrengths([chose('one', 'good')], 'en')).toEqual([
    { text: 'You helped in one.', quote: 'help in one' },
  ]);
});

test('a receipt in the other language has both sentence and quote in that language', () => {
  expect(receiptStrengths([chose('one', 'good')], 'zh-CN')).toEqual([
    { text: 'You helped in one.(中)', quote: 'help in one(中)' },
  ]);
});

test('a ranking from .9 on shows its sentence with the whole order, below it none', () => {
  expect(receiptStrengths([ordered('bacd')], 'en')).toEqual([
    { text: 'You put the steps in a sound order.', quote: 'b → a → c → d' },
  ]);
  expect(receiptStrengths([ordered('badc')], 'en')).toEqual([]);
  expect(receiptStrengths([ordered('dcba')], 'en')).toEqual([]);
});

test('at most two strengths, in the order of the interview', () => {
  const shown = receiptStrengths([chose('one', 'good'), ordered('abcd'), chose('two', 'good')], 'en');
  expect(shown.map(({ text }) => text)).toEqual(['You helped in one.', 'You put the steps in a sound order.']);
});

test('nothing is invented: weaker choices, best choices without a sentence, unscored and spoken answers show none', () => {
  expect(
    receiptStrengths(
      [
        chose('one', 'poor'),
        chose('two', 'silent'),
        { item: choice('three'), score: null },
        { item: spoken, score: null },
      ],
      'en',
    ),
  ).toEqual([]);
  expect(receiptStrengths([], 'zh-CN')).toEqual([]);
});

const job = sampleJob();

function wordsOf(locale: 'zh-CN' | 'en', text: string, itemId: string) {
  const item = job.items.find(({ id }) => id === itemId);
  if (item === undefined) throw new Error(`no item ${itemId}`);
  return { item, score: null, words: assess(locale, text, { itemId }) };
}

const STORY =
  'Last year at the plant one night the belt stopped. I turned off the power and checked every part. Then I called my supervisor. She thanked me and we ran again in 20 minutes.';

test('words of level 4 or 5 show their sentence with the clause they stand in', () => {
  expect(receiptStrengths([wordsOf('en', STORY, 'story')], 'en', job.competencyModel)).toEqual([
    { text: 'You stopped and checked.', quote: 'I turned off the power and checked every part' },
  ]);
});

test('a weak or flagged answer, and words in another language than the receipt, show nothing', () => {
  const general =
    'I usually check the machine. I always tell my boss. I am a careful person. I like to work with people and I never give up at all.';
  expect(receiptStrengths([wordsOf('en', general, 'story')], 'en', job.competencyModel)).toEqual([]);
  const flagged = wordsOf('en', `${STORY}\n${STORY}`, 'story');
  expect(flagged.words.status).toBe('needs_review:integrity');
  expect(receiptStrengths([flagged], 'en', job.competencyModel)).toEqual([]);
  expect(receiptStrengths([wordsOf('en', STORY, 'story')], 'zh-CN', job.competencyModel)).toEqual([]);
});

test('the second strength is of another competency where there is one', () => {
  const play = wordsOf(
    'en',
    'Hello, I am so sorry about that. I understand how frustrating this is. What happened exactly? I will replace it right away, or would you like a refund? I will call you tomorrow.',
    'play-1',
  );
  const picked = job.items.find((item) => item.kind === 'choice');
  if (picked === undefined) throw new Error('no choice');
  const pick = { item: picked, score: scoreChoice(picked, 'a', 'en') };
  const shown = receiptStrengths([wordsOf('en', STORY, 'story'), pick, play], 'en', job.competencyModel);
  expect(shown.map(({ text }) => text)).toEqual(['You stopped and checked.', 'You calmed them down.']);
});
