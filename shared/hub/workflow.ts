import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Slug } from '../job/parts.ts';
import { Localized } from '../localized.ts';
import { Actor, Reason } from './actor.ts';
import { ApplicationSummary } from './candidates.ts';
import { CheckResultInput } from './checks.ts';
import { PageQuery } from './page.ts';

const Score = z.number().min(0).max(100);

/** What must be true of an application. There is no "below" and no "not": a rule can speak for somebody, never against (R6). */
export const Condition = z.discriminatedUnion('kind', [
  /** `of: low` compares the lower end of the interval. */
  z.strictObject({ kind: z.literal('total_at_least'), score: Score, of: z.enum(['score', 'low']).default('score') }),
  z.strictObject({ kind: z.literal('dimension_at_least'), dimensionId: Slug, score: Score }),
  z.strictObject({ kind: z.literal('all_dimensions_scored') }),
  z.strictObject({ kind: z.literal('session_is'), state: z.enum(['started', 'sealed', 'finalized']) }),
  z.strictObject({ kind: z.literal('check_is'), providerId: Slug, outcome: z.enum(['clear', 'review', 'incomplete']) }),
  z.strictObject({ kind: z.literal('document_missing'), documentId: Slug }),
  z.strictObject({ kind: z.literal('document_received'), documentId: Slug }),
  z.strictObject({ kind: z.literal('in_stage_for_days'), days: z.int().min(1).max(365) }),
  z.strictObject({ kind: z.literal('has_skill'), skill: z.string().trim().min(1).max(80) }),
  z.strictObject({ kind: z.literal('has_contact'), by: z.enum(['email', 'phone']) }),
]);
export type Condition = z.infer<typeof Condition>;

/** What happens once a person approved. None of them ends an application. */
export const Action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('advance'), to: Slug }),
  /** Moves to `to` and invites; the person picks the slot. */
  z.strictObject({ kind: z.literal('invite'), to: Slug, by: z.enum(['email', 'sms', 'both']).default('email') }),
  /** Moves to `to` and orders the check. */
  z.strictObject({ kind: z.literal('order_check'), to: Slug, providerId: Slug }),
  /** The result document goes to every connector that is set up. */
  z.strictObject({ kind: z.literal('hand_over') }),
  /** Somebody should look: nothing happens but that it is noted. */
  z.strictObject({ kind: z.literal('remind') }),
]);
export type Action = z.infer<typeof Action>;

export const Rule = z.strictObject({
  id: Slug,
  name: Localized,
  stageId: Slug,
  /** All of them. */
  when: z.array(Condition).min(1).max(10),
  propose: Action,
});
export type Rule = z.infer<typeof Rule>;

export const Stage = z.strictObject({
  id: Slug,
  name: Localized,
  kind: z.enum([
    'screening',
    'kiosk_interview',
    'second_interview',
    'assessment',
    'background_check',
    'offer',
    'onboarding',
    'other',
  ]),
});
export type Stage = z.infer<typeof Stage>;

export const WorkflowDocument = z.strictObject({ id: Slug, name: Localized });
export type WorkflowDocument = z.infer<typeof WorkflowDocument>;

const shape = {
  stages: z.array(Stage).min(2).max(20),
  rules: z.array(Rule).max(50),
  /** Papers a candidate has to bring. */
  documents: z.array(WorkflowDocument).max(30),
};

function findDuplicate(ids: readonly string[]): string | undefined {
  return ids.find((id, index) => ids.indexOf(id) !== index);
}

/** An edit; refused when somebody else edited since `baseVersion` (0: the default). */
export const WorkflowInput = z
  .strictObject({ baseVersion: z.int().nonnegative(), ...shape })
  .superRefine((input, context) => {
    const report = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const stages = new Set(input.stages.map(({ id }) => id));
    const documents = new Set(input.documents.map(({ id }) => id));
    for (const part of ['stages', 'rules', 'documents'] as const) {
      const twice = findDuplicate(input[part].map(({ id }) => id));
      if (twice !== undefined) report([part], `id "${twice}" is used twice`);
    }
    for (const [index, { stageId, when, propose }] of input.rules.entries()) {
      if (!stages.has(stageId)) report(['rules', index, 'stageId'], `no stage "${stageId}"`);
      if ('to' in propose && !stages.has(propose.to))
        report(['rules', index, 'propose', 'to'], `no stage "${propose.to}"`);
      for (const [at, condition] of when.entries())
        if ('documentId' in condition && !documents.has(condition.documentId))
          report(['rules', index, 'when', at, 'documentId'], `no document "${condition.documentId}"`);
    }
  });
export type WorkflowInput = z.infer<typeof WorkflowInput>;

/** The flow of one job. Version 0 is the default of this release, until somebody edits it. */
export const Workflow = z.object({
  jobId: Slug,
  version: z.int().nonnegative(),
  ...shape,
  createdAt: Instant.nullable(),
  createdBy: Actor.nullable(),
});
export type Workflow = z.infer<typeof Workflow>;

/** A condition with what it was true of. */
export const Ground = z.object({ condition: Condition, observed: z.record(z.string(), z.unknown()) });
export type Ground = z.infer<typeof Ground>;

export const Proposal = z.object({
  id: z.uuidv7(),
  application: ApplicationSummary,
  candidateName: z.string().nullable(),
  ruleId: z.string(),
  ruleName: Localized,
  workflowVersion: z.int(),
  action: Action,
  ground: z.array(Ground),
  state: z.enum(['open', 'approved', 'dismissed', 'withdrawn']),
  createdAt: Instant,
  decidedAt: Instant.nullable(),
  decidedBy: Actor.nullable(),
  /** What the person said, or `ground_changed`, `session_erased`, `candidate_deleted`, `application_closed` when it was withdrawn. */
  reason: z.string().nullable(),
});
export type Proposal = z.infer<typeof Proposal>;

export const ProposalQuery = PageQuery.extend({
  state: Proposal.shape.state.default('open'),
  applicationId: z.uuidv7().optional(),
});

export type ProposalQuery = z.infer<typeof ProposalQuery>;

/** What the person adds to an action that needs it. */
const choices = {
  /** Needed to invite: a free slot. */
  slotId: z.uuidv7().optional(),
  /** Language of the message; both when left out. */
  locale: z.enum(['zh-CN', 'en']).optional(),
};
export const Approval = z.strictObject({ reason: Reason, ...choices });
export type Approval = z.infer<typeof Approval>;
export const Dismissal = z.strictObject({ reason: Reason });

/** The same actions, by a person without a rule. */
export const DirectAction = z.strictObject({ action: Action, reason: Reason, ...choices });
export type DirectAction = z.infer<typeof DirectAction>;

/** Only a person ends an application, with a reason (R6, R7). */
export const Closing = z.strictObject({ outcome: z.enum(['hired', 'declined', 'withdrawn']), reason: Reason });
export const Reopening = z.strictObject({ reason: Reason });

export const ApplicationDetail = ApplicationSummary.extend({
  documents: z.array(z.object({ documentId: z.string(), receivedAt: Instant })),
  checks: z.array(
    z.object({
      id: z.string(),
      providerId: z.string(),
      state: z.enum(['ordered', 'sent', 'completed', 'cancelled', 'error']),
      outcome: z.enum(['clear', 'review', 'incomplete']).nullable(),
      /** Null until it came; and after erasure. */
      result: CheckResultInput.nullable(),
      orderedAt: Instant,
      finishedAt: Instant.nullable(),
    }),
  ),
});
export type ApplicationDetail = z.infer<typeof ApplicationDetail>;
export const DocumentMark = z.strictObject({ isReceived: z.boolean() });
export const NewApplication = z.strictObject({ candidateId: z.uuidv7(), jobId: Slug, reason: Reason });
export const RulesRun = z.object({ opened: z.int(), withdrawn: z.int(), unchanged: z.int() });
export type RulesRun = z.infer<typeof RulesRun>;
