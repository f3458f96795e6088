import type { ClauseUnit } from './clauses.ts';
import type { PartOfSpeech, Token } from './tagger.ts';

/** Words that have their own places in a Chinese clause; all others go by their part of speech. */
const PLACES: Readonly<Record<string, string>> = {
  aspect: '了 过 着',
  de: '的',
  adverbial: '地 得',
  final: '吧 呢 嘛 啊 呀 吗 啦 呗 哈 哦',
  coverb: '把 被 从 跟 向 给 对 在 往 帮 替',
  person: '我 你 他 她 您 我们 他们 咱 咱们 人家 大家',
  negator: '没 不 没有 别',
  degree: '就 也 又 都 才 还 很 先 再 太 马上 赶紧 挺 最 更 特别',
  modal: '会 要 能 可以 应该 想 敢 必须',
  demonstrative: '这 那 这个 那个 哪 什么 自己 这些 那些 怎么',
  is: '是',
  has: '有',
  says: '说',
  goes: '去 来',
  measure: '个 件 次 下 遍 箱 台 条 张 块 位 种 点 些',
};
const PLACE = new Map(Object.entries(PLACES).flatMap(([name, words]) => words.split(' ').map((word) => [word, name])));
const OTHER: Readonly<Partial<Record<PartOfSpeech, string>>> = { verbal_noun: 'noun', other: 'unknown' };

function placeOf({ text, pos }: Token): string {
  return PLACE.get(text) ?? OTHER[pos] ?? pos;
}

/** What may well follow: a subject goes before its predicate, 了 behind a verb, a measure between a number and a noun. */
const FITTING: Readonly<Record<string, string>> = {
  person: 'degree negator modal says verb coverb is has goes adverb de demonstrative',
  degree: 'verb adjective modal negator is coverb says has goes adverb',
  adverb: 'verb adjective coverb negator modal goes degree',
  negator: 'verb modal goes adjective pronoun',
  modal: 'verb goes coverb',
  says: 'person',
  verb: 'aspect de adverbial person demonstrative',
  adjective: 'aspect de',
  goes: 'aspect verb',
  aspect: 'number final',
  number: 'measure noun',
  measure: 'noun',
  demonstrative: 'noun measure number',
  coverb: 'person noun demonstrative pronoun place',
  preposition: 'person noun demonstrative pronoun place',
  noun: 'place final degree',
  place: 'verb',
  de: 'noun',
  has: 'number noun',
  is: 'noun person number',
  time: 'degree person',
  pronoun: 'verb adjective',
  conjunction: 'person noun',
};

/** What hardly follows, except where speech runs on from one clause to the next. */
const RARE: Readonly<Record<string, string>> = {
  noun: 'person',
  person: 'number',
  adjective: 'person',
  measure: 'person',
  de: 'verb person',
  final: 'verb noun number degree',
  adverb: 'noun de',
  modal: 'noun number',
};

/** What cannot follow: 了 behind 很, a verb right behind 把, two subjects in a row. */
const UNFITTING: Readonly<Record<string, string>> = {
  degree: 'person aspect de noun number demonstrative place time final',
  adverb: 'person aspect',
  coverb: 'verb degree aspect de modal negator final conjunction is has',
  preposition: 'verb aspect de final conjunction',
  person: 'person aspect',
  aspect: 'aspect coverb de',
  de: 'degree aspect de modal coverb negator',
  noun: 'aspect',
  measure: 'aspect',
  demonstrative: 'person aspect',
  pronoun: 'aspect',
  place: 'aspect',
  modal: 'de person final',
  negator: 'person aspect de',
  conjunction: 'aspect de final',
  final: 'aspect de coverb',
  has: 'verb aspect',
  is: 'aspect',
  unknown: 'aspect',
};

/** A word that cannot stand where it does weighs more than one that may: speech leaves much out, but puts little wrong. */
const WEIGHTS = { fitting: 1, rare: -1, unfitting: -2 } as const;

/** Judgements by grammar, none learnt. Part of the hashed configuration. */
export const CHINESE_ORDER = {
  places: PLACES,
  fitting: FITTING,
  rare: RARE,
  unfitting: UNFITTING,
  weights: WEIGHTS,
} as const;

/** Worth of a neighbour by the place of the word in front and its own; most pairs are worth nothing. */
const worth = new Map<string, Map<string, number>>();
for (const [followers, value] of [
  [FITTING, WEIGHTS.fitting],
  [RARE, WEIGHTS.rare],
  [UNFITTING, WEIGHTS.unfitting],
] as const) {
  for (const [before, after] of Object.entries(followers)) {
    const known = worth.get(before) ?? new Map<string, number>();
    for (const each of after.split(' ')) known.set(each, value);
    worth.set(before, known);
  }
}

function placesOf({ tokens }: ClauseUnit): string[] {
  return tokens.flatMap((token) => (token.pos === 'punctuation' ? [] : [placeOf(token)]));
}

/** Whether words stand side by side in a clause that hardly can. */
export function hasUnfitting(unit: ClauseUnit): boolean {
  const places = placesOf(unit);
  return places.some((place, i) => (worth.get(places[i - 1] ?? '')?.get(place) ?? 0) < 0);
}

/**
 * How much better the neighbours in a Chinese text fit each other than the same words would by chance, in standard
 * deviations: about 0 for words thrown together, 3 to 4 for speech. Compared with its own words, no way of speaking is
 * measured against another's.
 *
 * @returns null when the text has no neighbours whose fit differs
 */
export function orderOverChance(units: readonly ClauseUnit[]): number | null {
  const counts = new Map<string, number>();
  let [words, pairs, fit] = [0, 0, 0];
  for (const unit of units) {
    if (unit.isRepeated) continue;
    const places = placesOf(unit);
    words += places.length;
    pairs += Math.max(0, places.length - 1);
    for (const [i, place] of places.entries()) {
      counts.set(place, (counts.get(place) ?? 0) + 1);
      fit += worth.get(places[i - 1] ?? '')?.get(place) ?? 0;
    }
  }
  if (words < 2) return null;
  // of all ordered pairs of these words
  let [mean, square] = [0, 0];
  for (const [before, followers] of worth) {
    const n = counts.get(before) ?? 0;
    for (const [after, value] of n === 0 ? [] : followers) {
      const m = counts.get(after) ?? 0;
      const share = (n * (before === after ? m - 1 : m)) / (words * (words - 1));
      mean += value * share;
      square += value * value * share;
    }
  }
  const deviation = Math.sqrt(Math.max(0, square - mean * mean) * pairs);
  return deviation === 0 ? null : (fit - pairs * mean) / deviation;
}
