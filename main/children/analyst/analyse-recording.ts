import { ANALYSIS_SAMPLE_RATE, ANALYSIS_VERSION, type ModelIdentity, type SpeechAnalysis } from '#shared/analysis.ts';
import type { PcmSource } from '../common/pcm-file.ts';
import {
  ClippingCounter,
  loudestWindowDbfs,
  measureClipping,
  measureLevels,
  raiseFlags,
  type WindowEnergy,
} from './quality.ts';
import { ASR_RULE, findPauses, findSegments, MEASURE_RULE, totalMs } from './segments.ts';

/** New samples the detector takes at a time: 32 ms. */
export const WINDOW_SAMPLES = 512;
const SAMPLES_PER_MS = ANALYSIS_SAMPLE_RATE / 1000;
const WINDOW_MS = WINDOW_SAMPLES / SAMPLES_PER_MS;

/** Says how likely each window of a recording is speech; remembers what came before. */
export interface VoiceDetector {
  readonly model: ModelIdentity;
  /** Forgets everything: call before every recording. */
  reset(): void;
  /** @param window the next `WINDOW_SAMPLES` samples; @returns probability of speech, 0-1 */
  next(window: Float32Array): Promise<number>;
}

interface Listening {
  readonly probabilities: number[];
  readonly windows: WindowEnergy[];
  readonly peak: number;
  readonly dcOffset: number;
  readonly nonFiniteSamples: number;
}

/**
 * Analyses one recording in two passes over its samples, in memory that does not grow with them
 * (one probability and one energy per 32 ms apart).
 *
 * @param onProgress called after every block of the long pass with the samples done
 * @throws ForeseenFailure from the source or the detector
 */
export async function analyseRecording(
  source: PcmSource,
  detector: VoiceDetector,
  onProgress: (doneSamples: number) => void = () => undefined,
): Promise<SpeechAnalysis> {
  const heard = await listen(source, detector, onProgress);
  const clipping = new ClippingCounter(heard.peak);
  for await (const block of source.blocks()) clipping.accept(block);

  const durationMs = source.totalSamples / SAMPLES_PER_MS;
  const speechSegments = findSegments(heard.probabilities, MEASURE_RULE, WINDOW_MS, durationMs);
  const speechMs = totalMs(speechSegments);
  const levels =
    speechMs === 0
      ? measureLevels([], [], heard.dcOffset)
      : measureLevels(heard.probabilities, heard.windows, heard.dcOffset);
  const clippingPerMinute = measureClipping(clipping.runs, heard.peak, durationMs);
  return {
    analysisVersion: ANALYSIS_VERSION,
    model: detector.model,
    durationMs,
    speechMs,
    speechSegments,
    asrSegments: findSegments(heard.probabilities, ASR_RULE, WINDOW_MS, durationMs),
    pauses: findPauses(speechSegments),
    ...levels,
    clippingPerMinute,
    peakRatio: Math.min(1, heard.peak),
    dcOffsetRatio: heard.dcOffset,
    nonFiniteSamples: heard.nonFiniteSamples,
    flags: raiseFlags({
      ...levels,
      speechMs,
      clippingPerMinute,
      clippedRuns: clipping.runs,
      loudestDbfs: loudestWindowDbfs(heard.windows, heard.dcOffset),
      dcOffsetRatio: heard.dcOffset,
      nonFiniteSamples: heard.nonFiniteSamples,
    }),
  };
}

async function listen(
  source: PcmSource,
  detector: VoiceDetector,
  onProgress: (doneSamples: number) => void,
): Promise<Listening> {
  detector.reset();
  const probabilities: number[] = [];
  const windows: WindowEnergy[] = [];
  const window = new Float32Array(WINDOW_SAMPLES);
  let filled = 0;
  let done = 0;
  let peak = 0;
  let sumOfAll = 0;
  let nonFiniteSamples = 0;
  let sum = 0;
  let sumOfSquares = 0;

  const finishWindow = async (): Promise<void> => {
    // The last window is filled up with silence; only its real samples count as energy.
    window.fill(0, filled);
    windows.push({ sampleCount: filled, sum, sumOfSquares });
    probabilities.push(await detector.next(window));
    filled = 0;
    sum = 0;
    sumOfSquares = 0;
  };

  for await (const block of source.blocks()) {
    for (const raw of block) {
      // The model answers NaN with a low probability and no error: count it here or nobody will know.
      const sample = Number.isFinite(raw) ? raw : 0;
      if (sample !== raw) nonFiniteSamples += 1;
      window[filled] = sample;
      sum += sample;
      sumOfAll += sample;
      sumOfSquares += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
      filled += 1;
      if (filled === WINDOW_SAMPLES) await finishWindow();
    }
    done += block.length;
    onProgress(done);
  }
  if (filled > 0) await finishWindow();
  return { probabilities, windows, peak, dcOffset: done === 0 ? 0 : sumOfAll / done, nonFiniteSamples };
}
