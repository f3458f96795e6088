import { expect, test } from 'vitest';
import { repairEnglishTags } from './english-tags.ts';
import type { PartOfSpeech, Token } from './tagger.ts';

function repaired(words: string): string {
  let at = 0;
  const tokens = words.split(' ').map((each): Token => {
    const [text = '', pos = 'other'] = each.split('/');
    const token: Token = { text, start: at, end: at + text.length, pos: pos as PartOfSpeech, form: 'none', stem: text };
    at = token.end + 1;
    return token;
  });
  return repairEnglishTags(tokens)
    .map(({ text, pos }) => `${text}/${pos}`)
    .join(' ');
}

test('a noun at the head of a clause with an object behind it is a verb', () => {
  expect(repaired('check/noun the/determiner belt/noun')).toBe('check/verb the/determiner belt/noun');
  expect(repaired('i/pronoun would/auxiliary phone/noun her/pronoun')).toContain('phone/verb');
});

test('a noun in its place stays one', () => {
  expect(repaired('the/determiner check/noun the/determiner boss/noun made/verb')).toContain('check/noun');
  expect(repaired('check/noun in/preposition')).toContain('check/noun');
});

test('a full stop ends a sentence, except after a title and before a number', () => {
  expect(repaired('filled/verb it/pronoun in./noun then/adverb')).toBe(
    'filled/verb it/pronoun in/preposition ./punctuation then/adverb',
  );
  expect(repaired('mr./noun lee/noun')).toBe('mr./noun lee/noun');
  expect(repaired('screw/noun no./noun 3/number')).toContain('no./noun');
});
