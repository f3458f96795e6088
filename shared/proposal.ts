import { z } from 'zod';
import { Action, Condition, Ground, Rule } from './hub/workflow.ts';
import { Instant, SessionId } from './ids.ts';
import { Slug } from './job/parts.ts';
import { Localized } from './localized.ts';
import { SyncState } from './sync-state.ts';

/** The one stage of head office's flow that an interview at the kiosk is in. */
export const KIOSK_STAGE = 'kiosk-interview';

/** Conditions of head office's flow that a kiosk alone can tell. None of them speaks against somebody (R6). */
export const KIOSK_CONDITIONS: readonly Condition['kind'][] = [
  'session_is',
  'total_at_least',
  'dimension_at_least',
  'all_dimensions_scored',
  'has_contact',
];

/** Whether a kiosk can apply a rule of head office's flow: one that speaks of what only head office knows cannot be told there. */
export function isKioskRule({ stageId, when }: Rule): boolean {
  return stageId === KIOSK_STAGE && when.every(({ kind }) => KIOSK_CONDITIONS.includes(kind));
}

/** A rule of the site. It can only propose, and nothing it can propose ends an application. */
export const LocalRule = z.strictObject({
  id: Slug,
  /** Null: of every post. */
  jobId: Slug.nullable(),
  name: z.string().trim().min(1).max(80),
  when: z
    .array(Condition.refine(({ kind }) => KIOSK_CONDITIONS.includes(kind), 'a kiosk cannot tell this'))
    .min(1)
    .max(10),
  propose: Action,
});
export type LocalRule = z.infer<typeof LocalRule>;

/** The rule as the pure module reads it. */
export function asRule({ id, name, when, propose }: LocalRule): Rule {
  return { id, name: { 'zh-CN': name, en: name }, stageId: KIOSK_STAGE, when, propose };
}

/** A rule that is in force, and whose it is. */
export const RuleInForce = z.strictObject({
  /** `head_office`: published, not to be changed here. */
  source: z.enum(['site', 'head_office']),
  jobId: Slug.nullable(),
  version: z.int().nonnegative(),
  rule: Rule,
});
export type RuleInForce = z.infer<typeof RuleInForce>;

/** A post that a rule can speak of, with what its competencies are called. */
export const RulePost = z.strictObject({
  id: Slug,
  title: z.string(),
  dimensions: z.array(z.strictObject({ id: Slug, name: z.string() })),
});
export type RulePost = z.infer<typeof RulePost>;

export const ProposalState = z.enum(['open', 'approved', 'dismissed', 'withdrawn']);
export type ProposalState = z.infer<typeof ProposalState>;

/** Why a person agrees or not. */
export const ProposalReason = z.string().trim().min(3).max(500);

/** When and where the candidate is to come, chosen by the person who approves. */
export const Appointment = z
  .strictObject({ startsAt: Instant, endsAt: Instant, place: z.string().trim().min(1).max(200) })
  .refine(({ startsAt, endsAt }) => Date.parse(endsAt) > Date.parse(startsAt), { path: ['endsAt'] });
export type Appointment = z.infer<typeof Appointment>;

/** A next step that a rule proposes for one interview. */
export const KioskProposal = z.strictObject({
  id: z.uuidv7(),
  sessionId: SessionId,
  reference: z.string(),
  candidate: z.string().nullable(),
  jobTitle: z.string(),
  ruleName: Localized,
  action: Action,
  ground: z.array(Ground),
  state: ProposalState,
  openedAt: Instant,
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
  /** In a person's words, or `ground_changed` or `declined` where it was withdrawn. */
  reason: z.string().nullable(),
  /** Where the approved action is on its way to head office, which carries it out; null before approval. */
  sending: SyncState.nullable(),
});
export type KioskProposal = z.infer<typeof KioskProposal>;
