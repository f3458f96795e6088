import { z } from 'zod';

/** Raised whenever a threshold, a window or a formula of the analysis changes: results of two versions are not comparable. */
export const ANALYSIS_VERSION = 1;

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
]);
export type NotMeasuredReason = z.infer<typeof NotMeasuredReason>;

/** A number, or no number and the reason. The unit is the ending of the field's name. */
export const Measure = z.union([
  z.strictObject({ value: z.number() }),
  z.strictObject({ value: z.null(), reason: NotMeasuredReason }),
]);
export type Measure = z.infer<typeof Measure>;

export const AnalysisFlagCode = z.enum(['too_quiet', 'clipped', 'noisy', 'silent', 'nan_samples', 'dc_offset']);
export type AnalysisFlagCode = z.infer<typeof AnalysisFlagCode>;

/** `warn`: usable, say so. `fail`: measures from this recording must not be trusted. */
export const AnalysisFlag = z.strictObject({ code: AnalysisFlagCode, severity: z.enum(['warn', 'fail']) });
export type AnalysisFlag = z.infer<typeof AnalysisFlag>;

/** The model a result was made with; `sha256` is of the file that was really loaded. */
export const ModelIdentity = z.strictObject({ id: z.string().min(1), sha256: Sha256 });
export type ModelIdentity = z.infer<typeof ModelIdentity>;

/**
 * What the analyst found in one answer's 16 kHz mono recording.
 *
 * dBFS is relative to a full-scale square wave (RMS 1.0), so a full-scale sine reads -3.01.
 */
export const SpeechAnalysis = z.strictObject({
  analysisVersion: z.literal(ANALYSIS_VERSION),
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
});
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
  /** Raw signed 16-bit little-endian mono samples at 16 kHz, no header. */
  pcmPath: z.string().min(1),
});
export type AnalystRequest = z.infer<typeof AnalystRequest>;

/** What the analyst says to the main process. It speaks first: `ready` or `start_failed`. */
export const AnalystReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), model: ModelIdentity }),
  z.strictObject({ kind: z.literal('start_failed'), error: AnalysisError }),
  z.strictObject({ kind: z.literal('progress'), id: z.string(), doneMs: Milliseconds, totalMs: Milliseconds }),
  z.strictObject({ kind: z.literal('analysed'), id: z.string(), ok: SpeechAnalysis }),
  z.strictObject({ kind: z.literal('failed'), id: z.string(), error: AnalysisError }),
]);
export type AnalystReply = z.infer<typeof AnalystReply>;
