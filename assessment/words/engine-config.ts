import { ENGINE_VERSION } from '#shared/assessment.ts';
import { ACT_LEXICON } from '../role-play/act-lexicon.ts';
import { SCORING_CONSTANTS } from '../scoring-constants.ts';
import { CHINESE, CHINESE_QUANTITY } from './chinese-lexicon.ts';
import { CHINESE_ORDER } from './chinese-order.ts';
import { ENGLISH } from './english-lexicon.ts';
import type { Taggers } from './tagger.ts';
import { WORD_CONSTANTS } from './word-constants.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Regular expressions as their source: JSON has none. */
function toJson(value: unknown): Json {
  if (value instanceof RegExp) return `/${value.source}/${value.flags}`;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJson(each)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/**
 * Everything a number depends on beside the answer and the job: constants, lexicons, taggers, version of the rules. The
 * caller hashes its canonical JSON (`EngineIdentity.configHash`).
 */
export function engineConfig(taggers: Taggers): { [key: string]: Json } {
  return {
    engineVersion: ENGINE_VERSION,
    constants: toJson(SCORING_CONSTANTS),
    words: toJson(WORD_CONSTANTS),
    lexicons: {
      'zh-CN': toJson({ ...CHINESE, quantity: CHINESE_QUANTITY, order: CHINESE_ORDER }),
      en: toJson(ENGLISH),
    },
    acts: toJson(ACT_LEXICON),
    taggers: { 'zh-CN': taggers['zh-CN'].id, en: taggers.en.id },
  };
}
