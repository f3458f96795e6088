import { z } from 'zod';
import { TimeSpan } from './analysis.ts';
import { Locale } from './localized.ts';
import { PinnedModelFile, SpeechEngine } from './models.ts';
import { PcmInput } from './pcm-input.ts';
import { Transcript, TranscriptionError } from './transcript.ts';

/** A model of the catalogue that sherpa-onnx loads; paths of `files` are relative to `directory`. */
export const SherpaChoice = z.strictObject({
  library: z.literal('sherpa_onnx'),
  engine: SpeechEngine,
  modelId: z.string().min(1),
  directory: z.string().min(1),
  files: z.array(PinnedModelFile).min(1),
});
export type SherpaChoice = z.infer<typeof SherpaChoice>;

/** The operating system's recogniser. All paths are absolute. */
export const PocketsphinxChoice = z.strictObject({
  library: z.literal('pocketsphinx'),
  /** `pocketsphinx_batch`. */
  programFile: z.string().min(1),
  acousticModelDirectory: z.string().min(1),
  dictionaryFile: z.string().min(1),
  languageModelFile: z.string().min(1),
});
export type PocketsphinxChoice = z.infer<typeof PocketsphinxChoice>;

/** Which recogniser is to write a transcript. */
export const RecogniserChoice = z.discriminatedUnion('library', [SherpaChoice, PocketsphinxChoice]);
export type RecogniserChoice = z.infer<typeof RecogniserChoice>;

/** What the main process says to the transcriber. Recordings are transcribed one after the other, in the order sent. */
export const TranscriberRequest = z.strictObject({
  kind: z.literal('transcribe'),
  id: z.string().min(1),
  pcm: PcmInput,
  locale: Locale,
  /** `SpeechAnalysis.asrSegments`: nothing outside them is given to a recogniser. */
  segments: z.array(TimeSpan),
  recogniser: RecogniserChoice,
  /** The candidate is still speaking: what is heard is remembered for the request that takes the whole. */
  isAhead: z.boolean().optional(),
});
export type TranscriberRequest = z.infer<typeof TranscriberRequest>;

const Milliseconds = z.number().nonnegative();

/** What the transcriber says to the main process. It speaks first: `ready` or `start_failed`. Models are loaded when first asked for. */
export const TranscriberReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('start_failed'), error: TranscriptionError }),
  /** Milliseconds of speech. */
  z.strictObject({ kind: z.literal('progress'), id: z.string(), doneMs: Milliseconds, totalMs: Milliseconds }),
  z.strictObject({ kind: z.literal('transcribed'), id: z.string(), ok: Transcript }),
  z.strictObject({ kind: z.literal('failed'), id: z.string(), error: TranscriptionError }),
]);
export type TranscriberReply = z.infer<typeof TranscriberReply>;
