import { z } from 'zod';
import { PcmInput } from './pcm-input.ts';

/** Raised whenever a threshold, a window or a formula of the analysis changes: results of two versions are not comparable. */
export const ANALYSIS_VERSION = 2;

/** The only sample rate the analyst accepts. */
export const ANALYSIS_SAMPLE_RATE = 16_000;

/** A gap between two stretches of speech counts as a pause from this length on. */
export const PAUSE_MIN_MS = 600;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Milliseconds = z.number().nonnegative();

/** A stretch of the recording in milliseconds from its first sample; the end is exclusive. */
export const TimeSpan = z
  .strictObject({ startMs: Milliseconds, endMs: Milliseconds })
  .refine((span) => span.endMs > span.startMs, { message: 'endMs must lie after startMs' });
export type TimeSpan = z.infer<typeof TimeSpan>;

/** Why a measure has no number. Each code is a translation key for the person who reads the result. */
export const NotMeasuredReason = z.enum([
  /** No stretch of speech was found, so nothing about speech can be measured. */
  'no_speech',
  /** Fewer than five windows lie far enough from speech to hear the room alone. */
  'no_noise_frames',
  /** The room is exact digital silence (a gated or muted source): a ratio against it has no meaning. */
  'digital_silence',
  /** Speech windows hold no more power than the room: the speech is buried. */
  'speech_not_above_noise',
  /** The loudest sample is so small that rounding steps look like clipping. */
  'signal_too_small',
  /** The rules of the place or the candidate's consent do not allow it: it was not computed. */
  'not_permitted',
  /** Less than a second of speech, or fewer than twenty voiced frames (.2 s). */
  'too_little_speech',
  /** Fewer than two stretches of speech with twenty voiced frames each: nothing to compare. */
  'too_few_segments',
  /** Nothing between the first word and the last was long enough to be a pause. */
  'no_pauses',
]);
export type NotMeasuredReason = z.infer<typeof NotMeasuredReason>;

/** A number, or no number and the reason. The unit is the ending of the field's name. */
export const Measure = z.union([
  z.strictObject({ value: z.number() }),
  z.strictObject({ value: z.null(), reason: NotMeasuredReason }),
]);
export type Measure = z.infer<typeof Measure>;

export const AnalysisFlagCode = z.enum([
  'too_quiet',
  'clipped',
  'noisy',
  'silent',
  'nan_samples',
  'dc_offset',
  /** Stretches of speech lie so far apart in pitch that somebody should listen whether one person spoke. Says nothing more. */
  'several_voices',
]);
export type AnalysisFlagCode = z.infer<typeof AnalysisFlagCode>;

/** `warn`: usable, say so. `fail`: measures from this recording must not be trusted. */
export const AnalysisFlag = z.strictObject({ code: AnalysisFlagCode, severity: z.enum(['warn', 'fail']) });
export type AnalysisFlag = z.infer<typeof AnalysisFlag>;

/** The model a result was made with; `sha256` is of the file that was really loaded. */
export const ModelIdentity = z.strictObject({ id: z.string().min(1), sha256: Sha256 });
export type ModelIdentity = z.infer<typeof ModelIdentity>;

/**
 * How an answer was spoken. Shown beside a score, never part of one.
 *
 * Over stretches of speech only: the hum of a machine in the pauses is tracked as a voice. Medians and quantiles, never a
 * mean or a standard deviation, which are off by ten times as much in noise. Validated on synthetic voices down to 10 dB.
 */
export const Prosody = z.strictObject({
  /** Median pitch of the voiced frames; autocorrelation (Boersma 1993), 75 to 500 Hz, every 10 ms. */
  medianF0Hz: Measure,
  /** From the 10 % to the 90 % quantile of the same frames. */
  f0RangeSemitones: Measure,
  /** From the lowest to the highest median pitch of a stretch of speech. */
  voiceSpreadSemitones: Measure,
  /** Mean power of the whole recording, smoothed over 32 ms; dBFS as in `speechLevelDbfs`. Add 93.98 for Praat's dB. */
  meanIntensityDbfs: Measure,
  /** The same over stretches of speech. */
  speechIntensityDbfs: Measure,
  /** Syllable nuclei (de Jong & Wempe 2009 on 300-3300 Hz, dip 2.5 dB), counted without knowing the words. */
  syllables: Measure,
  /** Nuclei (dip 2 dB) per second of speech, pauses left out. */
  articulationRatePerSecond: Measure,
  /** `syllables` per second from the first word to the last, pauses counted in. */
  speechRatePerSecond: Measure,
  /** Entries of `pauses`. */
  pauseCount: Measure,
  meanPauseMs: Measure,
});
export type Prosody = z.infer<typeof Prosody>;

const measured = {
  model: ModelIdentity,
  /** Length of the recording. */
  durationMs: Milliseconds,
  /** Sum of `speechSegments`. */
  speechMs: Milliseconds,
  /** For time, pause and rate measures: on at .7, off at .6, 200 ms hang-over. */
  speechSegments: z.array(TimeSpan),
  /** For cutting audio to be transcribed, never losing a word: .5, .35, 300 ms, 100 ms of padding. */
  asrSegments: z.array(TimeSpan),
  /** Gaps of at least `PAUSE_MIN_MS` between speech segments; silence before the first and after the last is not a pause. */
  pauses: z.array(TimeSpan),
  /** RMS over the windows that are speech, noise included. */
  speechLevelDbfs: Measure,
  /** Power of speech windows above the room, over the power of the room. */
  snrDb: Measure,
  /** Runs of at least three samples stuck at the recording's own peak. */
  clippingPerMinute: Measure,
  /** Largest magnitude of any sample, 0 to 1. */
  peakRatio: z.number().min(0).max(1),
  /** Mean of all samples, -1 to 1. */
  dcOffsetRatio: z.number().min(-1).max(1),
  /** Samples that were not finite numbers; they were analysed as zero. */
  nonFiniteSamples: z.int().nonnegative(),
  flags: z.array(AnalysisFlag),
};

/** A result of step 1, before prosody was measured; still in stores and on its way to head office. */
const SpeechAnalysisV1 = z.strictObject({ analysisVersion: z.literal(1), ...measured });

/**
 * What the analyst found in one answer's 16 kHz mono recording, as it is made now.
 *
 * dBFS is relative to a full-scale square wave (RMS 1.0), so a full-scale sine reads -3.01.
 */
export const CurrentSpeechAnalysis = z.strictObject({
  analysisVersion: z.literal(ANALYSIS_VERSION),
  ...measured,
  prosody: Prosody,
});
export type CurrentSpeechAnalysis = z.infer<typeof CurrentSpeechAnalysis>;

/** A result of any version that may be stored. Ask `analysisVersion` before reading `prosody`. */
export const SpeechAnalysis = z.discriminatedUnion('analysisVersion', [SpeechAnalysisV1, CurrentSpeechAnalysis]);
export type SpeechAnalysis = z.infer<typeof SpeechAnalysis>;

export const AnalysisErrorCode = z.enum([
  'pcm_missing',
  'pcm_unreadable',
  'pcm_empty',
  'pcm_odd_length',
  'catalog_unreadable',
  'model_unknown',
  'model_missing',
  'model_size_mismatch',
  'model_hash_mismatch',
  'model_load_failed',
  'model_output_invalid',
  'analyst_crashed',
  'analyst_timed_out',
  'analyst_protocol_broken',
]);
export type AnalysisErrorCode = z.infer<typeof AnalysisErrorCode>;

/** A foreseen failure. `message` is for the log and a technician; a candidate or manager sees the code, translated. */
export const AnalysisError = z.strictObject({
  code: AnalysisErrorCode,
  message: z.string(),
  /** How the child process ended, for `analyst_crashed`. */
  exitCode: z.number().nullable().optional(),
  signal: z.string().nullable().optional(),
});
export type AnalysisError = z.infer<typeof AnalysisError>;

/** What the main process says to the analyst. Recordings are analysed one after the other, in the order sent. */
export const AnalystRequest = z.strictObject({
  kind: z.literal('analyse'),
  id: z.string().min(1),
  pcm: PcmInput,
  /** Whether pitch, loudness and rate of speech may be observed: false where the pack or the consent says no. */
  prosody: z.boolean(),
});
export type AnalystRequest = z.infer<typeof AnalystRequest>;

/** What the analyst says to the main process. It speaks first: `ready` or `start_failed`. */
export const AnalystReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), model: ModelIdentity }),
  z.strictObject({ kind: z.literal('start_failed'), error: AnalysisError }),
  z.strictObject({ kind: z.literal('progress'), id: z.string(), doneMs: Milliseconds, totalMs: Milliseconds }),
  z.strictObject({
    kind: z.literal('analysed'),
    id: z.string(),
    ok: CurrentSpeechAnalysis,
    /** Processor time the child spent on it, all threads. */
    cpuMs: Milliseconds.optional(),
  }),
  z.strictObject({ kind: z.literal('failed'), id: z.string(), error: AnalysisError }),
]);
export type AnalystReply = z.infer<typeof AnalystReply>;
