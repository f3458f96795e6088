import { createContext, use } from 'react';
import type { Clause } from '#shared/assessment.ts';

/** Words of an answer as a place in it. */
export type Words = Pick<Clause, 'answerKey' | 'text' | 'startChar' | 'endChar'>;

/** While somebody rates, a press on words picks them as a quote. */
export interface PickWords {
  isPicked(words: Words): boolean;
  toggle(words: Words): void;
}

/** Null where words are only read and heard. */
export const PickWordsContext = createContext<PickWords | null>(null);

export function usePickWords(): PickWords | null {
  return use(PickWordsContext);
}

/** Typed text as sentences with their places, for texts that the engine has not cut into clauses. */
export function sentencesOf(answerKey: string, text: string): Words[] {
  return [...text.matchAll(/[^。！？!?.;；\n]+[。！？!?.;；]*/gu)].flatMap((found) => {
    const words = found[0].trim();
    if (words === '') return [];
    const startChar = found.index + found[0].indexOf(words);
    return [{ answerKey, text: words, startChar, endChar: startChar + words.length }];
  });
}
