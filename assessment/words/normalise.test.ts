import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';

const text = (original: string): string => normalise(original).text;

test('traditional and simplified characters, full and half width, capitals meet', () => {
  expect(text('當時機器突然停了，我檢查了線路')).toBe(text('当时机器突然停了,我检查了线路'));
  expect(text('ＡＢＣ１２３')).toBe('abc123');
  expect(text('I’VE Stopped')).toBe("i've stopped");
});

test('Chinese numerals are digits where something is counted', () => {
  const known = {
    三件: '3件',
    二十分钟: '20分钟',
    十分钟: '10分钟',
    两百五十个: '250个',
    一千零五块: '1005块',
    三万二千件: '32000件',
    百分之十五: '15%',
    百分之零点五: '0.5%',
    三点五公斤: '3.5公斤',
    两个人: '2个人',
    二零二三年: '2023年',
  };
  for (const [words, digits] of Object.entries(known)) expect([words, text(words)]).toEqual([words, digits]);
});

test('numerals inside of words, ordinals and guesses stay words', () => {
  for (const words of [
    '一起',
    '一般',
    '十分满意',
    '万一',
    '千万别',
    '第二天',
    '零件',
    '一下',
    '三心二意',
    '七八个',
    '四周',
  ]) {
    expect([words, text(words)]).toEqual([words, words]);
  }
});

test('English number words are digits, pronouns are not', () => {
  const known = {
    'twenty five boxes': '25 boxes',
    'twenty-five boxes': '25 boxes',
    'a hundred and fifty': '150',
    'three thousand two hundred': '3200',
    'fifteen percent': '15%',
    'ten per cent': '10%',
    'a new one': 'a new one',
    'one of them': 'one of them',
    'five six boxes': 'five six boxes',
    someone: 'someone',
  };
  for (const [words, digits] of Object.entries(known)) expect([words, text(words)]).toEqual([words, digits]);
});

test('"1次" and "一次" are the same word', () => {
  expect(text('有1次')).toBe(text('有一次'));
  expect(text('11次')).toBe('11次');
});

test('every character knows where its original stands', () => {
  const original = '他說：百分之十五，我數了二十三個。';
  const { text: plain, starts, ends } = normalise(original);
  expect(starts).toHaveLength(plain.length);
  expect(ends).toHaveLength(plain.length);
  const at = plain.indexOf('15%');
  expect(original.slice(starts[at], ends[at + 2])).toBe('百分之十五');
  const counted = plain.indexOf('数了');
  expect(original.slice(starts[counted], ends[counted + 1])).toBe('數了');
  const english = normalise('I waited twenty five minutes');
  const number = english.text.indexOf('25');
  expect('I waited twenty five minutes'.slice(english.starts[number], english.ends[number + 1])).toBe('twenty five');
});
