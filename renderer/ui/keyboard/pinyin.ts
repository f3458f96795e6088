import { type Entry, LONGEST_SYLLABLE, type PinyinDictionary } from './pinyin-dictionary.ts';

/** Letters are a–z and the apostrophe that keeps syllables apart (xi'an). */
export const LONGEST_COMPOSITION = 40;
const LONGEST_WORD = 4;
/** Completions of an unfinished word that stand before the characters of its first syllable. */
const MOST_COMPLETIONS = 5;
/** What another word costs, in the logarithm of ranks: two short words are seldom meant where one long one stands. */
const COST_OF_A_WORD = 6;
const APOSTROPHE = "'";

export interface Candidate {
  readonly text: string;
  /** How many letters of the composition it stands for, from the left. */
  readonly taken: number;
}

/** A run of whole syllables from a place in the letters, as a dictionary's key. */
interface Run {
  readonly key: string;
  readonly end: number;
}

/** Every way to read up to four whole syllables from `start`. */
function runsFrom(letters: string, start: number, dictionary: PinyinDictionary): Run[] {
  const found: Run[] = [];
  const read = (at: number, key: string, count: number) => {
    const from = letters[at] === APOSTROPHE && count > 0 ? at + 1 : at;
    for (let length = 1; length <= LONGEST_SYLLABLE && from + length <= letters.length; length += 1) {
      const syllable = letters.slice(from, from + length);
      if (!dictionary.isSyllable(syllable)) continue;
      const run = { key: key === '' ? syllable : `${key} ${syllable}`, end: from + length };
      found.push(run);
      if (count + 1 < LONGEST_WORD) read(run.end, run.key, count + 1);
    }
  };
  read(start, '', 0);
  return found;
}

/** A separator behind what was read belongs to it. */
const pastApostrophes = (letters: string, at: number) => {
  let end = at;
  while (letters[end] === APOSTROPHE) end += 1;
  return end;
};

const costOf = (entry: Entry, index: number) => Math.log(entry.rank + 1) + Math.log(index + 1);

/** The likeliest reading of all the letters as several words in a row; null where one of them is unfinished or unknown. */
function sentence(letters: string, dictionary: PinyinDictionary): string | null {
  interface Best {
    readonly cost: number;
    readonly text: string;
    readonly words: number;
  }
  const best = new Map<number, Best>([[0, { cost: 0, text: '', words: 0 }]]);
  for (let at = 0; at < letters.length; at += 1) {
    const before = best.get(at);
    if (before === undefined) continue;
    for (const { key, end } of runsFrom(letters, at, dictionary)) {
      const entry = dictionary.find(key);
      const text = entry?.texts[0];
      if (entry === undefined || text === undefined) continue;
      const place = pastApostrophes(letters, end);
      const cost = before.cost + COST_OF_A_WORD + costOf(entry, 0);
      const known = best.get(place);
      if (known === undefined || cost < known.cost) {
        best.set(place, { cost, text: before.text + text, words: before.words + 1 });
      }
    }
  }
  const whole = best.get(letters.length);
  return whole === undefined || whole.words < 2 ? null : whole.text;
}

/** Words and characters of whole syllables, those that stand for most letters first. */
function ofWholeSyllables(letters: string, dictionary: PinyinDictionary): Candidate[] {
  const found = runsFrom(letters, 0, dictionary).flatMap(({ key, end }) => {
    const entry = dictionary.find(key);
    const taken = pastApostrophes(letters, end);
    return entry === undefined ? [] : entry.texts.map((text, at) => ({ text, taken, cost: costOf(entry, at) }));
  });
  return found.toSorted((a, b) => b.taken - a.taken || a.cost - b.cost);
}

/** Words whose last syllable is still being typed: gongz → 工作. */
function ofUnfinished(letters: string, dictionary: PinyinDictionary): Candidate[] {
  const found: { text: string; taken: number; cost: number }[] = [];
  const begin = (at: number, key: string) => {
    const from = letters[at] === APOSTROPHE && key !== '' ? at + 1 : at;
    const rest = letters.slice(from);
    // what is whole already is not unfinished
    if (rest === '' || !dictionary.isBeginning(rest) || (key !== '' && dictionary.isSyllable(rest))) return;
    for (const entry of dictionary.complete(key === '' ? rest : `${key} ${rest}`)) {
      found.push(...entry.texts.map((text, index) => ({ text, taken: letters.length, cost: costOf(entry, index) })));
    }
  };
  begin(0, '');
  for (const { key, end } of runsFrom(letters, 0, dictionary)) {
    if (key.split(' ').length < LONGEST_WORD) begin(end, key);
  }
  return found.toSorted((a, b) => a.cost - b.cost);
}

/**
 * What the letters may mean, the likeliest first; at the beginning of a name family names are. The last candidate is always the
 * letters themselves, so that there is a way on from everything that can be typed.
 */
export function candidatesOf(letters: string, dictionary: PinyinDictionary, isNameBegun = false): Candidate[] {
  if (letters === '') return [];
  const whole = ofWholeSyllables(letters, dictionary);
  const unfinished = ofUnfinished(letters, dictionary);
  const phrase = sentence(letters, dictionary);
  const longest = whole.filter(({ taken }) => taken === letters.length);
  const shorter = whole.slice(longest.length);
  const ordered = [
    ...(isNameBegun ? whole.filter(({ text }) => dictionary.isFamilyName(text)) : []),
    ...(phrase === null || longest.some(({ text }) => Array.from(text).length > 1)
      ? []
      : [{ text: phrase, taken: letters.length }]),
    ...longest,
    ...unfinished.slice(0, MOST_COMPLETIONS),
    ...(phrase === null ? [] : [{ text: phrase, taken: letters.length }]),
    ...shorter,
    ...unfinished.slice(MOST_COMPLETIONS),
    { text: letters.replaceAll(APOSTROPHE, ''), taken: letters.length },
  ];
  const seen = new Set<string>();
  return ordered
    .filter(({ text }) => {
      const isNew = text !== '' && !seen.has(text);
      seen.add(text);
      return isNew;
    })
    .map(({ text, taken }) => ({ text, taken }));
}

/** The letters cut into syllables for reading, by the fewest cuts: zhangwei → zhang wei; what is none stays as it is. */
export function syllablesOf(letters: string, dictionary: PinyinDictionary): string[] {
  const best = new Map<number, string[]>([[0, []]]);
  for (let at = 0; at < letters.length; at += 1) {
    const before = best.get(at);
    if (before === undefined) continue;
    const reach = (end: number, syllable: string) => {
      const known = best.get(end);
      if (known === undefined || before.length + 1 < known.length) best.set(end, [...before, syllable]);
    };
    if (letters[at] === APOSTROPHE) {
      const known = best.get(at + 1);
      if (known === undefined || before.length <= known.length) best.set(at + 1, before);
      continue;
    }
    for (let length = 1; length <= LONGEST_SYLLABLE && at + length <= letters.length; length += 1) {
      const syllable = letters.slice(at, at + length);
      if (dictionary.isSyllable(syllable)) reach(at + length, syllable);
    }
    const rest = letters.slice(at);
    if (dictionary.isBeginning(rest)) reach(letters.length, rest);
  }
  return best.get(letters.length) ?? [letters];
}

/** What is being composed; nothing of it is kept once it is chosen. */
export interface Composition {
  readonly letters: string;
  /** Page of the candidates on show, from 0. */
  readonly page: number;
}

export const NOTHING_COMPOSED: Composition = { letters: '', page: 0 };

/** Another letter; an apostrophe only where it separates something. */
export function typeLetter({ letters, page }: Composition, letter: string): Composition {
  const isStray = letter === APOSTROPHE && (letters === '' || letters.endsWith(APOSTROPHE));
  if (isStray || letters.length >= LONGEST_COMPOSITION) return { letters, page };
  return { letters: letters + letter.toLowerCase(), page: 0 };
}

/** Backspace eats a letter of the composition. */
export function eraseLetter({ letters }: Composition): Composition {
  return { letters: letters.slice(0, -1), page: 0 };
}

/** A candidate is written and its letters are gone; the rest goes on being composed. */
export function choose({ letters }: Composition, candidate: Candidate): { text: string; rest: Composition } {
  return { text: candidate.text, rest: { letters: letters.slice(candidate.taken), page: 0 } };
}
