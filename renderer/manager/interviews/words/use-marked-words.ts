import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { wordsBetween } from '#shared/quoted-words.ts';
import type { Words } from './pick-words.ts';
import { nextEdge, snapToWords } from './word-edges.ts';

/** Which piece of the answer an element shows, by the attribute it carries. */
export const PIECE = 'data-piece';

/** One end of what is marked: a piece, and a character of its text. */
interface End {
  readonly piece: number;
  readonly at: number;
}

function pieceAt(root: HTMLElement, node: Node | null): HTMLElement | null {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  const piece = element?.closest<HTMLElement>(`[${PIECE}]`) ?? null;
  return piece !== null && root.contains(piece) ? piece : null;
}

/** Where one end of a selection stands; null outside of the answer. */
function endOf(root: HTMLElement, node: Node | null, offset: number): End | null {
  const piece = pieceAt(root, node);
  if (piece === null || node === null) return null;
  const before = document.createRange();
  before.selectNodeContents(piece);
  before.setEnd(node, offset);
  return { piece: Number(piece.getAttribute(PIECE)), at: before.toString().length };
}

/** The text node and offset of a character: what is picked already stands in elements of its own. */
function nodeAt(root: HTMLElement, { piece, at }: End): { node: Node; offset: number } | null {
  const element = root.querySelector(`[${PIECE}="${piece}"]`);
  if (element === null) return null;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = at;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { length } = node.textContent ?? '';
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return null;
}

/** The words that a selection means, whole; null where it means none of this answer, or is no more than a place. */
function wordsIn(root: HTMLElement, pieces: readonly Words[]): Words | null {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return null;
  const ends = [
    endOf(root, selection.anchorNode, selection.anchorOffset),
    endOf(root, selection.focusNode, selection.focusOffset),
  ];
  const [first, last] = ends.toSorted((a, b) => (a?.piece ?? 0) - (b?.piece ?? 0) || (a?.at ?? 0) - (b?.at ?? 0));
  if (!first || !last) return null;
  const [from, to] = [pieces[first.piece], pieces[last.piece]];
  if (from === undefined || to === undefined || from.answerKey !== to.answerKey) return null;
  const startChar = placeOf(from, first.piece === last.piece ? [first.at, last.at] : [first.at, from.text.length]).from;
  const endChar = placeOf(to, first.piece === last.piece ? [first.at, last.at] : [0, last.at]).to;
  if (endChar <= startChar) return null;
  const text = wordsBetween(pieces, startChar, endChar);
  return text === null ? null : { answerKey: from.answerKey, text, startChar, endChar };
}

/** Marked characters of a piece as characters of the answer. Words put right have no places of their own: they are taken whole. */
function placeOf(
  { text, startChar, endChar }: Words,
  [from, to]: readonly [number, number],
): { from: number; to: number } {
  if (text.length !== endChar - startChar) return { from: startChar, to: endChar };
  const snapped = snapToWords(text, from, to);
  return { from: startChar + snapped.from, to: startChar + snapped.to };
}

/**
 * Words of an answer that somebody marks: with the pointer as anywhere, or from the piece with the focus by Shift and the arrows, word by
 * word and in Chinese character by character.
 *
 * @param pieces as they are shown in `root`, each in an element with {@link PIECE}
 */
export function useMarkedWords(root: RefObject<HTMLElement | null>, pieces: readonly Words[]) {
  const [marked, setMarked] = useState<Words | null>(null);

  /** As the selection is at this moment: a key that follows another at once comes before what is drawn. */
  const markedNow = (): Words | null => (root.current === null ? null : wordsIn(root.current, pieces));

  useEffect(() => {
    const look = (): void => setMarked(root.current === null ? null : wordsIn(root.current, pieces));
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [root, pieces]);

  /** @returns whether the key was one that marks */
  function markByKey(event: KeyboardEvent<HTMLElement>): boolean {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const shown = pieceAt(event.currentTarget, event.target as Node);
    const selection = document.getSelection();
    if (by === 0 || !event.shiftKey || shown === null || selection === null) return false;
    const isBegun = markedNow() !== null;
    const focused = Number(shown.getAttribute(PIECE));
    const here = isBegun
      ? endOf(event.currentTarget, selection.focusNode, selection.focusOffset)
      : { piece: focused, at: by === 1 ? 0 : (pieces[focused]?.text.length ?? 0) };
    const next = here === null ? null : stepped(here, by);
    const to = next === null ? null : nodeAt(event.currentTarget, next);
    const from = isBegun || here === null ? null : nodeAt(event.currentTarget, here);
    if (to === null) return true;
    if (from !== null) selection.collapse(from.node, from.offset);
    selection.extend(to.node, to.offset);
    return true;
  }

  function stepped({ piece, at }: End, by: 1 | -1): End | null {
    const text = pieces[piece]?.text ?? '';
    const to = nextEdge(text, at, by);
    if (to !== at) return { piece, at: to };
    const beyond = pieces[piece + by]?.text;
    if (beyond === undefined) return null;
    return { piece: piece + by, at: nextEdge(beyond, by === 1 ? 0 : beyond.length, by) };
  }

  return { marked, markedNow, markByKey, unmark: () => document.getSelection()?.removeAllRanges() };
}
