import {
  ANALYSIS_SAMPLE_RATE,
  ANALYSIS_VERSION,
  type CurrentSpeechAnalysis,
  type ModelIdentity,
} from '#shared/analysis.ts';
import type { PcmSource } from '../common/pcm-file.ts';
import { ProsodyMeter, withoutProsody } from './prosody.ts';
import {
  ClippingCounter,
  loudestWindowDbfs,
  measureClipping,
  measureLevels,
  raiseFlags,
  type WindowEnergy,
} from './quality.ts';
import { ASR_RULE, findPauses, findSegments, MEASURE_RULE, NUCLEUS_GATE_RULE, totalMs } from './segments.ts';

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
  /** Largest magnitude with the constant offset taken out. */
  readonly swing: number;
  readonly dcOffset: number;
  readonly nonFiniteSamples: number;
}

/**
 * Analyses one recording in two passes over its samples, in memory that does not grow with them
 * (a probability and an energy per 32 ms and 14 candidates per 10 ms apart: 12 kB a second).
 *
 * @param options.prosody whether pitch, loudness and rate may be observed; default false
 * @param options.onProgress called after every block of the long pass with the samples done
 * @throws ForeseenFailure from the source or the detector
 */
export async function analyseRecording(
  source: PcmSource,
  detector: VoiceDetector,
  options: { readonly prosody?: boolean; readonly onProgress?: (doneSamples: number) => void } = {},
): Promise<CurrentSpeechAnalysis> {
  const { prosody: isProsodyWanted = false, onProgress = () => undefined } = options;
  const heard = await listen(source, detector, onProgress);
  const durationMs = source.totalSamples / SAMPLES_PER_MS;
  const speechSegments = findSegments(heard.probabilities, MEASURE_RULE, WINDOW_MS, durationMs);
  const speechMs = totalMs(speechSegments);
  const pauses = findPauses(speechSegments);
  const meter = isProsodyWanted
    ? new ProsodyMeter({
        totalSamples: source.totalSamples,
        swing: heard.swing,
        speechSegments,
        nucleusSegments: findSegments(heard.probabilities, NUCLEUS_GATE_RULE, WINDOW_MS, durationMs),
        pauses,
      })
    : null;
  const clipping = new ClippingCounter(heard.peak);
  for await (const block of source.blocks()) {
    clipping.accept(block);
    meter?.accept(heard.nonFiniteSamples === 0 ? block : block.map((sample) => (Number.isFinite(sample) ? sample : 0)));
  }
  const prosody = meter === null ? withoutProsody('not_permitted') : meter.finish();
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
    pauses,
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
      voiceSpreadSemitones: prosody.voiceSpreadSemitones,
    }),
    prosody,
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
  let highest = 0;
  let lowest = 0;
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
      if (sample > highest) highest = sample;
      else if (sample < lowest) lowest = sample;
      filled += 1;
      if (filled === WINDOW_SAMPLES) await finishWindow();
    }
    done += block.length;
    onProgress(done);
  }
  if (filled > 0) await finishWindow();
  const dcOffset = done === 0 ? 0 : sumOfAll / done;
  return {
    probabilities,
    windows,
    peak: Math.max(highest, -lowest),
    swing: Math.max(highest - dcOffset, dcOffset - lowest),
    dcOffset,
    nonFiniteSamples,
  };
}
