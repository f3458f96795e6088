import { expect, test } from 'vitest';
import { type PickWords, runsOf, sentencesOf } from './pick-words.ts';

test('typed text is cut at the ends of its sentences, in both languages, each with its place', () => {
  const text = '先停机。 再叫人！Then I waited. Nobody was hurt';
  const found = sentencesOf('q', text);
  expect(found.map((each) => each.text)).toEqual(['先停机。', '再叫人！', 'Then I waited.', 'Nobody was hurt']);
  for (const { startChar, endChar, text: words } of found) expect(text.slice(startChar, endChar)).toBe(words);
});

test('blank lines are no sentences', () => {
  expect(sentencesOf('q', ' \n \n')).toEqual([]);
});

test('what is picked of a piece stands out where it is, and quotes of other answers do not', () => {
  const words = { answerKey: 'q', text: 'I asked him twice', startChar: 10, endChar: 27 };
  const pickOf = (...picked: PickWords['picked']): PickWords => ({ picked, toggle: () => undefined });
  const runs = (pick: PickWords) => runsOf(pick, words).map(({ text, isPicked }) => (isPicked ? `[${text}]` : text));
  expect(runs(pickOf())).toEqual(['I asked him twice']);
  expect(runs(pickOf({ answerKey: 'q', startChar: 12, endChar: 17 }))).toEqual(['I ', '[asked]', ' him twice']);
  // one that begins before and one that ends behind
  expect(
    runs(pickOf({ answerKey: 'q', startChar: 3, endChar: 11 }, { answerKey: 'q', startChar: 22, endChar: 40 })),
  ).toEqual(['[I]', ' asked him ', '[twice]']);
  expect(runs(pickOf({ answerKey: 'q.probe', startChar: 12, endChar: 17 }))).toEqual(['I asked him twice']);
  const corrected = { ...words, endChar: 12 };
  expect(runsOf(pickOf({ answerKey: 'q', startChar: 11, endChar: 14 }), corrected)).toEqual([
    { text: 'I asked him twice', isPicked: true },
  ]);
});
