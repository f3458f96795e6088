import { createContext, use } from 'react';
import type { Clause } from '#shared/assessment.ts';

/** Words of an answer as a place in it. */
export type Words = Pick<Clause, 'answerKey' | 'text' | 'startChar' | 'endChar'>;

/** While somebody rates, a press on words picks them as a quote. */
export interface PickWords {
  /** What is picked of this answer. */
  readonly picked: readonly Pick<Words, 'answerKey' | 'startChar' | 'endChar'>[];
  toggle(words: Words): void;
}

export function isPicked(pick: PickWords, words: Words): boolean {
  return pick.picked.some(
    ({ answerKey, startChar, endChar }) =>
      answerKey === words.answerKey && startChar === words.startChar && endChar === words.endChar,
  );
}

/** A piece of an answer in runs of what is picked and what is not. Words put right have no places of their own: all of it, or nothing. */
export function runsOf(pick: PickWords, words: Words): { readonly text: string; readonly isPicked: boolean }[] {
  const { text, startChar, endChar } = words;
  const own = pick.picked.filter(
    (each) => each.answerKey === words.answerKey && each.startChar < endChar && each.endChar > startChar,
  );
  if (text.length !== endChar - startChar) return [{ text, isPicked: own.length > 0 }];
  const isIn = (at: number) => own.some((each) => each.startChar <= startChar + at && each.endChar > startChar + at);
  const edges = [
    ...new Set([0, text.length, ...own.flatMap((each) => [each.startChar, each.endChar].map((at) => at - startChar))]),
  ]
    .filter((at) => at >= 0 && at <= text.length)
    .toSorted((a, b) => a - b);
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0;
    return { text: text.slice(from, to), isPicked: isIn(from) };
  });
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
