import type { TimeSpan } from '#shared/analysis.ts';
import type { TranscriptToken } from '#shared/transcript.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import type { Heard } from './recogniser.ts';

/** The recogniser counts time in frames of 10 ms. */
const FRAME_MS = 10;
/** `<s>`, `</s>`, `<sil>`, `[NOISE]`, `++UM++`: not words. */
const NOT_A_WORD = /^(?:<.*>|\[.*\]|\+\+.*\+\+)$/;
/** `read(2)` is another way to say `read`. */
const VARIANT = /\(\d+\)$/;

/**
 * Reads the lines of `-hypseg`: `<name> S <scale> T <score> A <score> L <score> (<start frame> <score> <score> <word>)* <end
 * frame>`, one per segment, named by its number.
 *
 * @throws ForeseenFailure `recogniser_failed` when a segment has no line or a line cannot be read
 */
export function readSegmentOutput(output: string, segments: readonly TimeSpan[]): Heard[] {
  const lines = new Map<number, readonly string[]>();
  for (const line of output.split('\n')) {
    const [name, ...fields] = line.trim().split(/\s+/);
    if (name !== undefined && name !== '') lines.set(Number(name), fields);
  }
  return segments.map((segment, i) => {
    const fields = lines.get(i);
    if (fields === undefined) {
      throw new ForeseenFailure('recogniser_failed', `no result for segment ${i} of ${segments.length}`);
    }
    const tokens = readWords(fields, segment);
    return {
      text: tokens.map(({ text }) => text).join(' '),
      tokens,
      pieces: tokens.length,
      // It has no sign for "unknown": it writes the nearest words it has.
      unknownPieces: 0,
      language: null,
    };
  });
}

function readWords(fields: readonly string[], segment: TimeSpan): TranscriptToken[] {
  const words = fields.slice(8);
  const frameAt = (at: number): number => {
    const frame = Number(words[at]);
    if (!Number.isInteger(frame))
      throw new ForeseenFailure('recogniser_failed', `not a frame: ${words[at] ?? 'nothing'}`);
    return Math.min(segment.endMs, segment.startMs + frame * FRAME_MS);
  };
  const found: TranscriptToken[] = [];
  for (let at = 0; at + 3 < words.length; at += 4) {
    const text = (words[at + 3] ?? '').replace(VARIANT, '');
    if (!NOT_A_WORD.test(text)) found.push({ text, startMs: frameAt(at), endMs: frameAt(at + 4) });
  }
  return found;
}
