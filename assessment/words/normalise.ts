import { Converter } from 'opencc-js/t2cn';
import { findFillers } from './fillers.ts';
import { findNumbers, type NumberWords } from './number-words.ts';

/** A text made ready for matching, with the way back to the words as they were said or typed. */
export interface Normalised {
  readonly text: string;
  /** For each character of `text`: where the character it was made from starts and ends in the original. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const toSimplified = Converter({ from: 't', to: 'cn' });

/** 著 is left by the converter where it stands for the particle 着; both spellings meet. */
function simplified(text: string): string {
  return toSimplified(text).replaceAll('著', '着');
}

/**
 * NFKC, lower case, traditional to simplified characters, hesitations dropped, number words to digits. For matching only: every quote is cut
 * from the original.
 */
export function normalise(original: string): Normalised {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of original) {
    const plain = character.normalize('NFKC').toLowerCase();
    for (let i = 0; i < plain.length; i++) {
      starts.push(at);
      ends.push(at + character.length);
    }
    text += plain.replace(/[’‘]/u, "'");
    at += character.length;
  }
  text = /\p{Script=Han}/u.test(text) ? toSameLength(text) : text;
  return replaceNumbers(dropFillers({ text, starts, ends }));
}

function dropFillers(source: Normalised): Normalised {
  return replaced(
    source,
    findFillers(source.text).map((filler) => ({ ...filler, digits: '' })),
  );
}

/** The phrase tables know better, but the way back needs a character for a character. */
function toSameLength(text: string): string {
  const whole = simplified(text);
  if (whole.length === text.length) return whole;
  return Array.from(text, (character) => {
    const plain = simplified(character);
    return plain.length === character.length ? plain : character;
  }).join('');
}

function replaceNumbers(source: Normalised): Normalised {
  return replaced(source, findNumbers(source.text));
}

function replaced(source: Normalised, numbers: readonly NumberWords[]): Normalised {
  if (numbers.length === 0) return source;
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  const copyTo = (end: number): void => {
    text += source.text.slice(at, end);
    starts.push(...source.starts.slice(at, end));
    ends.push(...source.ends.slice(at, end));
    at = end;
  };
  for (const { start, end, digits } of numbers) {
    copyTo(start);
    const from = source.starts[start] ?? 0;
    const to = source.ends[end - 1] ?? from;
    text += digits;
    for (let i = 0; i < digits.length; i++) {
      starts.push(from);
      ends.push(to);
    }
    at = end;
  }
  copyTo(source.text.length);
  return { text, starts, ends };
}
