import type { Clause } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { CHINESE } from './chinese-lexicon.ts';
import { ENGLISH } from './english-lexicon.ts';
import { normalise, type Normalised } from './normalise.ts';
import { timeOf, type Passage } from './passage.ts';
import type { Tagger, Token } from './tagger.ts';
import { WORD_CONSTANTS } from './word-constants.ts';

/** One clause with its words, ready to be read. */
export interface ClauseUnit {
  /** The quote: offsets and times of the original words. */
  readonly clause: Clause;
  readonly role: Passage['role'];
  /** Words without punctuation at either end; offsets count within `text`. */
  readonly tokens: readonly Token[];
  /** The normalised words. */
  readonly text: string;
  /** A question mark follows: speech that was recognised often has none. */
  readonly isQuestion: boolean;
  /** The same words stood in an earlier clause: a quote, but no evidence. */
  readonly isRepeated: boolean;
  /** Original words for a stretch of `text`. */
  readonly quote: (start: number, end: number) => string;
}

const CLAUSE_END = /^[,.;:!?。…—–()\n~]+$/u;
const ENGLISH_SUBJECTS = new Set(['i', 'we', 'he', 'she', 'they']);
const CHINESE_SUBJECTS = new Set([...CHINESE.pronouns.i, ...CHINESE.pronouns.we, '他', '她', '他们', '她们']);
const CHINESE_CAUSATIVE = new Set<string>(CHINESE.causative);
const CHINESE_SEQUENCE = new Set<string>(CHINESE.sequence);
const CHINESE_OPENERS = new Set<string>(CHINESE.clauseAdverbs);
const ENGLISH_SEQUENCE = new Set<string>(ENGLISH.sequence);
/** "so good", "after lunch": the words behind decide. */
const ENGLISH_LOOSE = new Set([
  'so',
  'first',
  'next',
  'when',
  'since',
  'also',
  'later',
  'once',
  'before',
  'after',
  'plus',
]);
/** "ran after him": an object, whatever is done next. */
const ENGLISH_OBJECTS = new Set(['him', 'them', 'me', 'us']);
/** "from then on", "by then", "until after": what follows is a time, and no new clause. */
const ENGLISH_TIME_LEAD = new Set(['from', 'by', 'until', 'till', 'since', 'before', 'back', 'just', 'soon', 'right']);
/** How far ahead a verb is looked for: a subject with its words, and an adverb. */
const LOOK_AHEAD = 8;

/** Cuts all passages of an answer into clauses, in order. */
export function cutClauses(passages: readonly Passage[], locale: Locale, tagger: Tagger): ClauseUnit[] {
  const seen: Seen = { keys: new Set(), isRun: false };
  return passages.flatMap((passage) => {
    const { source, tokens } = wordsOf(normalise(passage.text), locale, tagger);
    return groups(tokens, passage, source, locale).flatMap((group): ClauseUnit[] => {
      const unit = unitOf(group, passage, source, seen);
      return unit === null ? [] : [unit];
    });
  });
}

interface TaggedText {
  readonly source: Normalised;
  readonly tokens: readonly Token[];
}

/** White space between two Chinese characters; a line break always ends a clause. */
const HAN_GAP = /(?<=\p{Script=Han})[^\S\n]+(?=\p{Script=Han})/gu;
const HAN_PAIR = /^\p{Script=Han}{2}$/u;

/**
 * Words of a text. White space between two Chinese characters is written by people, and by some recognisers, where they
 * pause; other recognisers put it between all words. So it ends a clause as long as it parts fewer neighbouring words than
 * stand together, and is no more than the recogniser's spelling otherwise.
 */
function wordsOf(source: Normalised, locale: Locale, tagger: Tagger): TaggedText {
  const tokens = tagger.tag(source.text);
  const gaps = locale === 'en' ? [] : [...source.text.matchAll(HAN_GAP)];
  if (gaps.length === 0) return { source, tokens };
  const together = tokens.filter(({ text }, i) => HAN_PAIR.test(`${tokens[i - 1]?.text.at(-1) ?? ''}${text[0] ?? ''}`));
  if (gaps.length < together.length) {
    const pauses = new Set(gaps.map(({ index }) => index));
    return { source, tokens: tokens.map((token) => (pauses.has(token.start) ? { ...token, text: '\n' } : token)) };
  }
  const spaces = new Set(gaps.flatMap(({ index, 0: gap }) => Array.from(gap, (_, i) => index + i)));
  const isKept = (_: unknown, at: number): boolean => !spaces.has(at);
  const joined = {
    text: source.text.split('').filter(isKept).join(''),
    starts: source.starts.filter(isKept),
    ends: source.ends.filter(isKept),
  };
  return { source: joined, tokens: tagger.tag(joined.text) };
}

interface Group {
  readonly tokens: Token[];
  isQuestion: boolean;
}

function groups(tokens: readonly Token[], passage: Passage, source: Normalised, locale: Locale): Group[] {
  const breaks = new Set(passage.breaks);
  const isBroken = tokens.map((token, index) => {
    const before = tokens[index - 1];
    return before !== undefined && hasBreakBetween(source, before, token, breaks, passage.text);
  });
  const found: Group[] = [{ tokens: [], isQuestion: false }];
  for (const [index, token] of tokens.entries()) {
    const current = found.at(-1)?.tokens ?? [];
    const isPause = isBroken[index] === true;
    const ahead = tokens.slice(index, index + LOOK_AHEAD);
    // what comes after a pause or a full stop has no say in where the clause before it begins
    const end = ahead.findIndex(({ text }, i) => i > 0 && (isBroken[index + i] === true || CLAUSE_END.test(text)));
    if (end > 0) ahead.length = end;
    const startsNew = current.length > 0 && (isPause || opensClause(ahead, current, locale));
    if (startsNew) found.push({ tokens: [], isQuestion: false });
    const last = found.at(-1);
    if (CLAUSE_END.test(token.text)) {
      if (last !== undefined && token.text.includes('?')) last.isQuestion = true;
      found.push({ tokens: [], isQuestion: false });
      continue;
    }
    last?.tokens.push(token);
  }
  return found;
}

function hasBreakBetween(
  source: Normalised,
  before: Token,
  token: Token,
  breaks: ReadonlySet<number>,
  original: string,
): boolean {
  const from = source.ends[before.end - 1] ?? 0;
  const to = source.starts[token.start] ?? from;
  if (original.slice(from, to).includes('\n')) return true;
  for (let at = from; at <= to; at++) if (breaks.has(at)) return true;
  return false;
}

function opensClause(ahead: readonly Token[], current: readonly Token[], locale: Locale): boolean {
  if (current.length < WORD_CONSTANTS.clause.minTokens) return false;
  return locale === 'zh-CN' ? opensChinese(ahead, current) : opensEnglish(ahead, current);
}

function hasVerb(tokens: readonly Token[]): boolean {
  return tokens.some(({ pos }) => pos === 'verb' || pos === 'auxiliary');
}

function opensChinese([token, next]: readonly Token[], current: readonly Token[]): boolean {
  const before = current.at(-1);
  if (token === undefined || before === undefined) return false;
  if (CHINESE_SEQUENCE.has(token.text))
    return !(token.text === '结果' && before.text === '的') && before.pos !== 'preposition';
  if (!CHINESE_SUBJECTS.has(token.text) || !hasVerb(current)) return false;
  if (before.pos === 'preposition' || before.pos === 'conjunction' || before.pos === 'pronoun') return false;
  if (CHINESE_CAUSATIVE.has(before.text)) return false;
  // 坏了我就: a new clause; 骂了我: an object, unless something is done next
  const verb = current.at(-2);
  const mayTakeObject = verb?.pos === 'verb' && verb.text.length === 1;
  if (before.pos === 'particle' && before.text !== '的' && !mayTakeObject) return true;
  const opener = next !== undefined && (CHINESE_OPENERS.has(next.text) || next.pos === 'adverb');
  return opener && before.pos !== 'verb' && before.text !== '的';
}

function opensEnglish(ahead: readonly Token[], current: readonly Token[]): boolean {
  const [token, next, following] = ahead;
  const before = current.at(-1);
  if (token === undefined || before === undefined || !hasVerb(current)) return false;
  const isJoined =
    before.pos === 'conjunction' || before.text === 'and' || before.text === 'but' || before.text === 'then';
  if (isJoined) return false;
  const phrase = `${token.text} ${next?.text ?? ''} ${following?.text ?? ''}`;
  const leading = ENGLISH.sequencePhrases.find((each) => phrase.startsWith(each));
  // "it went well after that": with nothing done behind it, it belongs to what stands in front
  if (leading !== undefined) return isFollowedByVerb(ahead.slice(leading.split(' ').length));
  if (ENGLISH_SEQUENCE.has(token.text)) {
    if (ENGLISH_TIME_LEAD.has(before.text) || !isFollowedByVerb(ahead.slice(1))) return false;
    if (!ENGLISH_LOOSE.has(token.text)) return true;
    return (
      next !== undefined &&
      !ENGLISH_OBJECTS.has(next.text) &&
      (next.pos === 'pronoun' || next.pos === 'determiner' || next.pos === 'noun' || next.text === 'when')
    );
  }
  if (token.text === 'and') return next !== undefined && ENGLISH_SUBJECTS.has(next.text);
  // speech runs on: "from the other end she didn't ask me we met in the middle"
  const isSubject =
    ENGLISH_SUBJECTS.has(token.text) ||
    (token.text === 'you' && next !== undefined && (next.pos === 'auxiliary' || next.pos === 'verb'));
  return isSubject && current.length > 3 && endsEnglishClause(before);
}

/** A verb stands in these words, before they are joined to others. */
function isFollowedByVerb(words: readonly Token[]): boolean {
  const end = words.findIndex(
    ({ text }, i) => text === 'and' || text === 'or' || (i > 0 && ENGLISH_SEQUENCE.has(text) && text !== 'when'),
  );
  return hasVerb(end < 0 ? words : words.slice(0, end));
}

function endsEnglishClause({ pos, text }: Token): boolean {
  if (/^(when|where|how|why|what|who|that|if|like|as|than|because|just|then|so|maybe|the|think|guess)$/u.test(text))
    return false;
  return (
    pos === 'noun' ||
    pos === 'adjective' ||
    pos === 'adverb' ||
    pos === 'number' ||
    pos === 'pronoun' ||
    /^(off|up|down|out|in|on|over|back|away)$/u.test(text)
  );
}

/** Clauses that were there before, and whether the last one was: in a run of repeats even "and then" is one. */
interface Seen {
  readonly keys: Set<string>;
  isRun: boolean;
}

function unitOf(group: Group, passage: Passage, source: Normalised, seen: Seen): ClauseUnit | null {
  const words = trimmed(group.tokens);
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return null;
  const startChar = source.starts[first.start] ?? 0;
  const endChar = source.ends[last.end - 1] ?? startChar;
  const { recordingId, startMs, endMs, isCorrected } = timeOf(passage, startChar, endChar);
  const text = source.text.slice(first.start, last.end);
  const key = text.replaceAll(/[\p{P}\p{S}\s]/gu, '');
  // a word or two ("and then", "对的") come back in any honest answer
  const isRepeated = seen.keys.has(key) && (key.length >= 4 || seen.isRun);
  seen.keys.add(key);
  seen.isRun = isRepeated;
  return {
    clause: {
      answerKey: passage.answerKey,
      text: passage.text.slice(startChar, endChar),
      startChar,
      endChar,
      recordingId,
      startMs,
      endMs,
      isCorrected,
    },
    role: passage.role,
    tokens: words.map((token) => ({ ...token, start: token.start - first.start, end: token.end - first.start })),
    text,
    isQuestion: group.isQuestion,
    isRepeated,
    quote: (start, end) =>
      passage.text.slice(source.starts[first.start + start] ?? 0, source.ends[first.start + end - 1] ?? 0),
  };
}

/** Without punctuation at the ends, quotation marks apart: they say whose words these are. */
function trimmed(group: readonly Token[]): Token[] {
  const isLoose = ({ pos, text }: Token): boolean => pos === 'punctuation' && !/["“”「」'%]/u.test(text);
  let [start, end] = [0, group.length];
  while (start < end && isLoose(group[start] as Token)) start++;
  while (end > start && isLoose(group[end - 1] as Token)) end--;
  const words = group.slice(start, end);
  return words.some(({ pos }) => pos !== 'punctuation') ? words : [];
}
