import { z } from 'zod';
import { KeySource } from './job/parts.ts';

/**
 * Where an answer stands. Only `scored` carries a number; every other status says why there is none. A `needs_review` is
 * for a person and never counts against the candidate.
 */
export const AnswerStatus = z.enum([
  'scored',
  'no_answer',
  'insufficient_evidence',
  'pending',
  'needs_review:no_transcript',
  'needs_review:asr_quality',
  'needs_review:short',
  'needs_review:unrecognised',
  'needs_review:integrity',
  /** The candidate refused computer scoring: a person rates. */
  'needs_review:human_only',
  'needs_review:analysis_failed',
  /** Every option of a rating was rated alike: there is no profile to compare. */
  'needs_review:straight_lining',
]);
export type AnswerStatus = z.infer<typeof AnswerStatus>;

/** What a score rests on: the option the candidate chose or placed, in the candidate's language. */
const OptionEvidence = z.strictObject({ kind: z.literal('option'), optionId: z.string(), text: z.string() });

/** One step, spot or round of a work sample: what was done and whether the key agrees. `text` is in the candidate's language. */
const TaskEvidence = z.strictObject({
  kind: z.literal('task'),
  id: z.string(),
  text: z.string(),
  isRight: z.boolean(),
});

/** One way to act with the rating it was given, 1 to 7, and the key's. */
const RatingEvidence = z.strictObject({
  kind: z.literal('rating'),
  optionId: z.string(),
  text: z.string(),
  rating: z.int().min(1).max(7),
  keyMean: z.number().min(1).max(7),
});

/** The score of one answer that has a key (choice, ranking, rating, work sample) with its evidence: no evidence, no number. */
export const AnswerScore = z.strictObject({
  /** Share of the best possible answer, 0 to 1. */
  score: z.number().min(0).max(1),
  level: z.int().min(1).max(5),
  /** A ranking lists every option in the candidate's order. */
  evidence: z.array(z.discriminatedUnion('kind', [OptionEvidence, TaskEvidence, RatingEvidence])).min(1),
  keySource: KeySource,
  /** The rule and the version of its constants, so that the number can be computed again. */
  rule: z.strictObject({ id: z.string(), version: z.int().min(1) }),
});
export type AnswerScore = z.infer<typeof AnswerScore>;
