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

/** Finds one cue in a clause, wherever it stands and is not denied. */
export type Cue = (unit: ClauseUnit) => Hit[];

/** Little words people put between the characters of a phrase: 道了个歉, 问得清清楚楚, 把他扶起来. */
const FILL = '[了过着得地的一下个点就先再又都也很他她它你您我们这那些给把去来上好]';
const MAX_CHINESE_GAP = 3;
const MAX_ENGLISH_GAP = 3;
const NEGATION_REACH = 4;

/**
 * A cue as authored: a word, a stem or a short phrase. Matching forgives what speech does: endings, little words in
 * between, and a few words' distance inside a phrase.
 */
export function compileCue(cue: string, locale: Locale): Cue {
  const text = normalise(cue.trim()).text;
  return locale === 'zh-CN' ? chineseCue(text) : englishCue(text);
}

/** Places where any cue of a group is found, in order; cues that overlap touch once. */
export function findAll(cues: readonly Cue[], unit: ClauseUnit): Hit[] {
  const all = cues.flatMap((cue) => cue(unit)).toSorted((a, b) => a.start - b.start || b.end - a.end);
  return all.filter(({ start }, i) => i === 0 || start >= (all[i - 1]?.end ?? 0));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

function chineseCue(cue: string): Cue {
  const parts = Array.from(cue.replaceAll(/\s+/gu, ' '));
  if (parts.length === 1) return singleCharacterCue(cue);
  const body = parts
    .map((part, i) => {
      if (part === ' ' || part === '…') return '';
      const gap =
        i === 0 ? '' : parts[i - 1] === ' ' || parts[i - 1] === '…' ? '.{0,6}?' : `${FILL}{0,${MAX_CHINESE_GAP}}?`;
      // digits and letters keep together
      return `${/[a-z\d%.]/u.test(part) && i > 0 && parts[i - 1] !== ' ' ? '' : gap}${escaped(part)}`;
    })
    .join('');
  const pattern = new RegExp(body, 'gu');
  return ({ text }) =>
    [...text.matchAll(pattern)]
      .map((match) => ({ start: match.index, end: match.index + match[0].length }))
      .filter((hit) => !isDeniedInChinese(text, hit));
}

/** One character is a word of its own or the head of a verb (问, 问清), never a piece of another word (问题). */
function singleCharacterCue(cue: string): Cue {
  return ({ tokens, text }) =>
    tokens
      .filter((token) => token.text === cue || (token.pos === 'verb' && token.text.startsWith(cue)))
      .map(({ start }) => ({ start, end: start + cue.length }))
      .filter((hit) => !isDeniedInChinese(text, hit));
}

/** Whether the words at `hit` are denied by a negator in front of them ("did not check", 没有检查). */
export function isDenied(unit: ClauseUnit, hit: Hit, locale: Locale): boolean {
  if (locale === 'zh-CN') return isDeniedInChinese(unit.text, hit);
  return isDeniedInEnglish(
    unit.tokens,
    unit.tokens.findIndex(({ end }) => end > hit.start),
  );
}

const CHINESE_DENIAL =
  /(没有|没能|没|不曾|不|别|未|忘记了?|忘了|懒得|拒绝|无需|免得|省得|而不是|凭什么|干嘛要|何必|谁要)([^就才却又还而]{0,4})$/u;

function isDeniedInChinese(text: string, { start, end }: Hit): boolean {
  // idioms that begin with a negator deny nothing: same length, so that positions stay
  const before = text
    .slice(0, start)
    .replaceAll(new RegExp(CHINESE.notNegation, 'gu'), (idiom) => '□'.repeat(idiom.length));
  if (CHINESE_DENIAL.test(before)) return true;
  return /^(不到|不了|不清|不出|不上|不起|不好)/u.test(text.slice(end));
}

function englishCue(cue: string): Cue {
  // as the tagger cuts them: did n't, I 'll
  const words = cue
    .replaceAll(/n't\b/gu, " n't")
    .replaceAll(/'(ll|ve|re|d|m|s)\b/gu, " '$1")
    .split(/[\s…]+/u)
    .filter((word) => word !== '');
  const stems = words.map((word) => englishStem(word.replaceAll(/[^a-z0-9'%-]/gu, '')));
  return ({ tokens }) =>
    tokens.flatMap((first, at) => {
      const last = endOfPhrase(tokens, at, stems);
      const end = last === null ? undefined : tokens[last]?.end;
      return end === undefined || isDeniedInEnglish(tokens, at) ? [] : [{ start: first.start, end }];
    });
}

function matchesStem(token: Token | undefined, stem: string): boolean {
  if (token === undefined) return false;
  if (token.stem === stem || token.text === stem) return true;
  // an authored stem ("apolog") or a longer member of the family ("calmly")
  return stem.length >= 5 && token.stem.startsWith(stem);
}

/** Index of the last word of the phrase that begins at `at`; null when it does not. */
function endOfPhrase(tokens: readonly Token[], at: number, stems: readonly string[]): number | null {
  let position = at;
  for (const [i, stem] of stems.entries()) {
    if (i === 0) {
      if (!matchesStem(tokens[position], stem)) return null;
      continue;
    }
    let step = 1;
    while (step <= MAX_ENGLISH_GAP && !matchesStem(tokens[position + step], stem)) step++;
    if (step > MAX_ENGLISH_GAP) return null;
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
