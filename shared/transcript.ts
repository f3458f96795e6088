import { z } from 'zod';
import { Locale } from './localized.ts';
import { ModelIdentity } from './analysis.ts';

/** Raised whenever the cutting of sound or the reading of a recogniser's answer changes: two versions are not comparable. */
export const TRANSCRIPT_VERSION = 1;

const Milliseconds = z.number().nonnegative();

/** One word, or one Chinese character, with its place in the recording. */
export const TranscriptToken = z.strictObject({
  text: z.string().min(1),
  startMs: Milliseconds,
  endMs: Milliseconds,
});
export type TranscriptToken = z.infer<typeof TranscriptToken>;

/** What was recognised in one stretch of speech that voice activity detection cut out. Times count from the recording's first sample. */
export const TranscriptSegment = z.strictObject({
  startMs: Milliseconds,
  endMs: Milliseconds,
  /** Empty when nothing was recognised in this stretch. */
  text: z.string(),
  /** Empty when the recogniser gives no times. */
  tokens: z.array(TranscriptToken),
});
export type TranscriptSegment = z.infer<typeof TranscriptSegment>;

/** Which recogniser wrote a transcript, so that it can be made again. */
export const RecogniserIdentity = z.strictObject({
  engine: z.enum(['sense_voice', 'paraformer', 'whisper', 'zipformer', 'pocketsphinx']),
  /** Catalogue id and combined hash of the loaded files. */
  model: ModelIdentity,
  /** Whether the recogniser writes punctuation: without it, clauses are cut at pauses and sequence words. */
  isPunctuated: z.boolean(),
});
export type RecogniserIdentity = z.infer<typeof RecogniserIdentity>;

/**
 * What a recogniser heard in one recording. Emotion and event tags are dropped in the adapter, before this is made (R1).
 * The same recording, recogniser and version give the same transcript.
 */
export const Transcript = z.strictObject({
  transcriptVersion: z.literal(TRANSCRIPT_VERSION),
  recogniser: RecogniserIdentity,
  /** The language the recogniser was asked for. */
  locale: Locale,
  /** Length of the recording. */
  durationMs: Milliseconds,
  /** Speech that was given to the recogniser. */
  speechMs: Milliseconds,
  /** The language the recogniser itself named, when it names one; compared with `locale` by the quality rule. */
  heardLanguage: z.string().nullable(),
  /** Share of its words that the recogniser marked as unknown or, where it says how sure it is, doubted; 0 to 1. */
  unknownRatio: z.number().min(0).max(1),
  segments: z.array(TranscriptSegment),
});
export type Transcript = z.infer<typeof Transcript>;

/** Why there is no transcript. Each code is a translation key. */
export const TranscriptionErrorCode = z.enum([
  /** No recogniser for this language is installed: said, not papered over. */
  'no_recogniser',
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
  /** More than 2 s of speech and not one word: the recogniser failed, the candidate was not silent. */
  'nothing_recognised',
  'recogniser_failed',
  'transcriber_crashed',
  'transcriber_timed_out',
  'transcriber_protocol_broken',
]);
export type TranscriptionErrorCode = z.infer<typeof TranscriptionErrorCode>;

/** A foreseen failure. `message` is for the log and a technician. */
export const TranscriptionError = z.strictObject({
  code: TranscriptionErrorCode,
  message: z.string(),
  exitCode: z.number().nullable().optional(),
  signal: z.string().nullable().optional(),
});
export type TranscriptionError = z.infer<typeof TranscriptionError>;
