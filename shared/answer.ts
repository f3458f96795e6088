import { z } from 'zod';
import { WorkSampleResult } from './job/work-sample.ts';

/** What a candidate answered to one item. Recordings of a spoken answer are rows of their own, linked by answer. */
export const AnswerBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('spoken') }),
  z.strictObject({
    kind: z.literal('typed'),
    text: z.string().max(4000),
    /** Text was pasted into the field: a note for the reviewer, never a deduction. */
    isPasted: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('choice'), optionId: z.string().max(64) }),
  z.strictObject({ kind: z.literal('ranking'), optionIds: z.array(z.string().max(64)).min(2).max(12) }),
  /** Option id → 1 (does harm) to 7 (works well). */
  z.strictObject({ kind: z.literal('rating'), ratings: z.record(z.string().max(64), z.int().min(1).max(7)) }),
  z.strictObject({ kind: z.literal('work_sample'), result: WorkSampleResult }),
  z.strictObject({ kind: z.literal('skipped') }),
]);
export type AnswerBody = z.infer<typeof AnswerBody>;

/** Text or order still being worked on; saved as it changes, so that a power cut costs at most the last second of typing. */
export const AnswerDraft = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('typed'), text: z.string().max(4000) }),
  z.strictObject({ kind: z.literal('choice'), optionId: z.string().max(64) }),
  z.strictObject({ kind: z.literal('ranking'), optionIds: z.array(z.string().max(64)).max(12) }),
  z.strictObject({ kind: z.literal('rating'), ratings: z.record(z.string().max(64), z.int().min(1).max(7)) }),
  z.strictObject({ kind: z.literal('work_sample'), result: WorkSampleResult }),
]);
export type AnswerDraft = z.infer<typeof AnswerDraft>;
