import { Converter } from 'opencc-js/cn2t';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import type { Locale } from '#shared/localized.ts';
import { tools } from './engine.ts';

/** Ways to rewrite an answer that must not, or only in one direction, change what it is worth. */

const PUNCTUATION = /[\p{P}]/gu;

export function withoutPunctuation(text: string, locale: Locale): string {
  if (locale === 'zh-CN') return text.replaceAll(/[\p{P}\s]/gu, '');
  // an apostrophe is part of its word
  return text
    .replaceAll(/[^\p{L}\p{N}'’%\s]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** A hesitation in front of every clause. */
export function withFillers(text: string, locale: Locale): string {
  const fillers = locale === 'zh-CN' ? ['嗯，', '呃，', '嗯嗯，'] : ['um, ', 'uh, ', 'er, '];
  let at = 0;
  const next = (): string => fillers[at++ % fillers.length] ?? '';
  return locale === 'zh-CN'
    ? next() + text.replaceAll(/[，。]/gu, (mark) => mark + next())
    : next() + text.replaceAll(/[,.] /gu, (mark) => mark + next());
}

export const toTraditional = Converter({ from: 'cn', to: 't' });

/** Words of an answer, without punctuation. */
function wordsOf(text: string, locale: Locale): string[] {
  return tools()
    .taggers[locale].tag(text)
    .filter(({ pos }) => pos !== 'punctuation')
    .map(({ text: word }) => word);
}

export function shuffled(text: string, locale: Locale, seed: number): string {
  const random = seededRandom(seed);
  const words = wordsOf(text, locale);
  for (let i = words.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [words[i], words[j]] = [words[j] ?? '', words[i] ?? ''];
  }
  return words.join(locale === 'zh-CN' ? '' : ' ');
}

/** Nouns and verbs only, as somebody would list them who knows how a machine reads. */
export function asKeywords(text: string, locale: Locale): string {
  const words = tools()
    .taggers[locale].tag(text.replaceAll(PUNCTUATION, ' '))
    .filter(
      ({ pos, text: word }) =>
        (pos === 'noun' || pos === 'verb' || pos === 'adjective') && (locale === 'en' || word.length > 1),
    )
    .map(({ text: word }) => word);
  const list = [...words, ...words.map((word) => `${word}${locale === 'zh-CN' ? '工作' : ' skills'}`)];
  return list.join(locale === 'zh-CN' ? '、' : ', ');
}

const CHINESE_CONFUSIONS: Readonly<Record<string, string>> = {
  他: '它',
  在: '再',
  的: '得',
  那: '哪',
  是: '事',
  做: '作',
  机: '鸡',
  时: '十',
  有: '又',
  就: '旧',
  看: '砍',
  到: '道',
  说: '硕',
  我: '窝',
  了: '乐',
  后: '候',
  来: '莱',
  个: '各',
  箱: '香',
  查: '茶',
  换: '幻',
  问: '吻',
  告: '高',
  诉: '速',
  检: '捡',
  数: '树',
};
const ENGLISH_CONFUSIONS: Readonly<Record<string, string>> = {
  there: 'their',
  two: 'to',
  for: 'four',
  right: 'write',
  part: 'park',
  check: 'cheque',
  checked: 'chat',
  told: 'old',
  asked: 'ask',
  was: 'as',
  had: 'hat',
  and: 'in',
  the: 'a',
  boss: 'bus',
  work: 'walk',
  line: 'lime',
  i: 'eye',
  my: 'by',
  they: 'day',
  called: 'cold',
};

/** Errors as recognisers make them: a word that sounds alike, or one that is dropped. */
export function misheard(text: string, locale: Locale, rate: number, seed: number): string {
  const random = seededRandom(seed);
  const units = locale === 'zh-CN' ? Array.from(text) : text.split(' ');
  const confusions = locale === 'zh-CN' ? CHINESE_CONFUSIONS : ENGLISH_CONFUSIONS;
  const out = units.flatMap((unit) => {
    if (/^[\p{P}\s]*$/u.test(unit) || random() >= rate) return [unit];
    if (random() < 0.3) return [];
    return [confusions[unit.toLowerCase()] ?? (locale === 'zh-CN' ? '饿' : 'uh')];
  });
  return out.join(locale === 'zh-CN' ? '' : ' ');
}
