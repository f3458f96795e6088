/** Words of an answer with their place in its whole text, as they are shown one beside the other. */
export interface PlacedWords {
  readonly text: string;
  readonly startChar: number;
  readonly endChar: number;
}

/**
 * What stands in an answer from one character to another. Signs between two pieces belong to neither and are read as a space, as they
 * are shown. Both who picks a quote and who checks it ask here, so that a quote is what was said and nothing else.
 *
 * @param pieces in the order of the answer
 * @returns null where nothing of the answer stands at the beginning or the end
 */
export function wordsBetween(pieces: readonly PlacedWords[], startChar: number, endChar: number): string | null {
  const touched = pieces.filter((piece) => piece.startChar < endChar && piece.endChar > startChar);
  const [first, last] = [touched[0], touched.at(-1)];
  if (first === undefined || last === undefined || first.startChar > startChar || last.endChar < endChar) return null;
  let text = '';
  let end = first.startChar;
  for (const piece of touched) {
    const isWhole = piece.startChar >= startChar && piece.endChar <= endChar;
    // where its length is not that of its place, nobody can say which of its signs were meant
    if (!isWhole && piece.text.length !== piece.endChar - piece.startChar) return null;
    const own = isWhole
      ? piece.text
      : piece.text.slice(Math.max(0, startChar - piece.startChar), Math.min(endChar, piece.endChar) - piece.startChar);
    text += (text !== '' && piece.startChar > end ? ' ' : '') + own;
    end = piece.endChar;
  }
  return text;
}
