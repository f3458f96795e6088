import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Converter } from 'opencc-js';
import { pinyin, polyphonic } from 'pinyin-pro';
import chinese from 'simple-keyboard-layouts/build/layouts/chinese.js';

/**
 * Builds the dictionary of the on-screen keyboard from kept libraries: the usual characters of each syllable in the order of
 * simple-keyboard-layouts, rare ones (names!) behind them by pinyin-pro, words by jieba's counts with pinyin-pro's readings.
 * Run `node scripts/pinyin-dictionary.ts` after one of them was updated; a test says when that is due.
 */

const FILE = fileURLToPath(new URL('../renderer/ui/keyboard/pinyin-dictionary.txt', import.meta.url));
/** Words counted less often in jieba's corpus are not worth their bytes. */
const LEAST_COUNT = 100;
const LONGEST_WORD = 4;
/** Family names of two characters that are borne today, however seldom the corpus has them: the second line. */
const FAMILY_NAMES = fileURLToPath(new URL('../renderer/ui/keyboard/family-names.txt', import.meta.url));
const HAN = /^\p{Script=Han}+$/u;

const isSimplified = (() => {
  const simplify = Converter({ from: 't', to: 'cn' });
  return (text: string) => simplify(text) === text;
})();

/** How often jieba's corpus has a word, for words of Han characters alone. */
function readCounts(): Map<string, number> {
  const file = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');
  const counts = new Map<string, number>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [word = '', count = ''] = line.split(' ');
    if (HAN.test(word)) counts.set(word, Number(count));
  }
  return counts;
}

/** Characters by syllable: those everybody writes in the library's order, then all others that have this reading. */
function charactersBySyllable(countOf: (text: string) => number): Map<string, string[]> {
  const { layoutCandidates } = chinese as { layoutCandidates?: Record<string, string> };
  const found = new Map(
    Object.entries(layoutCandidates ?? {}).map(([syllable, texts]) => [syllable, texts.split(/\s+/)]),
  );
  const rare = new Map<string, string[]>();
  for (let code = 0x4e00; code <= 0x9fff; code += 1) {
    const character = String.fromCodePoint(code);
    if (!isSimplified(character)) continue;
    for (const reading of polyphonic(character, { toneType: 'none', type: 'array', v: true })[0] ?? []) {
      if (!/^[a-z]+$/.test(reading) || found.get(reading)?.includes(character) === true) continue;
      rare.set(reading, [...(rare.get(reading) ?? []), character]);
    }
  }
  for (const [syllable, characters] of rare) {
    const ordered = characters.toSorted((a, b) => countOf(b) - countOf(a));
    found.set(syllable, [...(found.get(syllable) ?? []), ...ordered]);
  }
  return found;
}

function wordsByReading(counts: ReadonlyMap<string, number>): Map<string, string[]> {
  const names = (readFileSync(FAMILY_NAMES, 'utf8').split('\n')[1] ?? '').split(' ');
  const words = [...counts]
    .filter(([word, count]) => {
      const length = Array.from(word).length;
      return count >= LEAST_COUNT && length > 1 && length <= LONGEST_WORD && isSimplified(word);
    })
    .toSorted(([, a], [, b]) => b - a)
    .map(([word]) => word);
  const found = new Map<string, string[]>();
  for (const word of new Set([...words, ...names])) {
    const key = pinyin(word, { toneType: 'none', v: true, surname: names.includes(word) ? 'all' : 'off' });
    if (/^[a-z]+( [a-z]+)+$/.test(key)) found.set(key, [...(found.get(key) ?? []), word]);
  }
  return found;
}

/**
 * The dictionary as text: a line is a reading, a tab, and what is written so, the most usual first; the line whose first entry is
 * the most usual of all stands first.
 */
export function pinyinDictionary(): string {
  const counts = readCounts();
  const countOf = (text: string) => counts.get(text) ?? 0;
  const lines = [...charactersBySyllable(countOf), ...wordsByReading(counts)];
  const weight = ([, texts]: readonly [string, string[]]) => Math.max(...texts.slice(0, 3).map(countOf));
  return lines
    .toSorted((a, b) => weight(b) - weight(a) || (a[0] < b[0] ? -1 : 1))
    .map(([key, texts]) => `${key}\t${texts.join(key.includes(' ') ? ' ' : '')}\n`)
    .join('');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(FILE, pinyinDictionary());
