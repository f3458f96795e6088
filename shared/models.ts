import { z } from 'zod';
import { Instant, Sha256 } from './ids.ts';
import { Locale } from './localized.ts';

export const ModelTask = z.enum(['voice_activity', 'speech_recognition', 'face_detection', 'embedding']);
export type ModelTask = z.infer<typeof ModelTask>;

/** How sherpa-onnx loads a recogniser. */
export const SpeechEngine = z.enum(['sense_voice', 'paraformer', 'whisper', 'zipformer']);
export type SpeechEngine = z.infer<typeof SpeechEngine>;

/** What a file of a model is to the library that loads it. */
export const ModelFileRole = z.enum([
  'model',
  'tokens',
  'encoder',
  'decoder',
  'joiner',
  'tokenizer',
  'tokenizer_config',
]);
export type ModelFileRole = z.infer<typeof ModelFileRole>;

/** One file name: a model's files lie side by side, so no name can lead out of its folder. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a plain file name');
const Bytes = z.int().positive();

/** A file as the catalogue knows it. */
export const ModelFile = z
  .strictObject({
    path: FileName,
    role: ModelFileRole,
    /** Null together with `sha256`: not known to us; both are recorded at import and checked from then on. */
    sizeBytes: Bytes.nullable(),
    sha256: Sha256.nullable(),
    /** Where `models fetch` finds it unless told otherwise. */
    url: z.url({ protocol: /^https$/ }).optional(),
  })
  .refine(({ sizeBytes, sha256 }) => (sizeBytes === null) === (sha256 === null), 'size and hash are known together');
export type ModelFile = z.infer<typeof ModelFile>;

/** A file whose bytes are known: by the catalogue, or recorded when a person trusted it at import. */
export const PinnedModelFile = z.strictObject({
  path: FileName,
  role: ModelFileRole,
  sizeBytes: Bytes,
  sha256: Sha256,
});
export type PinnedModelFile = z.infer<typeof PinnedModelFile>;

/** Whether the catalogue itself vouches for the bytes of a file. */
export function isPinned(file: ModelFile): file is ModelFile & PinnedModelFile {
  return file.sizeBytes !== null && file.sha256 !== null;
}

/** How sentences become vectors with a model; every value is from the model's own card. */
export const EmbeddingSettings = z.strictObject({
  /** `mean` over the tokens that are not padding, or the first token (`cls`). */
  pooling: z.enum(['mean', 'cls']),
  /** Whether vectors are scaled to length 1. */
  normalise: z.boolean(),
  dims: z.int().positive(),
  /** With special tokens; longer texts are cut at the end. */
  maxTokens: z.int().min(4),
  prefixes: z.strictObject({ query: z.string(), passage: z.string() }),
});
export type EmbeddingSettings = z.infer<typeof EmbeddingSettings>;

/** One model a kiosk can use, what must be true of its files before they are loaded, and on which terms they may be used. */
export const ModelCatalogEntry = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/),
    task: ModelTask,
    version: z.string().min(1),
    /** BCP 47 tags it is used for, or `any` when the model does not depend on the language. */
    languages: z.array(z.string().min(1)).min(1),
    licence: z.string().min(1),
    /** What somebody who answers for the kiosk has to know of the licence, in one or two sentences. */
    licenceSentence: z.string().min(1),
    licenceUrl: z.url(),
    /** The notice that must travel with the files, in the models folder; null when nothing is shipped. */
    licenceFile: FileName.nullable(),
    attribution: z.string().min(1),
    /** What else somebody who chooses a model should know. */
    note: z.string().min(1).optional(),
    /** Where the files come from, for a person. */
    source: z.string().min(1),
    sourceUrl: z.url(),
    /** Whether the files are shipped inside the installer. */
    isShipped: z.boolean(),
    /** Of recognisers only. */
    engine: SpeechEngine.optional(),
    /** Of embedding models only. */
    embedding: EmbeddingSettings.optional(),
    files: z.array(ModelFile).min(1),
  })
  .refine(({ task, engine }) => (task === 'speech_recognition') === (engine !== undefined), {
    path: ['engine'],
    message: 'belongs to recognisers, and to each of them',
  })
  .refine(({ task, embedding }) => (task === 'embedding') === (embedding !== undefined), {
    path: ['embedding'],
    message: 'belongs to embedding models, and to each of them',
  })
  .refine(({ files }) => new Set(files.map(({ path }) => path.toLowerCase())).size === files.length, {
    path: ['files'],
    message: 'two files have the same name',
  })
  .refine(({ isShipped, licenceFile }) => !isShipped || licenceFile !== null, {
    path: ['licenceFile'],
    message: 'a shipped model needs its notice',
  });
export type ModelCatalogEntry = z.infer<typeof ModelCatalogEntry>;

/** `models/catalog.json`. The order is the order of preference: the first installed model of a task and language is used. */
export const ModelCatalog = z.strictObject({
  catalogVersion: z.literal(2),
  models: z
    .array(ModelCatalogEntry)
    .refine((models) => new Set(models.map(({ id }) => id)).size === models.length, 'two models have the same id'),
});
export type ModelCatalog = z.infer<typeof ModelCatalog>;

/**
 * Cosines between which resemblance counts from 0 to 1: `c0` is the 95th percentile of unrelated sentences of the job bank,
 * `c1` the median of exemplars and their paraphrases. A model that cannot tell the two apart (`c1 <= c0`) has none.
 */
export const EmbeddingCalibration = z
  .strictObject({
    c0: z.number().min(-1).max(1),
    c1: z.number().min(-1).max(1),
    unrelatedPairs: z.int().positive(),
    paraphrasePairs: z.int().positive(),
  })
  .refine(({ c0, c1 }) => c1 > c0, 'c1 must lie above c0');
export type EmbeddingCalibration = z.infer<typeof EmbeddingCalibration>;

/** `installed.json` beside the files of an installed model. */
export const InstalledManifest = z.strictObject({
  manifestVersion: z.literal(1),
  id: ModelCatalogEntry.shape.id,
  version: z.string().min(1),
  installedAt: Instant,
  /** Files that no hash of the catalogue vouches for: a person did, at import. */
  trusted: z.array(FileName),
  files: z.array(PinnedModelFile).min(1),
  /** Seconds of computing per second of speech on this kiosk; null when it could not be measured. */
  measuredRtf: z.number().positive().nullable(),
  /** By language; a language is missing when the job bank has too few sentences or the model cannot tell them apart. */
  calibration: z.partialRecord(Locale, EmbeddingCalibration).nullable(),
});
export type InstalledManifest = z.infer<typeof InstalledManifest>;
