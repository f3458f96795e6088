import { z } from 'zod';
import type { TimeSpan } from '#shared/analysis.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import { isUnknown, joinPieces, withoutTags, type Joint } from './join-pieces.ts';
import type { Heard } from './recogniser.ts';

/** What the library says of one stretch. Emotion and event are among it, and are not read (R1). */
const SherpaResult = z.object({
  text: z.string(),
  /** SenseVoice: `<|zh|>`; Whisper: `en`; others: nothing. */
  lang: z.string().default(''),
  tokens: z.array(z.string()).default([]),
  timestamps: z.array(z.number()).default([]),
});

/**
 * Reads what the library says of a stretch of the recording.
 *
 * @throws ForeseenFailure `recogniser_failed` when the answer is not in the shape of its version
 */
export function readSherpaResult(value: unknown, joint: Joint, segment: TimeSpan): Heard {
  const parsed = SherpaResult.safeParse(value);
  if (!parsed.success) throw new ForeseenFailure('recogniser_failed', `sherpa-onnx answered: ${parsed.error.message}`);
  const { text, lang, tokens, timestamps } = parsed.data;
  const language = /^(?:<\|)?([a-z]{2,3})(?:\|>)?$/.exec(lang)?.[1] ?? null;
  // Some models give no times, or not for every piece: then a word has no place, only its segment has.
  const isTimed = timestamps.length === tokens.length;
  return {
    text: withoutTags(text),
    tokens: isTimed
      ? joinPieces(
          tokens.map((piece, i) => ({ text: piece, startS: timestamps[i] ?? 0 })),
          joint,
          segment,
        )
      : [],
    pieces: tokens.length,
    unknownPieces: tokens.filter(isUnknown).length,
    language,
  };
}
