/** A number written in words, with the digits that stand for it. */
export interface NumberWords {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

const DIGIT: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNIT: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** What is counted: after it a single numeral is a number and not a piece of a word (一般, 三心二意). */
const COUNTED =
  '个件次位名天年月号点分秒米斤块元毛角钱小时箱台条张份遍趟瓶袋盒包车批组层排步样种回人楼班批道把只双套页家岁倍成吨公克里度颗根支本周星礼行' as const;
const HAN_NUMERAL = new RegExp(
  `百分之([零〇一二两三四五六七八九十百千万点]+)|([零〇一二两三四五六七八九十百千万]+(?:点[零〇一二三四五六七八九]+)?)`,
  'gu',
);

/** Words of one numeral and what looks like a unit. */
const NOT_COUNTED = /^(四周|八成|三角|五金|四角|三包|七成|二手|三轮|两岸|两口)/u;

/** 十分, 万一, 千万 are adverbs unless something is counted. */
const NOT_A_NUMBER = /^(十分|万一|千万)/u;

/** Value of a run of Chinese numerals with units, 0 to 99,999,999; null when it is not one number (三四, 一一). */
function hanValue(run: string): number | null {
  if (!/[十百千万]/u.test(run)) {
    if (run.length === 1) return DIGIT[run] ?? null;
    // read out digit by digit: a year or a number on a label; two neighbours (三四个) mean "about"
    return run.length >= 3 ? Number(Array.from(run, (each) => DIGIT[each] ?? 0).join('')) : null;
  }
  let total = 0;
  let section = 0;
  let digit = 0;
  let isDigitOpen = false;
  for (const each of run) {
    const value = DIGIT[each];
    if (value !== undefined) {
      if (isDigitOpen && digit !== 0) return null;
      digit = value;
      isDigitOpen = true;
    } else if (each === '万') {
      total += (section + digit || 1) * 10_000;
      section = 0;
      digit = 0;
      isDigitOpen = false;
    } else {
      section += (isDigitOpen ? digit : 1) * (UNIT[each] ?? 1);
      digit = 0;
      isDigitOpen = false;
    }
  }
  return total + section + digit;
}

function findHan(text: string): NumberWords[] {
  const found: NumberWords[] = [];
  for (const match of text.matchAll(HAN_NUMERAL)) {
    const [whole, percent, plain = ''] = match;
    const start = match.index;
    const end = start + whole.length;
    const next = text[end] ?? '';
    const [integer = '', fraction] = (percent ?? plain).split('点');
    if (percent === undefined) {
      if (text[start - 1] === '第' || NOT_COUNTED.test(text.slice(start, start + 2))) continue;
      if (
        plain.length === 1 &&
        (plain === '一' || plain === '零' || plain === '〇' || !COUNTED.includes(next) || next === '')
      )
        continue;
      if (
        NOT_A_NUMBER.test(text.slice(start, start + 2)) &&
        whole.length <= 2 &&
        !/[钟之]/u.test(text[start + 2] ?? '')
      ) {
        continue;
      }
      if (plain.length === 2 && /^一[十百千万]?/u.test(plain) && !/[十百千万]/u.test(plain)) continue;
    }
    const value = hanValue(integer);
    if (value === null) continue;
    const decimals = fraction === undefined ? '' : `.${Array.from(fraction, (each) => DIGIT[each] ?? 0).join('')}`;
    found.push({ start, end, digits: `${value}${decimals}${percent === undefined ? '' : '%'}` });
  }
  // "1次" and "一次" are the same word of a story, not a quantity
  for (const match of text.matchAll(new RegExp(`(?<![\\d.])1(?=[${COUNTED}])(?!\\d)`, 'gu'))) {
    found.push({ start: match.index, end: match.index + 1, digits: '一' });
  }
  return found.toSorted((a, b) => a.start - b.start);
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ONE_WORD = [...SMALL, ...TENS, 'hundred', 'thousand'].join('|');
const ENGLISH_RUN = new RegExp(`\\b(?:a )?(?:${ONE_WORD})(?:[ -](?:and )?(?:${ONE_WORD}))*\\b`, 'gu');

/** Value of an English number in words; null when it is none ("one", "a ten"). */
function englishValue(run: string): number | null {
  const words = run.split(/[ -]/u).filter((word) => word !== 'and');
  let total = 0;
  let section = 0;
  let last = Infinity;
  for (const word of words) {
    const small = SMALL.indexOf(word);
    const tens = TENS.indexOf(word);
    if (word === 'a') section = 0;
    else if (word === 'hundred') section = (section || 1) * 100;
    else if (word === 'thousand') {
      total += (section || 1) * 1000;
      section = 0;
    } else {
      const value = small >= 0 ? small : (tens + 2) * 10;
      // "five six" is a guess, not eleven
      if (last < 20 && section % 100 !== 0) return null;
      section += value;
      last = value;
      continue;
    }
    last = Infinity;
  }
  return total + section;
}

function findEnglish(text: string): NumberWords[] {
  const found: NumberWords[] = [];
  for (const match of text.matchAll(ENGLISH_RUN)) {
    const [run] = match;
    // "one" is a pronoun more often than a number; "a hundred" is one
    if (run === 'one' || run === 'a one' || (run.startsWith('a ') && !/hundred|thousand/u.test(run))) continue;
    const value = englishValue(run);
    if (value !== null) found.push({ start: match.index, end: match.index + run.length, digits: String(value) });
  }
  for (const match of text.matchAll(/(?<=\d|\b[a-z]+)( per ?cent)\b/gu)) {
    found.push({ start: match.index, end: match.index + match[0].length, digits: '%' });
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** Numbers written in words, Chinese or English, in the order they stand; none overlap. */
export function findNumbers(text: string): NumberWords[] {
  const all = [...(/\p{Script=Han}/u.test(text) ? findHan(text) : []), ...findEnglish(text)];
  return all
    .toSorted((a, b) => a.start - b.start)
    .filter((each, i, list) => i === 0 || each.start >= (list[i - 1]?.end ?? 0));
}
