/** Words, single Chinese characters with the marks that stay beside them, and the room between. */
const PIECES = /[“‘（《「『【]*[\u2e80-\uffff][”’，。；：？！、）》」』】…]*|[^\s\u2e80-\uffff]+|\s+/gu;

/**
 * Text in lines that fit: broken between words where there are any, anywhere between Chinese characters, but no line begins with a mark
 * that closes or ends with one that opens.
 *
 * @param limit as wide as a line may be, in the unit of `widthOf`
 */
export function wrapLines(text: string, limit: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const piece of paragraph.match(PIECES) ?? []) {
      const isSpace = piece.trim() === '';
      if (widthOf(line + piece) <= limit) {
        if (line !== '' || !isSpace) line += piece;
        continue;
      }
      if (line.trim() !== '') lines.push(line.trimEnd());
      line = '';
      if (isSpace) continue;
      // a piece wider than the paper is cut where it has to be
      for (const sign of piece) {
        if (line !== '' && widthOf(line + sign) > limit) {
          lines.push(line);
          line = '';
        }
        line += sign;
      }
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
