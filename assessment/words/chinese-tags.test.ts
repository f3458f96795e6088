import { expect, test } from 'vitest';
import { repairChineseTags } from './chinese-tags.ts';
import type { PartOfSpeech, Token } from './tagger.ts';

/** `word/part` pairs as a tagger would give them. */
function tagged(words: string): Token[] {
  let at = 0;
  return words.split(' ').map((each) => {
    const [text = '', pos = 'other'] = each.split('/');
    const token: Token = { text, start: at, end: at + text.length, pos: pos as PartOfSpeech, form: 'none', stem: text };
    at = token.end;
    return token;
  });
}

const repaired = (words: string): string =>
  repairChineseTags(tagged(words))
    .map(({ text, pos }) => `${text}/${pos}`)
    .join(' ');

test('what stands before an aspect particle or a count is a verb', () => {
  expect(repaired('我/pronoun 报告/noun 了/particle')).toContain('报告/verb');
  expect(repaired('重新/adverb 数/noun 了/particle 一遍/number')).toContain('数/verb');
  expect(repaired('换/noun 一根/number')).toContain('换/verb');
  expect(repaired('我/pronoun 擦/noun 一下/number')).toContain('擦/verb');
});

test('a counted or owned noun stays one', () => {
  expect(repaired('三份/number 报告/noun 了/particle')).toContain('报告/noun');
  expect(repaired('他/pronoun 的/particle 报告/noun 了/particle')).toContain('报告/noun');
  expect(repaired('机器/noun 停/verb 了/particle')).toContain('机器/noun');
});

test('verbal nouns go by their place', () => {
  expect(repaired('我/pronoun 检查/verbal_noun 箱子/noun')).toContain('检查/verb');
  expect(repaired('质量/noun 的/particle 检查/verbal_noun 很/adverb')).toContain('检查/noun');
});

test('a pronoun glued to its verb is cut off, with its place', () => {
  const [pronoun, verb] = repairChineseTags(tagged('他选/noun 了/particle'));
  expect(pronoun).toMatchObject({ text: '他', pos: 'pronoun', start: 0, end: 1 });
  expect(verb).toMatchObject({ text: '选', pos: 'verb', start: 1, end: 2 });
  expect(repaired('我们/pronoun')).toBe('我们/pronoun');
});

test('a particle glued to its verb is cut off, unless the two are a word', () => {
  expect(repaired('他/pronoun 焊了/verb 一道/number')).toBe('他/pronoun 焊/verb 了/particle 一道/number');
  expect(repaired('忘了/verb')).toBe('忘了/verb');
});
