import type { TimeSpan } from '#shared/analysis.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import type { Heard } from './recogniser.ts';

/**
 * A word whose probability, given all it heard, the recogniser itself puts lower counts as unknown. Measured on 14 sentences
 * of one voice: 10 % of the words when clean (error rate .14), 50 % at 20 dB of pink noise (.56), 68 % at 10 dB (.94).
 */
const DOUBTED_BELOW = 0.2;
/** `<s>`, `</s>`, `<sil>`, `[NOISE]`, `++UM++`: not words. */
const NOT_A_WORD = /^(?:<.*>|\[.*\]|\+\+.*\+\+)$/;
/** `read(2)` is another way to say `read`. */
const VARIANT = /\(\d+\)$/;

interface Word {
  readonly text: string;
  readonly startS: number;
  readonly durationS: number;
  readonly probability: number;
}

/**
 * Reads what the recogniser wrote about an answer whose segments are named by their numbers.
 *
 * @param hypotheses `-hyp`: `<text> (<name> <score>)` a line, one for every segment that was decoded
 * @param words `-ctm`: `<name> 1 <start s> <duration s> <word> <probability>` a line
 * @throws ForeseenFailure `recogniser_failed` when a segment was not decoded or a line cannot be read
 */
export function readSegmentOutput(hypotheses: string, words: string, segments: readonly TimeSpan[]): Heard[] {
  const decoded = new Set(hypotheses.split('\n').map((line) => /\((\d+) -?\d+\)$/.exec(line)?.[1]));
  const wordsOf = readWords(words);
  return segments.map((segment, i) => {
    if (!decoded.has(String(i))) {
      throw new ForeseenFailure('recogniser_failed', `segment ${i} of ${segments.length} was not decoded`);
    }
    const found = wordsOf.get(i) ?? [];
    const at = (seconds: number): number => Math.min(segment.endMs, segment.startMs + Math.round(1000 * seconds));
    return {
      text: found.map(({ text }) => text).join(' '),
      tokens: found.map(({ text, startS, durationS }) => ({
        text,
        startMs: at(startS),
        endMs: at(startS + durationS),
      })),
      pieces: found.length,
      unknownPieces: found.filter(({ probability }) => probability < DOUBTED_BELOW).length,
      language: null,
    };
  });
}

function readWords(lines: string): Map<number, Word[]> {
  const bySegment = new Map<number, Word[]>();
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue;
    const [name, , start, duration, word = '', probability] = line.trim().split(/\s+/);
    const [segment, startS, durationS, share] = [name, start, duration, probability].map(Number) as [
      number,
      number,
      number,
      number,
    ];
    if (![segment, startS, durationS, share].every(Number.isFinite)) {
      throw new ForeseenFailure('recogniser_failed', `not a line about a word: ${line.slice(0, 100)}`);
    }
    if (NOT_A_WORD.test(word)) continue;
    const found = bySegment.get(segment) ?? [];
    found.push({ text: word.replace(VARIANT, ''), startS, durationS, probability: share });
    bySegment.set(segment, found);
  }
  return bySegment;
}
