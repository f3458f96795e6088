import { expect, test } from 'vitest';
import { speechPieces } from './speech-text.ts';

test('a short text stays whole', () => {
  expect(speechPieces('One. Two.')).toEqual(['One. Two.']);
});

test('a long text is cut after sentences, and nothing is lost', () => {
  const pieces = speechPieces('First sentence. Second one! 第三句。', 17);
  expect(pieces).toEqual(['First sentence.', 'Second one! 第三句。']);
});

test('a sentence longer than the limit is cut anyway', () => {
  expect(speechPieces('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
});

test('nothing to say is no piece', () => {
  expect(speechPieces(' \n ')).toEqual([]);
});
