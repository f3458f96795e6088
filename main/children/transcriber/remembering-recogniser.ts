import type { TimeSpan } from '#shared/analysis.ts';
import type { PcmInput } from '#shared/pcm-input.ts';
import type { Heard, Recogniser } from './recogniser.ts';

/** A recogniser that does not listen twice to the same stretch of one recording. */
export interface RememberingRecogniser extends Recogniser {
  /** Drops what was heard: somebody's words are kept no longer than they are needed. */
  forget(): void;
}

/** What tells one recording from another. */
const recordingOf = (pcm: PcmInput): readonly string[] =>
  'path' in pcm ? ['path', pcm.path] : ['recording', pcm.recordingId];

const keyOf = ({ startMs, endMs }: TimeSpan): string => `${startMs}-${endMs}`;

/**
 * Keeps what was heard of the recording in work, so that stretches that were listened to while the candidate was still
 * speaking are not listened to again at the end. A recogniser hears each stretch by itself, so the words are the same.
 */
export function rememberingRecogniser(recogniser: Recogniser): RememberingRecogniser {
  let recording = '';
  const heard = new Map<string, Heard>();
  function forget(): void {
    recording = '';
    heard.clear();
  }
  return {
    identity: recogniser.identity,
    forget,
    async transcribe(pcm, segments, locale, onProgress) {
      const now = JSON.stringify([recordingOf(pcm), locale]);
      if (now !== recording) forget();
      recording = now;
      const fresh = segments.filter((segment) => !heard.has(keyOf(segment)));
      const known = segments.filter((segment) => heard.has(keyOf(segment)));
      const knownMs = known.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      const found =
        fresh.length === 0
          ? []
          : await recogniser.transcribe(pcm, fresh, locale, (doneMs) => onProgress(knownMs + doneMs));
      for (const [i, segment] of fresh.entries()) {
        const words = found[i];
        if (words) heard.set(keyOf(segment), words);
      }
      return segments.flatMap((segment) => heard.get(keyOf(segment)) ?? []);
    },
  };
}
