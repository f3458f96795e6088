import type { TimeSpan } from '#shared/analysis.ts';
import type { Locale } from '#shared/localized.ts';
import type { PcmInput } from '#shared/pcm-input.ts';
import type { RecogniserIdentity, TranscriptToken } from '#shared/transcript.ts';

/** What a recogniser made of one stretch of speech. Times count from the recording's first sample. */
export interface Heard {
  readonly text: string;
  /** Empty when the recogniser gives no times. */
  readonly tokens: readonly TranscriptToken[];
  /** The recogniser's own units, before they were joined to words, and how many of them it did not know or itself doubted. */
  readonly pieces: number;
  readonly unknownPieces: number;
  /** The language it named, when it names one. */
  readonly language: string | null;
}

/** Turns speech into text. Loaded and checked before the first recording. */
export interface Recogniser {
  readonly identity: RecogniserIdentity;
  /**
   * @param segments stretches of speech, in order, inside the recording
   * @param onProgress told the milliseconds of speech done
   * @returns one entry per segment
   * @throws ForeseenFailure `pcm_*`, `recogniser_failed`
   */
  transcribe(
    pcm: PcmInput,
    segments: readonly TimeSpan[],
    locale: Locale,
    onProgress: (doneMs: number) => void,
  ): Promise<Heard[]>;
}
