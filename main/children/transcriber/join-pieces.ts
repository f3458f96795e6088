import type { TimeSpan } from '#shared/analysis.ts';
import type { TranscriptToken } from '#shared/transcript.ts';

/** One unit of a recogniser's output with its start in seconds from the beginning of the segment. */
export interface Piece {
  readonly text: string;
  readonly startS: number;
}

/** `<|zh|>`, `<|NEUTRAL|>`, `<|Speech|>`, `<|withitn|>`: language, emotion, event and format tags. */
const TAG = /<\|[^|]*\|>/gu;
const UNKNOWN = /^(?:<unk>|<UNK>|⁇|\[UNK\])$/u;
const CJK = /\p{Script=Han}/u;
const SPOKEN = /[\p{L}\p{N}]/u;
/** Signs that stand inside words: don't, half-full. */
const INNER_SIGN = /^['’-]$/u;
const TRAILING_SIGN = /[^\p{L}\p{N}]+$/u;
/** sentencepiece and its kin write the space in front of a word as a sign. */
const WORD_START = /^[▁ ]/u;
const JOINED_TO_NEXT = /@@$/u;

/** The text without its tags. What is felt or heard beside the words is never passed on (R1). */
export function withoutTags(text: string): string {
  return text
    .replaceAll(TAG, '')
    .replaceAll(/<unk>|⁇/giu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

export function isUnknown(piece: string): boolean {
  return UNKNOWN.test(piece.trim());
}

/** Where a recogniser writes that pieces belong to one word: a space in front of its first, or `@@` behind all but the last. */
export type Joint = 'space_before_word' | 'mark_inside_word';

/**
 * Joins pieces to words, and leaves Chinese characters one by one. Tags, unknown pieces and punctuation are no words.
 *
 * A word ends where the next piece begins, the last one with the segment: recognisers of this kind give starts only.
 *
 * @param segment where the pieces lie in the recording; no time leaves it
 */
export function joinPieces(pieces: readonly Piece[], joint: Joint, segment: TimeSpan): TranscriptToken[] {
  const words: { text: string; startMs: number; endMs: number }[] = [];
  let isOpen = false;
  for (const [i, { text: raw, startS }] of pieces.entries()) {
    const startMs = inside(segment, segment.startMs + 1000 * startS);
    const next = pieces[i + 1];
    const endMs = next === undefined ? segment.endMs : inside(segment, segment.startMs + 1000 * next.startS);
    const text = wordPart(raw);
    const last = words.at(-1);
    if (!SPOKEN.test(text) && !(isOpen && INNER_SIGN.test(text))) {
      isOpen = false;
      continue;
    }
    const continues = isOpen && !CJK.test(text) && !(joint === 'space_before_word' && WORD_START.test(raw));
    if (continues && last !== undefined) {
      last.text += text;
      last.endMs = endMs;
    } else words.push({ text, startMs, endMs });
    isOpen = !CJK.test(text) && (joint === 'space_before_word' || JOINED_TO_NEXT.test(raw));
  }
  return words.map((word) => ({ ...word, text: word.text.replace(TRAILING_SIGN, '') }));
}

function wordPart(raw: string): string {
  if (isUnknown(raw)) return '';
  return raw.replaceAll(TAG, '').replace(WORD_START, '').replace(JOINED_TO_NEXT, '').trim();
}

function inside({ startMs, endMs }: TimeSpan, ms: number): number {
  return Math.min(endMs, Math.max(startMs, ms));
}
