import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { pagesOf } from './candidate-bar.tsx';
import { type EditableField, insertText, textBefore } from './edit-field.ts';
import {
  type Candidate,
  candidatesOf,
  choose,
  eraseLetter,
  NOTHING_COMPOSED,
  syllablesOf,
  typeLetter,
} from './pinyin.ts';
import { loadDictionary, type PinyinDictionary } from './pinyin-dictionary.ts';

/** The composition for one field. It lives as long as the keyboard stands before that field, and learns nothing. */
export function usePinyin(field: EditableField, isOn: boolean, isName: boolean) {
  const [dictionary, setDictionary] = useState<PinyinDictionary | null>(null);
  const [composition, setComposition] = useState(NOTHING_COMPOSED);
  const [isNameBegun, setIsNameBegun] = useState(false);

  useEffect(() => {
    if (!isOn) return undefined;
    let isGone = false;
    loadDictionary().then(
      (loaded) => {
        if (!isGone) setDictionary(loaded);
      },
      // the letters can be written all the same
      (error: unknown) => console.error('The dictionary of the keyboard could not be loaded.', error),
    );
    return () => {
      isGone = true;
    };
  }, [isOn]);

  const { letters, page } = composition;
  const pages = useMemo(() => {
    if (dictionary === null) return letters === '' ? [] : [[{ text: letters, taken: letters.length }]];
    return pagesOf(candidatesOf(letters, dictionary, isNameBegun));
  }, [letters, dictionary, isNameBegun]);
  const reading = dictionary === null ? letters : syllablesOf(letters, dictionary).join(' ');

  /** Writes the letters themselves: what was typed is never lost. */
  const settle = () => {
    if (letters === '') return;
    if (field.isConnected) insertText(field, letters);
    setComposition(NOTHING_COMPOSED);
  };
  const settleAtTheEnd = useEffectEvent(settle);
  useEffect(() => () => settleAtTheEnd(), []);

  return {
    letters,
    reading,
    page,
    pages,
    settle,
    turnTo: (next: number) => setComposition({ letters, page: Math.max(0, Math.min(next, pages.length - 1)) }),
    type(letter: string) {
      if (letters === '') setIsNameBegun(isName && textBefore(field).trim() === '');
      setComposition((now) => typeLetter(now, letter));
    },
    erase: () => setComposition(eraseLetter),
    take(candidate: Candidate) {
      const { text, rest } = choose(composition, candidate);
      insertText(field, text);
      setComposition(rest);
      setIsNameBegun(false);
    },
  };
}
