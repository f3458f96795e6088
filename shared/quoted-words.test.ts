import { expect, test } from 'vitest';
import { wordsBetween } from './quoted-words.ts';

// 我先停机，再叫人。Then I waited.
const pieces = [
  { text: '我先停机', startChar: 0, endChar: 4 },
  { text: '再叫人', startChar: 5, endChar: 8 },
  { text: 'Then I waited', startChar: 9, endChar: 22 },
];

test('part of one piece, a whole one, and over the sign between two', () => {
  expect(wordsBetween(pieces, 1, 4)).toBe('先停机');
  expect(wordsBetween(pieces, 5, 8)).toBe('再叫人');
  expect(wordsBetween(pieces, 2, 7)).toBe('停机 再叫');
  expect(wordsBetween(pieces, 0, 22)).toBe('我先停机 再叫人 Then I waited');
});

test('nothing is said where the answer does not stand', () => {
  // from a sign between two pieces, to one, behind the end, and nothing at all
  expect(wordsBetween(pieces, 4, 8)).toBeNull();
  expect(wordsBetween(pieces, 0, 5)).toBeNull();
  expect(wordsBetween(pieces, 9, 23)).toBeNull();
  expect(wordsBetween(pieces, 30, 31)).toBeNull();
  expect(wordsBetween([], 0, 1)).toBeNull();
});

test('words put right, whose length is another than their place, are quoted whole or not at all', () => {
  const corrected = [
    { text: '五十件', startChar: 0, endChar: 2 },
    { text: '没装完', startChar: 2, endChar: 5 },
  ];
  expect(wordsBetween(corrected, 0, 2)).toBe('五十件');
  expect(wordsBetween(corrected, 0, 1)).toBeNull();
  expect(wordsBetween(corrected, 0, 5)).toBe('五十件没装完');
});
