import type { Locale } from '#shared/localized.ts';
import type { ClauseUnit } from './clauses.ts';
import { CHINESE } from './chinese-lexicon.ts';
import { ENGLISH } from './english-lexicon.ts';
import { englishStem } from './english-stem.ts';
import { normalise } from './normalise.ts';
import type { Token } from './tagger.ts';

/** Where a cue was found in a clause: characters of its normalised text. */
export interface Hit {
  readonly start: number;
  readonly end: number;
}

/** Finds the cues of one group in a clause, in order, wherever they stand and are not denied. */
export type CueGroup = (unit: ClauseUnit) => Hit[];

/** Little words people put between the characters of a phrase: 道了个歉, 问得清清楚楚, 把他扶起来. */
const FILL = '[了过着得地的一下个点就先再又都也很他她它你您我们这那些给把去来上好]';
const MAX_CHINESE_GAP = 3;
const MAX_ENGLISH_GAP = 3;
/** "take … out": how far the second half may stand behind the first where the author wrote a gap. */
const WIDE_ENGLISH_GAP = 6;
const GAP = '…';
const NEGATION_REACH = 4;

/** Groups are compiled once: the same post asks the same questions all day. */
const compiled = new Map<string, CueGroup>();
const MAX_COMPILED = 5000;

/**
 * Cues of a group as authored: words, stems or short phrases. Matching forgives what speech does: endings, little words in
 * between, and a few words' distance inside a phrase; `…` stands for more of them.
 */
export function compileCues(cues: readonly string[], locale: Locale): CueGroup {
  const key = `${locale}\n${cues.join('\n')}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  // NFKC writes the gap as three full stops
  const plain = cues.map((cue) => normalise(cue.trim()).text.replaceAll('...', GAP));
  const group = locale === 'zh-CN' ? chineseGroup(plain) : englishGroup(plain);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, group);
  return group;
}

function byPlace(hits: readonly Hit[]): Hit[] {
  const sorted = hits.toSorted((a, b) => a.start - b.start || b.end - a.end);
  return sorted.filter(({ start }, i) => i === 0 || start >= (sorted[i - 1]?.end ?? 0));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

function chineseGroup(cues: readonly string[]): CueGroup {
  const single = new Set(cues.filter((cue) => Array.from(cue).length === 1));
  const phrases = cues.filter((cue) => !single.has(cue)).toSorted((a, b) => b.length - a.length);
  const pattern = phrases.length === 0 ? null : new RegExp(phrases.map(chinesePhrase).join('|'), 'gu');
  return (unit) => {
    const { text } = unit;
    const found = pattern === null ? [] : [...text.matchAll(pattern)].map(hitOf);
    const all = single.size === 0 ? found : [...found, ...singleCharacters(single, unit)];
    return byPlace(all.filter((hit) => !isDeniedInChinese(text, hit)));
  };
}

function hitOf(match: RegExpExecArray): Hit {
  return { start: match.index, end: match.index + match[0].length };
}

function chinesePhrase(cue: string): string {
  const parts = Array.from(cue.replaceAll(/\s+/gu, ' '));
  const isGap = (part: string | undefined): boolean => part === ' ' || part === GAP;
  return parts
    .map((part, i) => {
      if (isGap(part)) return '';
      // digits and letters keep together
      if (i === 0 || (/[a-z\d%.]/u.test(part) && !isGap(parts[i - 1]))) return escaped(part);
      const gap = isGap(parts[i - 1]) ? '.{0,6}?' : `${FILL}{0,${MAX_CHINESE_GAP}}?`;
      return `${gap}${escaped(part)}`;
    })
    .join('');
}

/** One character is a word of its own or the head of a verb (问, 问清), never a piece of another word (问题). */
function singleCharacters(cues: ReadonlySet<string>, { tokens }: ClauseUnit): Hit[] {
  return tokens
    .filter(({ text, pos }) => cues.has(text) || (pos === 'verb' && cues.has(text.slice(0, 1))))
    .map(({ start }) => ({ start, end: start + 1 }));
}

/** Stems this long may be the beginning of a longer word of the family: "apolog", "calm" is too short. */
const PREFIX = 5;

function englishGroup(cues: readonly string[]): CueGroup {
  const exact = new Map<string, string[][]>();
  const prefixes = new Map<string, string[][]>();
  const add = (index: Map<string, string[][]>, key: string, stems: string[]): void => {
    index.set(key, [...(index.get(key) ?? []), stems]);
  };
  for (const cue of cues) {
    const stems = englishStems(cue);
    const [first] = stems;
    if (first === undefined) continue;
    add(exact, first, stems);
    if (first.length >= PREFIX) add(prefixes, first.slice(0, PREFIX), stems);
  }
  return ({ tokens }) =>
    byPlace(
      tokens.flatMap((token, at) => {
        const phrases = new Set([
          ...(exact.get(token.stem) ?? []),
          ...(exact.get(token.text) ?? []),
          ...(prefixes.get(token.stem.slice(0, PREFIX)) ?? []),
        ]);
        return [...phrases].flatMap((stems) => {
          const last = endOfPhrase(tokens, at, stems);
          const end = last === null ? undefined : tokens[last]?.end;
          return end === undefined || isDeniedInEnglish(tokens, at) ? [] : [{ start: token.start, end }];
        });
      }),
    );
}

/** As the tagger cuts words: did n't, I 'll. A gap stays as the author wrote it. */
function englishStems(cue: string): string[] {
  return cue
    .replaceAll(/n't\b/gu, " n't")
    .replaceAll(/'(ll|ve|re|d|m|s)\b/gu, " '$1")
    .replaceAll(GAP, ` ${GAP} `)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => (word === GAP ? GAP : englishStem(word.replaceAll(/[^a-z0-9'%-]/gu, ''))));
}

/** Whether the words at `hit` are denied by a negator in front of them ("did not check", 没有检查). */
export function isDenied(unit: ClauseUnit, hit: Hit, locale: Locale): boolean {
  if (locale === 'zh-CN') return isDeniedInChinese(unit.text, hit);
  return isDeniedInEnglish(
    unit.tokens,
    unit.tokens.findIndex(({ end }) => end > hit.start),
  );
}

const NOT_NEGATION = new RegExp(CHINESE.notNegation, 'gu');
const CHINESE_DENIAL =
  /(没有|没能|没|不曾|不|别|未|忘记了?|忘了|懒得|拒绝|无需|免得|省得|而不是|凭什么|干嘛要|何必|谁要)([^就才却又还而]{0,4})$/u;

function isDeniedInChinese(text: string, { start, end }: Hit): boolean {
  // idioms that begin with a negator deny nothing: same length, so that positions stay
  const before = text.slice(0, start).replaceAll(NOT_NEGATION, (idiom) => '□'.repeat(idiom.length));
  if (CHINESE_DENIAL.test(before)) return true;
  return /^(不到|不了|不清|不出|不上|不起|不好)/u.test(text.slice(end));
}

function matchesStem(token: Token | undefined, stem: string): boolean {
  if (token === undefined) return false;
  if (token.stem === stem || token.text === stem) return true;
  // an authored stem ("apolog") or a longer member of the family ("calmly")
  return stem.length >= PREFIX && token.stem.startsWith(stem);
}

/** Index of the last word of the phrase that begins at `at`; null when it does not. */
function endOfPhrase(tokens: readonly Token[], at: number, stems: readonly string[]): number | null {
  let position = at;
  for (const [i, stem] of stems.entries()) {
    if (i === 0) {
      if (!matchesStem(tokens[position], stem)) return null;
      continue;
    }
    if (stem === GAP) continue;
    const reach = stems[i - 1] === GAP ? WIDE_ENGLISH_GAP : MAX_ENGLISH_GAP;
    let step = 1;
    while (step <= reach && !matchesStem(tokens[position + step], stem)) {
      // "took a look and went out": two deeds, no phrase
      if (reach === WIDE_ENGLISH_GAP && tokens[position + step]?.pos === 'conjunction') return null;
      step++;
    }
    if (step > reach) return null;
    position += step;
  }
  return position;
}

const ENGLISH_DENIAL = new Set<string>([
  ...ENGLISH.negators,
  'forgot',
  'refused',
  'failed',
  'stopped',
  'avoid',
  'avoided',
]);
/** "not only", "no doubt", "never mind"; and what ends the reach of a negator. */
const ENGLISH_END_OF_REACH = /^(but|and|so|then|until|before|because|only|just)$/u;

function isDeniedInEnglish(tokens: readonly Token[], at: number): boolean {
  for (let back = 1; back <= NEGATION_REACH; back++) {
    const token = tokens[at - back];
    if (token === undefined || ENGLISH_END_OF_REACH.test(token.text)) return false;
    if (ENGLISH_DENIAL.has(token.text)) return true;
  }
  return false;
}
