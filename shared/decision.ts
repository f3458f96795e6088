import { z } from 'zod';
import { Instant } from './ids.ts';
import type { Purpose } from './purpose.ts';
import { ReasonWords } from './rating.ts';

/** `plan`: what somebody will learn next. `noted`: what somebody who leaves said has been read. */
export const Outcome = z.enum(['advance', 'hold', 'decline', 'plan', 'noted']);
export type Outcome = z.infer<typeof Outcome>;

/**
 * What can be decided about an interview, by what it was held for. Nobody is advanced or declined by what they said on leaving, or by
 * what they still have to learn.
 */
export const OUTCOMES: Readonly<Record<Purpose, readonly Outcome[]>> = {
  hiring: ['advance', 'hold', 'decline'],
  promotion: ['advance', 'hold', 'decline'],
  training: ['plan', 'hold'],
  exit: ['noted'],
};

/** Outcomes that say something about a person and so have to rest on somebody's locked ratings. */
export const RESTS_ON_REVIEW: ReadonlySet<Outcome> = new Set(['advance', 'decline']);

/** Whether anything is decided about a person at all after an interview for this purpose: what is not judged is not compared either. */
export function judgesPeople(purpose: Purpose): boolean {
  return OUTCOMES[purpose].some((outcome) => RESTS_ON_REVIEW.has(outcome));
}

/** Reasons by outcome. None of them is a number: a person decides, and says why (R6, R7). */
export const DECISION_REASONS = {
  advance: ['meets_needs', 'strong_example', 'worth_a_second_look', 'other'],
  hold: ['second_opinion', 'papers_missing', 'no_place_now', 'talk_first', 'other'],
  decline: ['needs_not_met', 'safety_concern', 'other_person_chosen', 'candidate_steps_back', 'other'],
  plan: ['suggestions_agreed', 'other_training', 'nothing_needed', 'other'],
  noted: ['passed_on', 'change_made', 'nothing_to_do', 'other'],
} as const satisfies Record<Outcome, readonly string[]>;

const words = ReasonWords;

/** What a person decided, with the reason as a code and in words. */
export const Verdict = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('advance'), reason: z.enum(DECISION_REASONS.advance), words }),
  z.strictObject({ outcome: z.literal('hold'), reason: z.enum(DECISION_REASONS.hold), words }),
  z.strictObject({ outcome: z.literal('decline'), reason: z.enum(DECISION_REASONS.decline), words }),
  z.strictObject({ outcome: z.literal('plan'), reason: z.enum(DECISION_REASONS.plan), words }),
  z.strictObject({ outcome: z.literal('noted'), reason: z.enum(DECISION_REASONS.noted), words }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** A decision as it is shown. It is never overwritten: a later one names it. */
export const Decision = z.strictObject({
  id: z.uuidv7(),
  outcome: Outcome,
  reason: z.string(),
  /** Null while the reader has not locked judgements of their own. */
  words: z.string().nullable(),
  /** Name of the member of staff; null when the account is gone. */
  decidedBy: z.string().nullable(),
  decidedAt: Instant,
  /** The decision it takes the place of; null for the first. */
  supersedes: z.uuidv7().nullable(),
});
export type Decision = z.infer<typeof Decision>;
