import { englishStem } from './english-stem.ts';
import type { Token } from './tagger.ts';

const OBJECT =
  /^(the|a|an|my|our|your|his|her|their|this|that|these|those|it|them|him|her|me|us|everything|everybody|everyone)$/u;
const LEAD =
  /^(to|and|then|or|just|first|i|we|they|he|she|would|could|should|will|can|'d|'ll|must|please|also|always|usually)$/u;

/** What print shortens with a full stop and speech does not. */
const SHORTENED = /^(?!(mr|mrs|ms|dr|st|vs)\.$)[a-z]+\.$/u;
const WORDS: Readonly<Record<string, Pick<Token, 'pos' | 'form'>>> = {
  in: { pos: 'preposition', form: 'none' },
  no: { pos: 'determiner', form: 'none' },
  sat: { pos: 'verb', form: 'past' },
};

/** "I filled it in.": the end of a sentence, not inches. */
function splitFullStop(token: Token, next: Token | undefined): Token[] {
  if (!SHORTENED.test(token.text) || (token.text === 'no.' && next?.pos === 'number')) return [token];
  const text = token.text.slice(0, -1);
  const middle = token.end - 1;
  return [
    { ...token, ...WORDS[text], text, end: middle, stem: englishStem(text) },
    { ...token, text: '.', stem: '.', start: middle, pos: 'punctuation', form: 'none' },
  ];
}

/**
 * Puts right what a tagger trained on print gets wrong in speech. In orders and plans, "check the belt" at the head of a
 * clause is no noun, because an object follows it; and a full stop ends a sentence, whatever could be shortened by it.
 */
export function repairEnglishTags(tagged: readonly Token[]): Token[] {
  const tokens = tagged.flatMap((token, index) => splitFullStop(token, tagged[index + 1]));
  return tokens.map((token, index) => {
    if (token.pos !== 'noun') return token;
    const before = tokens[index - 1];
    const next = tokens[index + 1];
    const isHead = before === undefined || before.pos === 'punctuation' || LEAD.test(before.text);
    if (!isHead || next === undefined || !OBJECT.test(next.text)) return token;
    return { ...token, pos: 'verb', form: 'base' };
  });
}
