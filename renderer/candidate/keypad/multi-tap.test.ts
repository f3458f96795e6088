import { expect, test } from 'vitest';
import { NEXT_LETTER_MS, type Tap, tapDigit } from './multi-tap.ts';

/** Presses digits at these times and gives what stands there. */
function write(presses: readonly (readonly [digit: string, atMs: number])[]): string {
  let tap: Tap | null = null;
  let text = '';
  for (const [digit, atMs] of presses) {
    const next = tapDigit(tap, digit, atMs);
    text = (next.replaces ? text.slice(0, -1) : text) + next.letter;
    ({ tap } = next);
  }
  return text;
}

test('a key pressed again at once goes through its letters, and round again', () => {
  expect(write([['2', 0]])).toBe('a');
  expect(
    write([
      ['2', 0],
      ['2', 300],
      ['2', 600],
    ]),
  ).toBe('c');
  expect(
    write([
      ['2', 0],
      ['2', 100],
      ['2', 200],
      ['2', 300],
      ['2', 400],
    ]),
  ).toBe('a');
});

test('another key, or the same one after a pause, begins another letter', () => {
  expect(
    write([
      ['5', 0],
      ['4', 100],
      ['4', 200],
      ['4', 300],
    ]),
  ).toBe('ji');
  expect(
    write([
      ['2', 0],
      ['2', NEXT_LETTER_MS],
    ]),
  ).toBe('aa');
});

test('every letter and digit can be written', () => {
  const signs = new Set<string>();
  for (const digit of '0123456789') {
    let tap: Tap | null = null;
    for (let time = 0; time < 6; time += 1) {
      const next = tapDigit(tap, digit, time);
      signs.add(next.letter);
      ({ tap } = next);
    }
  }
  for (const sign of 'abcdefghijklmnopqrstuvwxyz0123456789 ') expect(signs).toContain(sign);
});
