import { z } from 'zod';
import { Localized } from './localized.ts';

/** What was missing from an answer, so that one follow-up question may ask for it. The same trigger for everyone (R23). */
export const ProbeTrigger = z.enum([
  /** No own action was recognised, or only "we". */
  'action_missing',
  'result_missing',
  /** A result, but neither a number nor what somebody said of it. */
  'result_without_proof',
  'situation_missing',
  /** Told in general or as a plan, not as something that happened. */
  'generic',
  'short',
  'off_topic',
]);
export type ProbeTrigger = z.infer<typeof ProbeTrigger>;

/** The authored follow-up questions, one per trigger. */
export const Probes = z.strictObject({
  /** Rises with every change of wording. */
  version: z.int().min(1),
  texts: z.record(ProbeTrigger, Localized),
});
export type Probes = z.infer<typeof Probes>;
