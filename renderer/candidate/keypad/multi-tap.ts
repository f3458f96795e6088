/** Letters on the digits, as on a telephone; the digit itself comes last. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': ' 0',
  '1': "-'@.1",
  '2': 'abc2',
  '3': 'def3',
  '4': 'ghi4',
  '5': 'jkl5',
  '6': 'mno6',
  '7': 'pqrs7',
  '8': 'tuv8',
  '9': 'wxyz9',
};
/** After this long the same key begins another letter. */
export const NEXT_LETTER_MS = 1200;

/** The letter that can still be changed by pressing its key again. */
export interface Tap {
  readonly digit: string;
  readonly times: number;
  readonly atMs: number;
}

/**
 * What pressing a digit writes.
 *
 * @param before the press before, if the caret has not moved since
 * @param atMs now, on any clock that only goes forward
 * @returns the letter, whether it takes the place of the one before, and what the next press goes on from
 */
export function tapDigit(
  before: Tap | null,
  digit: string,
  atMs: number,
): { letter: string; replaces: boolean; tap: Tap } {
  const letters = LETTERS[digit] ?? digit;
  const replaces = before !== null && before.digit === digit && atMs - before.atMs < NEXT_LETTER_MS;
  const times = replaces ? before.times + 1 : 0;
  return { letter: letters[times % letters.length] ?? digit, replaces, tap: { digit, times, atMs } };
}
