import type { TimeSpan } from '#shared/analysis.ts';
import type { Locale } from '#shared/localized.ts';
import type { PcmInput } from '#shared/pcm-input.ts';
import { TRANSCRIPT_VERSION, type Transcript } from '#shared/transcript.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import { openPcm } from '../common/pcm-file.ts';
import type { Heard, Recogniser } from './recogniser.ts';

const SAMPLES_PER_MS = 16;
/** Shorter stretches are less than one window of any recogniser. */
const MIN_SEGMENT_MS = 100;
/** From this much speech on, no word at all means that the recogniser failed. */
const MUST_BE_HEARD_MS = 2_000;
/**
 * More doubted words than others are no words: several people at once, or an answer lost in noise. Doubted shares measured with
 * pocketsphinx: .08-.16 synthetic voices in quiet, .15 a human reader, .32 at 20 dB of factory noise (38 % of the words wrong);
 * .64 at 10 dB (86 % wrong), .72 three people at once.
 */
const MOST_DOUBTED = 0.5;
/** Of fewer words a share says nothing. */
const MIN_WORDS_TO_DOUBT = 5;

/**
 * Turns the speech of one recording into text. What lies outside the segments is never given to the recogniser: noise
 * would come back as words. Speech of which most words are doubted comes back as none.
 *
 * @param segments in order; they are cut to the recording's length
 * @param onProgress told the milliseconds of speech done and of all
 * @throws ForeseenFailure `nothing_recognised`, and those of the recogniser and of `openPcm`
 */
export async function transcribeRecording(
  pcm: PcmInput,
  segments: readonly TimeSpan[],
  locale: Locale,
  recogniser: Recogniser,
  onProgress: (doneMs: number, totalMs: number) => void = () => undefined,
): Promise<Transcript> {
  const durationMs = (await openPcm(pcm)).totalSamples / SAMPLES_PER_MS;
  const spoken = segments
    .map(({ startMs, endMs }) => ({ startMs: Math.round(startMs), endMs: Math.floor(Math.min(endMs, durationMs)) }))
    .filter(({ startMs, endMs }) => endMs - startMs >= MIN_SEGMENT_MS);
  const speechMs = spoken.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const heard =
    spoken.length === 0
      ? []
      : await recogniser.transcribe(pcm, spoken, locale, (doneMs) => onProgress(doneMs, speechMs));
  if (speechMs > MUST_BE_HEARD_MS && heard.every(({ text }) => text === '')) {
    throw new ForeseenFailure('nothing_recognised', `${speechMs} ms of speech and not one word`);
  }
  const pieces = heard.reduce((sum, each) => sum + each.pieces, 0);
  const unknownPieces = heard.reduce((sum, each) => sum + each.unknownPieces, 0);
  if (pieces >= MIN_WORDS_TO_DOUBT && unknownPieces / pieces > MOST_DOUBTED) {
    throw new ForeseenFailure(
      'nothing_recognised',
      `${unknownPieces} of ${pieces} words are doubted by the recogniser itself`,
    );
  }
  return {
    transcriptVersion: TRANSCRIPT_VERSION,
    recogniser: recogniser.identity,
    locale,
    durationMs,
    speechMs,
    heardLanguage: mostHeard(heard, spoken),
    unknownRatio: pieces === 0 ? 0 : unknownPieces / pieces,
    segments: spoken.map((segment, i) => ({
      ...segment,
      text: heard[i]?.text ?? '',
      tokens: [...(heard[i]?.tokens ?? [])],
    })),
  };
}

/** The language named for most of the speech. */
function mostHeard(heard: readonly Heard[], spoken: readonly TimeSpan[]): string | null {
  const lengths = new Map<string, number>();
  for (const [i, { language }] of heard.entries()) {
    const segment = spoken[i];
    if (language === null || segment === undefined) continue;
    lengths.set(language, (lengths.get(language) ?? 0) + segment.endMs - segment.startMs);
  }
  const [longest] = [...lengths].toSorted(([, a], [, b]) => b - a);
  return longest?.[0] ?? null;
}
