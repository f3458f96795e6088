import { expect, test } from 'vitest';
import { sentencesOf } from './pick-words.ts';

test('typed text is cut at the ends of its sentences, in both languages, each with its place', () => {
  const text = '先停机。 再叫人！Then I waited. Nobody was hurt';
  const found = sentencesOf('q', text);
  expect(found.map((each) => each.text)).toEqual(['先停机。', '再叫人！', 'Then I waited.', 'Nobody was hurt']);
  for (const { startChar, endChar, text: words } of found) expect(text.slice(startChar, endChar)).toBe(words);
});

test('blank lines are no sentences', () => {
  expect(sentencesOf('q', ' \n \n')).toEqual([]);
});
