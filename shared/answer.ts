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

/**
 * Text, order or corrections still being worked on; saved as they change, so that a power cut costs at most the last second of
 * typing.
 */
export const AnswerDraft = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('typed'), text: z.string().max(4000), isPasted: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('choice'), optionId: z.string().max(64) }),
  z.strictObject({ kind: z.literal('ranking'), optionIds: z.array(z.string().max(64)).max(12) }),
  z.strictObject({ kind: z.literal('rating'), ratings: z.record(z.string().max(64), z.int().min(1).max(7)) }),
  z.strictObject({ kind: z.literal('work_sample'), result: WorkSampleResult }),
  /** On the read-back screen: each clause as it was corrected, '' for one that was never said, null for one as heard. */
  z.strictObject({
    kind: z.literal('read_back'),
    clauses: z.array(z.string().max(2000).nullable()).max(400),
    added: z.string().max(2000),
  }),
]);
export type AnswerDraft = z.infer<typeof AnswerDraft>;
