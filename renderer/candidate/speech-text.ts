/** Longest text the kiosk speaks in one piece (`readAloud.render`). */
const MAX_CHARS = 600;

/** Cuts a text into pieces short enough to be spoken, after sentences where possible. */
export function speechPieces(text: string, maxChars = MAX_CHARS): string[] {
  const sentences = text.match(/[^.!?。！？\n]+[.!?。！？\n]*\s*/gu) ?? [];
  const pieces: string[] = [];
  for (const sentence of sentences.flatMap((whole) => whole.match(new RegExp(`.{1,${maxChars}}`, 'gsu')) ?? [])) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length <= maxChars) pieces[pieces.length - 1] = last + sentence;
    else pieces.push(sentence);
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
