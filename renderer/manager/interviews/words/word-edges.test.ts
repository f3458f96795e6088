import { expect, test } from 'vitest';
import { nextEdge, snapToWords } from './word-edges.ts';

const marked = (text: string, from: number, to: number) => {
  const snapped = snapToWords(text, from, to);
  return text.slice(snapped.from, snapped.to);
};

test('a pointer that stops within a word takes the whole word', () => {
  const text = "I asked what it's for and when";
  expect(marked(text, 4, 10)).toBe('asked what');
  expect(marked(text, 14, 15)).toBe("it's");
  expect(marked(text, 1, 8)).toBe('asked');
  expect(marked(text, 1, 2)).toBe('');
});

test('in Chinese every character counts, and words of letters within stay whole', () => {
  expect(marked('我先停了机器', 1, 4)).toBe('先停了');
  expect(marked('我看了CNC机床', 2, 4)).toBe('了CNC');
  expect(marked('我看了CNC机床', 4, 7)).toBe('CNC机');
});

test('by keys it goes word by word, character by character in Chinese, and stops at the ends', () => {
  const steps = (text: string, at: number, by: 1 | -1) => {
    const seen: number[] = [];
    for (let to = nextEdge(text, at, by); to !== seen.at(-1) && to !== at; to = nextEdge(text, to, by)) seen.push(to);
    return seen;
  };
  expect(steps('I asked him', 0, 1)).toEqual([1, 7, 11]);
  expect(steps('我先停机', 0, 1)).toEqual([1, 2, 3, 4]);
  expect(steps('我先停机', 4, -1)).toEqual([3, 2, 1, 0]);
  expect(steps('CNC机床', 0, 1)).toEqual([3, 4, 5]);
});
