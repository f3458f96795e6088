import type { Locale } from '#shared/localized.ts';
import type { ClauseUnit } from './clauses.ts';
import type { PartOfSpeech, Token } from './tagger.ts';

/** Whether a function word stands where it cannot; null for a word that may stand anywhere. */
type Slot = (before: Token | undefined, word: Token, next: Token | undefined) => boolean | null;

function isOneOf(token: Token | undefined, ...parts: readonly PartOfSpeech[]): boolean {
  return token !== undefined && parts.includes(token.pos);
}

const NOMINATIVE = new Set(['i', 'we', 'he', 'she', 'they']);
const ARTICLE = new Set(['a', 'an', 'the', 'my', 'our', 'your', 'their']);
const PREPOSITION = new Set(['of', 'at', 'from', 'with', 'for', 'into', 'in', 'on']);
const AUXILIARY = new Set([
  'was',
  'were',
  'is',
  'are',
  "'s",
  "'m",
  "'re",
  'had',
  'have',
  'has',
  'would',
  'could',
  'can',
  'will',
  'did',
]);

const englishSlot: Slot = (before, word, next) => {
  const { text } = word;
  if (NOMINATIVE.has(text)) {
    if (
      isOneOf(before, 'determiner', 'adjective') ||
      (before !== undefined && (ARTICLE.has(before.text) || PREPOSITION.has(before.text) || before.text === 'to'))
    )
      return true;
    if (next === undefined) return false;
    return (
      !isOneOf(next, 'verb', 'auxiliary', 'adverb', 'punctuation', 'interjection') &&
      !/^(and|all|both|just|like|who|guess|'|only|also|kinda|never|always|sort|kind)$/u.test(next.text)
    );
  }
  if (ARTICLE.has(text)) {
    if (next === undefined) return true;
    return (
      isOneOf(next, 'auxiliary', 'preposition', 'conjunction', 'pronoun', 'determiner', 'particle') ||
      (next.pos === 'verb' && next.form === 'past' && next.text !== 'used') ||
      ARTICLE.has(next.text)
    );
  }
  if (text === 'to') {
    if (next === undefined) return true;
    return (
      (next.pos === 'verb' && next.form === 'past') ||
      NOMINATIVE.has(next.text) ||
      isOneOf(next, 'conjunction', 'particle') ||
      next.text === 'to' ||
      next.text === 'was' ||
      next.text === 'of'
    );
  }
  if (PREPOSITION.has(text) && word.pos === 'preposition') {
    if (next === undefined) return text === 'of' || text === 'from' || text === 'at' || text === 'into';
    return (
      (next.pos === 'verb' && next.form !== 'ing') ||
      isOneOf(next, 'auxiliary', 'conjunction') ||
      NOMINATIVE.has(next.text) ||
      (PREPOSITION.has(next.text) && text !== 'from' && text !== 'in' && text !== 'on')
    );
  }
  if (AUXILIARY.has(text) && word.pos === 'auxiliary') {
    if (next === undefined) return false;
    return AUXILIARY.has(next.text) && !/^(had|have|has|would|could|will|can|did)$/u.test(text)
      ? true
      : isOneOf(next, 'conjunction') ||
          (before !== undefined && (ARTICLE.has(before.text) || before.text === 'to' || PREPOSITION.has(before.text)));
  }
  if (text === 'and' || text === 'but' || text === 'or') {
    return (
      isOneOf(next, 'conjunction') ||
      (before !== undefined && (ARTICLE.has(before.text) || before.text === 'to' || before.text === 'of'))
    );
  }
  return null;
};

const ASPECT = new Set(['了', '过', '着']);
const COVERB = new Set(['把', '被', '从', '跟', '向']);
const PREVERBAL = new Set([
  '就',
  '也',
  '又',
  '都',
  '才',
  '还',
  '很',
  '先',
  '再',
  '没',
  '不',
  '会',
  '要',
  '能',
  '没有',
  '太',
  '马上',
  '赶紧',
]);
const SUBJECT = new Set(['我', '他', '她', '我们', '他们', '你', '您']);
const FINAL = new Set(['吧', '呢', '嘛', '啊', '呀', '了', '的', '吗', '啦', '呗', '哈', '哦']);

const chineseSlot: Slot = (before, word, next) => {
  const { text } = word;
  if (ASPECT.has(text) && word.pos === 'particle')
    return (
      before === undefined ||
      isOneOf(before, 'conjunction', 'noun') ||
      SUBJECT.has(before.text) ||
      COVERB.has(before.text)
    );
  if (text === '的') {
    return (
      before === undefined ||
      isOneOf(before, 'conjunction') ||
      COVERB.has(before.text) ||
      (before.pos === 'particle' && !ASPECT.has(before.text)) ||
      (isOneOf(next, 'particle', 'conjunction') && !FINAL.has(next?.text ?? ''))
    );
  }
  if (COVERB.has(text))
    return (
      next === undefined || isOneOf(next, 'verb', 'adverb', 'particle', 'conjunction', 'preposition', 'punctuation')
    );
  if (PREVERBAL.has(text)) {
    if (next === undefined) return /^(就|又|才|很|太|马上|赶紧|再)$/u.test(text);
    if (/^(没|没有|不|要|还|都)$/u.test(text) && next.pos === 'noun') return null;
    return (
      isOneOf(next, 'noun', 'place', 'punctuation') ||
      (next.pos === 'conjunction' && !/^(要是|如果|再说|可以|不是)$/u.test(next.text)) ||
      (next.pos === 'particle' && !FINAL.has(next.text)) ||
      (next.pos === 'pronoun' && SUBJECT.has(next.text))
    );
  }
  if (SUBJECT.has(text)) {
    if (next === undefined)
      return (
        before !== undefined && !isOneOf(before, 'verb', 'preposition', 'adverb', 'punctuation') && before.text !== '是'
      );
    return (
      (next.pos === 'pronoun' && SUBJECT.has(next.text)) ||
      (next.pos === 'particle' && next.text !== '的' && !FINAL.has(next.text)) ||
      ASPECT.has(next.text) ||
      (next.pos === 'conjunction' && !/^(要是|如果|再说|可以|不是|就是)$/u.test(next.text))
    );
  }
  if (FINAL.has(text) && word.pos === 'particle') {
    if (before === undefined || isOneOf(before, 'preposition', 'conjunction')) return true;
    return isOneOf(next, 'verb', 'number', 'preposition', 'particle') && !FINAL.has(next?.text ?? '');
  }
  if (word.pos === 'conjunction') return next === undefined || isOneOf(next, 'particle');
  if (word.pos === 'number') {
    if (next === undefined) return null;
    return isOneOf(next, 'pronoun', 'conjunction', 'preposition') || (next.pos === 'particle' && !FINAL.has(next.text));
  }
  if (word.pos === 'place' && /^[里上下边]$/u.test(text)) {
    return before === undefined || isOneOf(before, 'conjunction', 'adverb', 'particle');
  }
  if (word.pos === 'adverb')
    return isOneOf(next, 'particle', 'place') && !FINAL.has(next?.text ?? '') && next?.text !== '地';
  return null;
};

/**
 * Share of function words that stand where they cannot: an article before "and", 了 after 因为. Shuffled words fill about a
 * third of these places wrongly, plain speech hardly any, however simple it is.
 *
 * @returns 0 when fewer than `minBroken` are misplaced: too few to tell
 */
export function brokenShare(units: readonly ClauseUnit[], locale: Locale, minBroken: number): number {
  const slot = locale === 'zh-CN' ? chineseSlot : englishSlot;
  let slots = 0;
  let broken = 0;
  for (const { tokens, isRepeated } of units) {
    if (isRepeated) continue;
    for (const [index, word] of tokens.entries()) {
      const isBroken = slot(tokens[index - 1], word, tokens[index + 1]);
      if (isBroken === null) continue;
      slots++;
      if (isBroken) broken++;
    }
  }
  return slots === 0 || broken < minBroken ? 0 : broken / slots;
}
