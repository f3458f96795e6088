/** A source of numbers of 0 to below 1. */
export type Random = () => number;

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));

/** One step of SplitMix32: spreads a small seed over a word. */
function splitMix(seed: number): number {
  let word = seed;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}

/**
 * Numbers that look random and are the same for the same seed: xoshiro128** (Blackman & Vigna 2018). Bootstrap and folds
 * draw from it, so that a report can be made again to the last digit.
 */
export function seededRandom(seed: number): Random {
  const state = Int32Array.from({ length: 4 }, (_, index) => splitMix(seed + Math.imul(index + 1, 0x9e3779b9)));
  return () => {
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9);
    const t2 = s2 ^ s0;
    const t3 = s3 ^ s1;
    state[1] = s1 ^ t2;
    state[0] = s0 ^ t3;
    state[2] = t2 ^ (s1 << 9);
    state[3] = rotate(t3, 11);
    return (result >>> 0) / 4_294_967_296;
  };
}

/** The numbers from 0 to n − 1 in a random order (Fisher & Yates). */
export function shuffled(n: number, random: Random): number[] {
  const order = Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
