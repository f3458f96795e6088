/** What is written by one or more syllables, the most usual first. */
export interface Entry {
  readonly texts: readonly string[];
  /** Place among all entries by how usual their first text is: 0 is the most usual. */
  readonly rank: number;
}

/** Pinyin to characters and words; syllables without tones, `v` for ü. */
export interface PinyinDictionary {
  readonly isSyllable: (letters: string) => boolean;
  /** True where a syllable begins with these letters. */
  readonly isBeginning: (letters: string) => boolean;
  /** Syllables separated by spaces. */
  readonly find: (key: string) => Entry | undefined;
  /** Entries of as many syllables as `beginning` has, the last of which may be unfinished; the most usual first. */
  readonly complete: (beginning: string) => readonly Entry[];
  readonly isFamilyName: (text: string) => boolean;
}

/** How official papers and hurried fingers write ü. */
const ALSO_WRITTEN: ReadonlyMap<string, string> = new Map([
  ['lyu', 'lv'],
  ['nyu', 'nv'],
  ['lue', 'lve'],
  ['nue', 'nve'],
]);
/** Longest syllable, "zhuang". */
export const LONGEST_SYLLABLE = 6;

/** First index whose key is not before `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Reads the text of `scripts/pinyin-dictionary.ts`, and family names: those of one character in the first line, longer ones in the
 * second.
 */
export function readDictionary(text: string, familyNames: string): PinyinDictionary {
  const [single = '', double = ''] = familyNames.split('\n');
  const families = new Set([...Array.from(single), ...double.split(' ')]);
  const entries = new Map<string, Entry>();
  for (const line of text.split('\n')) {
    const [key = '', written = ''] = line.split('\t');
    if (written === '') continue;
    entries.set(key, { texts: key.includes(' ') ? written.split(' ') : Array.from(written), rank: entries.size });
  }
  const keys = [...entries.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const beginnings = new Set<string>(['ly', 'ny']);
  for (const key of keys) {
    if (key.includes(' ')) continue;
    for (let length = 1; length <= key.length; length += 1) beginnings.add(key.slice(0, length));
  }
  const spelled = (key: string) =>
    key
      .split(' ')
      .map((syllable) => ALSO_WRITTEN.get(syllable) ?? syllable)
      .join(' ');
  const countOf = (key: string) => key.split(' ').length;
  return {
    isSyllable: (letters) => ALSO_WRITTEN.has(letters) || entries.has(letters),
    isBeginning: (letters) => beginnings.has(letters),
    find: (key) => entries.get(spelled(key)),
    complete(beginning) {
      const found: Entry[] = [];
      const start = spelled(beginning);
      for (let at = lowerBound(keys, start); keys[at]?.startsWith(start) === true; at += 1) {
        const key = keys[at] ?? '';
        const entry = entries.get(key);
        if (entry !== undefined && countOf(key) === countOf(start)) found.push(entry);
      }
      return found.toSorted((a, b) => a.rank - b.rank);
    },
    isFamilyName: (name) => families.has(name),
  };
}

let loaded: Promise<PinyinDictionary> | null = null;

/** The dictionary, loaded when somebody first writes Chinese; a failure is tried again the next time. */
export function loadDictionary(): Promise<PinyinDictionary> {
  loaded ??= Promise.all([import('./pinyin-dictionary.txt?raw'), import('./family-names.txt?raw')]).then(
    ([dictionary, names]) => readDictionary(dictionary.default, names.default),
    (error: unknown) => {
      loaded = null;
      throw error;
    },
  );
  return loaded;
}
