import { z } from 'zod';
import { Sha256 } from './ids.ts';

/** One downloadable or shipped model, and what must be true of its files before they are loaded. */
export const ModelCatalogEntry = z.strictObject({
  id: z.string().min(1),
  task: z.enum(['voice_activity', 'speech_recognition', 'face_detection', 'embedding']),
  version: z.string().min(1),
  licence: z.string().min(1),
  /** The notice that must travel with the files, relative to the models folder. */
  licenceFile: z.string().min(1),
  source: z.string().min(1),
  /** BCP 47 tags, or `any` when the model does not depend on the language. */
  languages: z.array(z.string().min(1)).min(1),
  /** Whether the files may be shipped inside the installer. */
  isShipped: z.boolean(),
  files: z.array(z.strictObject({ path: z.string().min(1), sizeBytes: z.int().positive(), sha256: Sha256 })).min(1),
});
export type ModelCatalogEntry = z.infer<typeof ModelCatalogEntry>;

/** `models/catalog.json`. */
export const ModelCatalog = z.strictObject({
  catalogVersion: z.literal(1),
  models: z.array(ModelCatalogEntry),
});
export type ModelCatalog = z.infer<typeof ModelCatalog>;
