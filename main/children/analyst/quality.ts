import type { AnalysisFlag, Measure, NotMeasuredReason } from '#shared/analysis.ts';

/** A measure without a number. */
export function notMeasured(reason: NotMeasuredReason): Measure {
  return { value: null, reason };
}

/** What one analysis window holds, enough to take a constant offset out of its power afterwards. */
export interface WindowEnergy {
  readonly sampleCount: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Windows at or above this are surely speech, below the second surely not: between them lies neither. */
const SPEECH_PROBABILITY = 0.7;
const NOISE_PROBABILITY = 0.3;
/** Room noise is only taken where 6 windows (192 ms) on either side are quiet too: reverberation is not room noise. */
const NOISE_MARGIN_WINDOWS = 6;
const MIN_NOISE_WINDOWS = 5;
/** Rounding to 16 bits alone makes noise of 1/12 step squared: less than that is a muted source, not a quiet room. */
const ROUNDING_NOISE_POWER = 1 / 12 / 32_768 ** 2;
/** Below -40 dBFS of peak, .5 % of it is less than two 16-bit steps and a flat top cannot be told from rounding. */
const MIN_PEAK_FOR_CLIPPING = 0.01;
/** A microphone that gives less than this (and no speech) is muted, unplugged or covered. */
const SILENT_BELOW_DBFS = -60;
/**
 * Stretches of one synthetic voice lay at most 2.9 semitones apart in pitch, a man's and a woman's 5.8 to 14.4. Two people
 * with voices alike are not told apart, and a lively speaker may be flagged: a reason to listen, nothing else.
 */
const SEVERAL_VOICES_SEMITONES = 5;
/** One or two flat tops in a short answer are chance: unclipped test clips had at most one each. */
const MIN_CLIPPED_RUNS = 3;

/** Power ratio to decibels. */
function decibels(power: number): number {
  return 10 * Math.log10(power);
}

/** Mean power of a group of windows with the recording's constant offset taken out. */
class Power {
  private squares = 0;
  private samples = 0;
  private readonly offset: number;
  windows = 0;

  constructor(offset: number) {
    this.offset = offset;
  }

  add(window: WindowEnergy): void {
    this.squares += window.sumOfSquares - 2 * this.offset * window.sum + window.sampleCount * this.offset ** 2;
    this.samples += window.sampleCount;
    this.windows += 1;
  }

  mean(): number {
    return this.samples === 0 ? 0 : Math.max(0, this.squares / this.samples);
  }
}

/**
 * Level of the speech and its distance to the room.
 *
 * Speech power is what speech windows hold above the room's, so 0 dB means speech and room are equally strong.
 * Within .5 dB (mean error) of the true ratio from 30 down to 5 dB on synthetic speech in factory, pink and brown noise.
 *
 * @param dcOffset mean of all samples
 */
export function measureLevels(
  probabilities: ArrayLike<number>,
  windows: readonly WindowEnergy[],
  dcOffset: number,
): { speechLevelDbfs: Measure; snrDb: Measure } {
  const speech = new Power(dcOffset);
  const noise = new Power(dcOffset);
  for (const [i, window] of windows.entries()) {
    if ((probabilities[i] ?? 0) >= SPEECH_PROBABILITY) speech.add(window);
    else if (isFarFromSpeech(probabilities, i)) noise.add(window);
  }
  if (speech.windows === 0) return { speechLevelDbfs: notMeasured('no_speech'), snrDb: notMeasured('no_speech') };
  const speechLevelDbfs: Measure = { value: decibels(speech.mean()) };
  if (noise.windows < MIN_NOISE_WINDOWS) return { speechLevelDbfs, snrDb: notMeasured('no_noise_frames') };
  if (noise.mean() < ROUNDING_NOISE_POWER) return { speechLevelDbfs, snrDb: notMeasured('digital_silence') };
  const above = speech.mean() - noise.mean();
  if (above <= 0) return { speechLevelDbfs, snrDb: notMeasured('speech_not_above_noise') };
  return { speechLevelDbfs, snrDb: { value: decibels(above / noise.mean()) } };
}

function isFarFromSpeech(probabilities: ArrayLike<number>, index: number): boolean {
  for (let k = -NOISE_MARGIN_WINDOWS; k <= NOISE_MARGIN_WINDOWS; k++) {
    if ((probabilities[index + k] ?? 0) >= NOISE_PROBABILITY) return false;
  }
  return true;
}

/** Level of the loudest window in dBFS, offset taken out; -Infinity for digital silence. */
export function loudestWindowDbfs(windows: readonly WindowEnergy[], dcOffset: number): number {
  let loudest = 0;
  for (const window of windows) {
    const power = new Power(dcOffset);
    power.add(window);
    loudest = Math.max(loudest, power.mean());
  }
  return decibels(loudest);
}

/**
 * Counts runs of at least three samples within .5 % of the recording's own peak.
 *
 * Relative to the recording's peak, so clipping is found that was scaled down later. Feed every sample in order.
 */
export class ClippingCounter {
  private readonly threshold: number;
  private run = 0;
  runs = 0;

  /** @param peak largest magnitude in the whole recording */
  constructor(peak: number) {
    this.threshold = peak * 0.995;
  }

  accept(samples: Float32Array): void {
    for (const sample of samples) {
      if (Math.abs(sample) >= this.threshold) {
        this.run += 1;
        if (this.run === 3) this.runs += 1;
      } else {
        this.run = 0;
      }
    }
  }
}

/** Clipped runs per minute of recording. */
export function measureClipping(runs: number, peak: number, durationMs: number): Measure {
  return peak < MIN_PEAK_FOR_CLIPPING ? notMeasured('signal_too_small') : { value: (runs * 60_000) / durationMs };
}

/** What the flags are decided on. */
export interface QualityMeasures {
  readonly speechMs: number;
  readonly loudestDbfs: number;
  readonly speechLevelDbfs: Measure;
  readonly snrDb: Measure;
  readonly clippingPerMinute: Measure;
  readonly clippedRuns: number;
  readonly dcOffsetRatio: number;
  readonly nonFiniteSamples: number;
  readonly voiceSpreadSemitones: Measure;
}

/**
 * Turns measures into flags; a measure without a number raises none.
 *
 * Quiet: warn below -40 dBFS, fail below -50 (the detector holds to -56). Clipped: warn above 10 a minute, fail above 100.
 * Noisy: every other measure is validated down to 10 dB (warn below), and speech rate drifts by 7 % at 5 dB (fail below).
 * Constant offset: 1 % of full scale is audible as a click at cuts, 10 % is a broken input.
 */
export function raiseFlags(measures: QualityMeasures): AnalysisFlag[] {
  const flags: AnalysisFlag[] = [];
  const raise = (code: AnalysisFlag['code'], warns: boolean, fails: boolean): void => {
    if (fails) flags.push({ code, severity: 'fail' });
    else if (warns) flags.push({ code, severity: 'warn' });
  };
  const level = measures.speechLevelDbfs.value ?? 0;
  raise('too_quiet', level < -40, level < -50);
  const clipping = measures.clippedRuns < MIN_CLIPPED_RUNS ? 0 : (measures.clippingPerMinute.value ?? 0);
  raise('clipped', clipping > 10, clipping > 100);
  const isBuried = measures.snrDb.value === null && measures.snrDb.reason === 'speech_not_above_noise';
  const snr = measures.snrDb.value ?? Number.POSITIVE_INFINITY;
  raise('noisy', snr < 10, snr < 5 || isBuried);
  raise('silent', false, measures.speechMs === 0 && measures.loudestDbfs < SILENT_BELOW_DBFS);
  raise('nan_samples', false, measures.nonFiniteSamples > 0);
  const offset = Math.abs(measures.dcOffsetRatio);
  raise('dc_offset', offset > 0.01, offset > 0.1);
  raise('several_voices', (measures.voiceSpreadSemitones.value ?? 0) > SEVERAL_VOICES_SEMITONES, false);
  return flags;
}
