import type { Token } from './tagger.ts';

const OBJECT =
  /^(the|a|an|my|our|your|his|her|their|this|that|these|those|it|them|him|her|me|us|everything|everybody|everyone)$/u;
const LEAD =
  /^(to|and|then|or|just|first|i|we|they|he|she|would|could|should|will|can|'d|'ll|must|please|also|always|usually)$/u;

/**
 * Puts right what a tagger trained on print gets wrong in orders and plans: "check the belt" at the head of a clause is no
 * noun, because an object follows it.
 */
export function repairEnglishTags(tokens: readonly Token[]): Token[] {
  return tokens.map((token, index) => {
    if (token.pos !== 'noun') return token;
    const before = tokens[index - 1];
    const next = tokens[index + 1];
    const isHead = before === undefined || before.pos === 'punctuation' || LEAD.test(before.text);
    if (!isHead || next === undefined || !OBJECT.test(next.text)) return token;
    return { ...token, pos: 'verb', form: 'base' };
  });
}
