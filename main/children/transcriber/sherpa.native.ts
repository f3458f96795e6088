import type { OfflineRecognizer } from 'sherpa-onnx-node';
import { ANALYSIS_SAMPLE_RATE, type TimeSpan } from '#shared/analysis.ts';
import type { Locale } from '#shared/localized.ts';
import type { SherpaChoice } from '#shared/transcript-protocol.ts';
import type { RecogniserIdentity } from '#shared/transcript.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import { identityOf, readCheckedFile } from '../common/model-files.ts';
import { readPcmStretch } from '../common/pcm-file.ts';
import { cutLong } from './cut-long.ts';
import type { Joint } from './join-pieces.ts';
import type { Heard, Recogniser } from './recogniser.ts';
import { sherpaConfig } from './sherpa-config.ts';
import { readSherpaResult } from './sherpa-result.ts';

const SAMPLES_PER_MS = ANALYSIS_SAMPLE_RATE / 1000;

const IS_PUNCTUATED = { sense_voice: true, whisper: true, paraformer: false, zipformer: false } as const;

/**
 * Checks every file of a model and loads it.
 *
 * @throws ForeseenFailure `model_missing`, `model_size_mismatch`, `model_hash_mismatch`, `model_load_failed`; a file that is
 *   the catalogue's and still not what its engine expects ends the process
 */
export async function loadSherpaRecogniser(choice: SherpaChoice, locale: Locale): Promise<Recogniser> {
  for (const file of choice.files) await readCheckedFile(choice.directory, file);
  const recogniser = await createRecogniser(choice, locale);
  const identity: RecogniserIdentity = {
    engine: choice.engine,
    model: identityOf(choice.modelId, choice.files),
    isPunctuated: IS_PUNCTUATED[choice.engine],
  };
  const joint: Joint = choice.engine === 'paraformer' ? 'mark_inside_word' : 'space_before_word';
  return {
    identity,
    async transcribe(pcm, segments, _locale, onProgress) {
      const heard: Heard[] = [];
      let doneMs = 0;
      for (const segment of segments) {
        const samples = await readPcmStretch(pcm, segment.startMs * SAMPLES_PER_MS, segment.endMs * SAMPLES_PER_MS);
        heard.push(await hearSegment(recogniser, samples, segment, joint));
        doneMs += segment.endMs - segment.startMs;
        onProgress(doneMs);
      }
      return heard;
    },
  };
}

async function createRecogniser(choice: SherpaChoice, locale: Locale): Promise<OfflineRecognizer> {
  try {
    // Only here: a kiosk with another recogniser may have no build of this library.
    const { default: sherpa } = await import('sherpa-onnx-node');
    // The synchronous constructor aborts the process where this one rejects.
    return await sherpa.OfflineRecognizer.createAsync(sherpaConfig(choice, locale));
  } catch (error) {
    if (error instanceof ForeseenFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeseenFailure('model_load_failed', `${choice.modelId} was not loaded: ${reason}`, { cause: error });
  }
}

async function hearSegment(
  recogniser: OfflineRecognizer,
  samples: Float32Array,
  segment: TimeSpan,
  joint: Joint,
): Promise<Heard> {
  const starts = cutLong(samples);
  const parts: Heard[] = [];
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? samples.length;
    const stream = recogniser.createStream();
    stream.acceptWaveform({ samples: samples.slice(start, end), sampleRate: ANALYSIS_SAMPLE_RATE });
    parts.push(
      readSherpaResult(await recogniser.decodeAsync(stream), joint, {
        startMs: segment.startMs + start / SAMPLES_PER_MS,
        endMs: segment.startMs + end / SAMPLES_PER_MS,
      }),
    );
  }
  const tokens = parts.flatMap((part) => part.tokens);
  return {
    text: parts
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join(' '),
    tokens,
    pieces: parts.reduce((sum, part) => sum + part.pieces, 0),
    unknownPieces: parts.reduce((sum, part) => sum + part.unknownPieces, 0),
    language: parts.find(({ language }) => language !== null)?.language ?? null,
  };
}
