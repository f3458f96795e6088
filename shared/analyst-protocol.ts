import { z } from 'zod';
import { AnalysisError, AnalystReply, AnalystRequest } from './analysis.ts';
import { WordAssessment, WordAssessmentInput } from './assessment.ts';
import { Locale } from './localized.ts';
import { EmbeddingSettings, ModelCatalogEntry, PinnedModelFile } from './models.ts';

/** Read the words of one answer. Costs milliseconds, the first time half a second per language for its dictionary. */
export const AssessRequest = z.strictObject({
  kind: z.literal('assess'),
  id: z.string().min(1),
  input: WordAssessmentInput,
});
export type AssessRequest = z.infer<typeof AssessRequest>;

/** Answer to an `AssessRequest`; an input the engine cannot take (an item not answered in words) is `failed`. */
export const AssessReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assessed'), id: z.string(), ok: WordAssessment }),
  z.strictObject({ kind: z.literal('failed'), id: z.string(), error: AnalysisError }),
]);
export type AssessReply = z.infer<typeof AssessReply>;

/** Everything the analyst can be asked. */
export const AnalystCall = z.discriminatedUnion('kind', [AnalystRequest, AssessRequest]);
export type AnalystCall = z.infer<typeof AnalystCall>;

/** Everything the analyst says: `AnalystReply` without an assessment, `AssessReply` with one. */
export const AnalystAnswer = z.union([AnalystReply, AssessReply]);
export type AnalystAnswer = z.infer<typeof AnalystAnswer>;

/** An installed sentence model with its calibration, as the analyst is told of it when it starts. */
export const EmbeddingChoice = z.strictObject({
  entry: z.strictObject({
    id: ModelCatalogEntry.shape.id,
    files: z.array(PinnedModelFile).min(1),
    embedding: EmbeddingSettings,
  }),
  directory: z.string().min(1),
  /** Languages it tells related from unrelated sentences in; in the others it is not used. */
  calibration: z.partialRecord(Locale, z.strictObject({ c0: z.number(), c1: z.number() })),
});
export type EmbeddingChoice = z.infer<typeof EmbeddingChoice>;
