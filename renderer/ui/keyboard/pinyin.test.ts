import { readFileSync } from 'node:fs';
import { array, assert, constantFrom, nat, oneof, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pinyinDictionary } from '#scripts/pinyin-dictionary.ts';
import { readDictionary } from './pinyin-dictionary.ts';
import {
  candidatesOf,
  choose,
  eraseLetter,
  LONGEST_COMPOSITION,
  NOTHING_COMPOSED,
  syllablesOf,
  typeLetter,
} from './pinyin.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const text = read('pinyin-dictionary.txt');
const familyNames = read('family-names.txt');
const dictionary = readDictionary(text, familyNames);
const written = (letters: string, isNameBegun = false) =>
  candidatesOf(letters, dictionary, isNameBegun).map((candidate) => candidate.text);
const type = (letters: string) => Array.from(letters).reduce(typeLetter, NOTHING_COMPOSED);

test('the dictionary is what the script makes of the libraries now', () => {
  expect(pinyinDictionary() === text, 'run node scripts/pinyin-dictionary.ts').toBe(true);
});

describe('names', () => {
  /** Family names whose reading as a name is not the usual one, and how often they have to be looked for. */
  test.each([
    ['ouyang', '欧阳', 1],
    ['lv', '吕', 1],
    ['lyu', '吕', 1],
    ['shan', '单', 3],
    ['qiu', '仇', 4],
    ['zeng', '曾', 1],
    ['xie', '解', 2],
    ['zha', '查', 1],
    ['ou', '区', 2],
    ['piao', '朴', 1],
    ['ge', '盖', 4],
    ['yue', '乐', 3],
    ['yuchi', '尉迟', 1],
    ['moqi', '万俟', 1],
    ['zhangsun', '长孙', 1],
    ['qin', '覃', 4],
    ['miao', '缪', 3],
    ['zhai', '翟', 2],
    ['zhang', '张', 1],
  ])('%s gives %s among the first %i of a name', (letters, name, among) => {
    expect(written(letters, true).slice(0, among)).toContain(name);
  });

  test('every family name of the list can be written, and most stand on the first page', () => {
    const single = Array.from(familyNames.split('\n')[0] ?? '');
    const readings = new Map<string, string[]>();
    for (const line of text.split('\n')) {
      const [key = '', characters = ''] = line.split('\t');
      if (key.includes(' ')) continue;
      for (const character of characters) readings.set(character, [...(readings.get(character) ?? []), key]);
    }
    const placeOf = (name: string) =>
      Math.min(...(readings.get(name) ?? []).map((reading) => written(reading, true).indexOf(name)));
    const places = single.map(placeOf);
    expect(single.filter((_, at) => !Number.isFinite(places[at] ?? Number.NaN))).toEqual([]);
    expect(places.filter((place) => place < 9).length / places.length).toBeGreaterThan(0.95);
  });

  test('characters of given names that everyday fonts and lists leave out are there', () => {
    const rare = {
      yue: '玥',
      yi: '祎',
      yao: '垚',
      zhe: '喆',
      kun: '堃',
      jun: '珺',
      yu: '瑀',
      yun: '赟',
      chong: '翀',
      tao: '弢',
    };
    for (const [reading, character] of Object.entries(rare)) expect(written(reading)).toContain(character);
  });

  test('a whole name is written by choosing its characters one after the other', () => {
    let composition = type('zhangwei');
    let name = '';
    for (const wanted of ['张', '伟']) {
      const candidate = candidatesOf(composition.letters, dictionary).find((each) => each.text === wanted);
      if (candidate === undefined) throw new Error(`${wanted} is not offered`);
      const chosen = choose(composition, candidate);
      name += chosen.text;
      composition = chosen.rest;
    }
    expect(name).toBe('张伟');
    expect(composition).toEqual(NOTHING_COMPOSED);
  });
});

describe('syllables', () => {
  test.each([
    ['zhangwei', 'zhang wei'],
    ['xian', 'xian'],
    ["xi'an", 'xi an'],
    ['gongz', 'gong z'],
    ['nver', 'nv er'],
    ['lve', 'lve'],
    ['vvv', 'vvv'],
  ])('%s is read as %s', (letters, expected) => {
    expect(syllablesOf(letters, dictionary).join(' ')).toBe(expected);
  });

  test('an apostrophe keeps apart what would be one syllable', () => {
    expect(written("xi'an")[0]).toBe('西安');
    expect(written("xi'an")).not.toContain('先');
    expect(written('xian')).toContain('西安');
  });

  test('both readings of letters that can be cut in two ways are offered', () => {
    expect(written('fangan').slice(0, 2)).toEqual(['方案', '反感']);
  });
});

describe('sentences', () => {
  test.each([
    ['wozaigongchanggongzuo', '我在工厂工作'],
    ['wozaizhegechangliganlesannian', '我在这个厂里干了三年'],
    ['gongz', '工作'],
  ])('%s begins with %s', (letters, expected) => {
    expect(written(letters)[0]).toBe(expected);
  });
});

describe('whatever is typed', () => {
  const letters = stringMatching(/^[a-z']{1,24}$/);
  const syllables = array(constantFrom('zhang', 'wei', 'xi', 'an', 'lv', 'ou', 'yang', 'g', "'", 'shi'), {
    minLength: 1,
    maxLength: 6,
  }).map((parts) => parts.join(''));

  test('choosing loses and doubles nothing: every letter is taken once, and there is always a way on', () => {
    assert(
      property(oneof(letters, syllables), array(nat(), { minLength: 24, maxLength: 24 }), (typed, picks) => {
        let composition = type(typed);
        let left = composition.letters;
        for (const pick of picks) {
          if (composition.letters === '') break;
          const offered = candidatesOf(composition.letters, dictionary);
          const candidate = offered[pick % offered.length]!;
          expect(candidate.taken).toBeGreaterThan(0);
          const { text: chosen, rest } = choose(composition, candidate);
          expect(chosen).not.toBe('');
          expect(left.slice(0, candidate.taken) + rest.letters).toBe(left);
          // a character stands for a syllable: never for more letters than it can have
          expect(Array.from(chosen).length).toBeLessThanOrEqual(candidate.taken);
          left = rest.letters;
          composition = rest;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('erasing takes back exactly the last letter', () => {
    assert(
      property(letters, (typed) => {
        const composition = type(typed);
        expect(eraseLetter(composition).letters).toBe(composition.letters.slice(0, -1));
      }),
    );
  });

  test('no candidate is offered twice, and the composition has an end', () => {
    expect(type('a'.repeat(100)).letters).toHaveLength(LONGEST_COMPOSITION);
    for (const typed of ['shi', 'xian', 'z', 'gongchang']) {
      const offered = written(typed);
      expect(new Set(offered).size).toBe(offered.length);
    }
  });
});
