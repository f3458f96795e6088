/** Chinese is written without spaces: there every character may begin or end what is marked. */
const HAN = /\p{Script=Han}/u;
const WORD = /[\p{L}\p{N}'’-]/u;
const SPACE = /\s/u;

/** Whether a word of letters goes on over this place, so that it cannot be parted here. */
function isInside(text: string, at: number): boolean {
  const [before, after] = [text[at - 1] ?? '', text[at] ?? ''];
  return WORD.test(before) && WORD.test(after) && !HAN.test(before) && !HAN.test(after);
}

/** Where words begin and end, as marked with a pointer that is not that exact: whole words of letters, single Chinese characters. */
export function snapToWords(text: string, from: number, to: number): { from: number; to: number } {
  let [start, end] = [Math.max(0, from), Math.min(text.length, to)];
  while (start < end && SPACE.test(text[start] ?? '')) start += 1;
  while (end > start && SPACE.test(text[end - 1] ?? '')) end -= 1;
  // nothing but a space was marked: no word
  if (start >= end) return { from: start, to: start };
  while (isInside(text, start)) start -= 1;
  while (isInside(text, end)) end += 1;
  return { from: start, to: end };
}

/** The next place, in a direction, where a word or a Chinese character begins or ends; the same where the text is over. */
export function nextEdge(text: string, at: number, by: 1 | -1): number {
  let to = at;
  do to += by;
  while (to > 0 && to < text.length && (isInside(text, to) || SPACE.test(text[by === 1 ? to - 1 : to] ?? '')));
  return Math.min(text.length, Math.max(0, to));
}
