import type { Locale } from '#shared/localized.ts';
import type { ClauseUnit } from './clauses.ts';
import type { PartOfSpeech, Token } from './tagger.ts';

/** Pairs of parts of speech that no sentence of the language holds next to each other, first and second. */
const ENGLISH_BROKEN: readonly (readonly [PartOfSpeech, PartOfSpeech])[] = [
  ['determiner', 'auxiliary'],
  ['determiner', 'preposition'],
  ['determiner', 'conjunction'],
  ['determiner', 'pronoun'],
  ['determiner', 'determiner'],
  ['preposition', 'auxiliary'],
  ['preposition', 'conjunction'],
  ['conjunction', 'conjunction'],
  ['pronoun', 'determiner'],
];
const NOMINATIVE = new Set(['i', 'we', 'he', 'she', 'they']);
const VERBAL = new Set<PartOfSpeech>(['verb', 'auxiliary', 'adverb', 'particle', 'punctuation', 'interjection']);

function isEnglishBroken(one: Token, other: Token): boolean {
  if (one.text === other.text && one.pos !== 'interjection' && one.pos !== 'adverb' && one.pos !== 'adjective') return true;
  // "I the", "he box": a subject pronoun wants its verb
  if (NOMINATIVE.has(one.text)) return !VERBAL.has(other.pos) && !/^(and|all|both|just|like|who|that|'|guess)$/u.test(other.text);
  // "the I", "of he"
  if (NOMINATIVE.has(other.text)) return one.pos === 'determiner' || one.pos === 'adjective' || one.text === 'of' || one.text === 'to';
  if (one.text === 'to') return other.text === 'to' || other.pos === 'conjunction' || other.pos === 'auxiliary' && other.form === 'past';
  if (/^(a|an|the|my|our|your|his)$/u.test(one.text)) {
    return other.form === 'base' && other.pos === 'verb' ? false : /^(a|an|the|my|of|to|and|but|is|was|were|in|on|at|it|me|him|them|us)$/u.test(other.text);
  }
  return ENGLISH_BROKEN.some(([a, b]) => one.pos === a && other.pos === b);
}

const AFTER_VERB = /^(了|过|着)$/u;
const HEADS = /^(把|被|给|跟|对|向|在|从)$/u;

function isChineseBroken(one: Token, other: Token): boolean {
  if (AFTER_VERB.test(other.text)) return /^(pronoun|conjunction|preposition|particle)$/u.test(one.pos) && one.text !== '到' && one.text !== '为' && one.text !== '除';
  if (HEADS.test(one.text)) return /^(particle|conjunction|preposition)$/u.test(other.pos);
  if (other.text === '的') return /^(conjunction|preposition|particle)$/u.test(one.pos) && one.text !== '了' && one.text !== '过' && one.text !== '着';
  if (one.text === '的') return /^(particle|conjunction)$/u.test(other.pos);
  if (one.pos === 'number' && other.pos === 'particle') return true;
  if (one.pos === 'pronoun' && other.pos === 'pronoun') return one.text === other.text;
  if (one.text === '很' || one.text === '就' || one.text === '也') return /^(noun|particle|number)$/u.test(other.pos);
  return false;
}

/**
 * Share of neighbouring words that cannot stand next to each other. Words that were shuffled break about every fifth pair,
 * plain speech hardly any.
 *
 * @returns null when there are too few pairs to tell
 */
export function brokenShare(units: readonly ClauseUnit[], locale: Locale, minPairs: number): number | null {
  let pairs = 0;
  let broken = 0;
  for (const { tokens } of units) {
    for (const [index, other] of tokens.entries()) {
      const one = tokens[index - 1];
      if (one === undefined || one.pos === 'punctuation' || other.pos === 'punctuation') continue;
      pairs++;
      if (locale === 'zh-CN' ? isChineseBroken(one, other) : isEnglishBroken(one, other)) broken++;
    }
  }
  return pairs < minPairs ? null : broken / pairs;
}
