import type { Gates, Signal, WordAssessmentInput } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { CHINESE } from './chinese-lexicon.ts';
import { hasUnfitting, orderOverChance } from './chinese-order.ts';
import type { ClauseUnit } from './clauses.ts';
import { ENGLISH } from './english-lexicon.ts';
import type { Relevance } from './relevance.ts';
import { rounded, WORD_CONSTANTS } from './word-constants.ts';
import { brokenShare } from './word-order.ts';

const CHINESE_FUNCTION = new Set<string>(CHINESE.functionCharacters);
const ENGLISH_FUNCTION = new Set<string>(ENGLISH.functionWords);

/** What an answer is measured in: Chinese characters, English words. */
export function unitsOf(text: string, locale: Locale): string[] {
  return locale === 'zh-CN'
    ? (text.match(/\p{Script=Han}|[a-z]+|\d+(?:\.\d+)?/giu) ?? [])
    : (text.match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? []);
}

/** Share of function words: of characters in Chinese, of words in English. Null for an empty text. */
export function functionShareOf(units: readonly ClauseUnit[], locale: Locale): number | null {
  if (locale === 'zh-CN') {
    const characters = units.flatMap(({ text }) => text.match(/\p{Script=Han}/gu) ?? []);
    if (characters.length === 0) return null;
    return characters.filter((each) => CHINESE_FUNCTION.has(each)).length / characters.length;
  }
  const words = units.flatMap(({ tokens }) => tokens.filter(({ pos }) => pos !== 'punctuation'));
  return words.length === 0 ? null : words.filter(({ text }) => ENGLISH_FUNCTION.has(text)).length / words.length;
}

/** Share of n-grams (4 characters, 3 words) that stood before. */
export function repeatedShareOf(units: readonly string[], locale: Locale): number {
  const size = WORD_CONSTANTS.signals.ngram[locale];
  const total = Math.max(0, units.length - size + 1);
  if (total === 0) return 0;
  const seen = new Set<string>();
  for (let at = 0; at < total; at++)
    seen.add(
      units
        .slice(at, at + size)
        .join(' ')
        .toLowerCase(),
    );
  return 1 - seen.size / total;
}

/** Standard deviation of the pauses over their mean; null with too few. */
function pauseVariation(pauses: readonly { startMs: number; endMs: number }[]): number | null {
  if (pauses.length < WORD_CONSTANTS.signals.evenPauses.minPauses) return null;
  const lengths = pauses.map(({ startMs, endMs }) => endMs - startMs);
  const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
  const variance = lengths.reduce((sum, each) => sum + (each - mean) ** 2, 0) / lengths.length;
  return Math.sqrt(variance) / mean;
}

/**
 * How the words follow each other, when that is hardly better than by chance; null when they stand in order. In between,
 * an answer is believed unless the very words it rests on stand where they cannot: no number rests on words whose order is
 * in doubt.
 */
function brokenOrder(
  units: readonly ClauseUnit[],
  evidence: readonly ClauseUnit[],
  locale: Locale,
): { value: number; limit: number } | null {
  const { orderOverChance: limits, orderBroken, orderMinBroken } = WORD_CONSTANTS.signals;
  if (locale === 'en') {
    const value = brokenShare(units, locale, orderMinBroken);
    return value > orderBroken ? { value, limit: orderBroken } : null;
  }
  const value = orderOverChance(units);
  const limit = evidence.some(hasUnfitting) ? limits.ofEvidence : limits.ofAnswer;
  return value !== null && value < limit ? { value, limit } : null;
}

/**
 * Everything a reviewer should look at, or that keeps a number from being shown. Never a deduction.
 *
 * @param evidence clauses that a number would rest on
 */
export function signalsOf(
  units: readonly ClauseUnit[],
  gates: Gates,
  relevance: Relevance | null,
  evidence: readonly ClauseUnit[],
  input: Pick<WordAssessmentInput, 'locale' | 'parts' | 'sharedOverlap' | 'isPasted'>,
): Signal[] {
  const { locale } = input;
  const limits = WORD_CONSTANTS.signals;
  const found: Signal[] = [];
  const add = (code: Signal['code'], value: number, limit: number, severity: Signal['severity']): void => {
    found.push({ code, value: rounded(value), limit, severity });
  };
  const { functionShare, repeatedShare } = gates;
  const functionLimit = limits.functionShare[locale];
  // a word or two have no measure
  const isLong = gates.units >= gates.minUnits;
  if (isLong && functionShare !== null && functionShare < functionLimit) {
    add('keyword_list', functionShare, functionLimit, 'review');
  }
  if (isLong && repeatedShare > limits.repeatedShare) add('repetition', repeatedShare, limits.repeatedShare, 'review');
  const order = isLong ? brokenOrder(units, evidence, locale) : null;
  if (order !== null) add('order_broken', order.value, order.limit, 'review');
  // words the question asks for are there: whatever else was spoken of, it was answered
  if (
    relevance !== null &&
    evidence.length === 0 &&
    relevance.rank > relevance.questions / 2 &&
    relevance.lead > limits.offTopicLead
  ) {
    add('off_topic', relevance.lead, limits.offTopicLead, 'review');
  }
  if (input.sharedOverlap !== null && input.sharedOverlap >= limits.sharedScript) {
    add('shared_script', input.sharedOverlap, limits.sharedScript, 'note');
  }
  const variation = pauseVariation(input.parts.flatMap(({ recordings }) => recordings.flatMap(({ pauses }) => pauses)));
  if (variation !== null && variation < limits.evenPauses.maxVariation) {
    add('even_pauses', variation, limits.evenPauses.maxVariation, 'note');
  }
  if (input.isPasted) add('pasted', 1, 1, 'note');
  return found;
}
