/** Sounds of hesitation: they carry no meaning, and fluency is never scored (R1). */
const CHINESE =
  /[嗯呃唔]+|(?<=^|[,.。\s])(那个|这个)(?=[,.。\s]|$)|额(?=[,.。…])|就是说(?=[,.。\s])|(那个){2,}|(这个){2,}/gu;
const ENGLISH =
  /\b(u+m+|u+h+|e+r+m?|h+m+|mm+|mhm)\b[,.]?|\b(you know|i mean)\b(?=\s*[,.]|\s*$|\s+(i|we|he|she|they|so|and|but)\b),?/gu;

/** Where hesitations stand in a normalised text, in order. */
export function findFillers(text: string): { start: number; end: number }[] {
  const pattern = /\p{Script=Han}/u.test(text) ? CHINESE : ENGLISH;
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
