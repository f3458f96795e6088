import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { proposeSteps } from '#assessment/rules/propose-steps.ts';
import { Actor } from '#shared/hub/actor.ts';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import { Action, Ground, Proposal, type ProposalQuery, type RulesRun } from '#shared/hub/workflow.ts';
import { Localized } from '#shared/localized.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { noteInTimeline, type Change } from '../candidates/candidate-file.ts';
import { summariesOf } from '../candidates/read-candidates.ts';
import type { Queries, SqlValue } from '../database/database.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { applicationsAt, type Sites } from '../store/at-sites.ts';
import { applicationOf, factsFor } from './applications.ts';
import { workflowOf } from './workflow-store.ts';

const HeldRow = z.object({ id: z.string(), ruleId: z.string(), groundSha256: z.string(), state: Proposal.shape.state });
const ProposalRow = z.object({
  id: z.string(),
  applicationId: z.string(),
  ruleId: z.string(),
  ruleName: z.string(),
  workflowVersion: z.int(),
  action: z.string(),
  ground: z.string(),
  state: Proposal.shape.state,
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
const IdRow = z.object({ id: z.string() });

/** The hub itself, by its rules. */
export const RULE_ACTOR: Actor = { kind: 'rule', id: 'rules', name: 'rules' };

const SELECT = `select p.id, p.application_id "applicationId", p.rule_id "ruleId", p.rule_name "ruleName",
  p.workflow_version "workflowVersion", p.action, p.ground, p.state, p.created_at "createdAt", p.decided_at "decidedAt",
  p.decided_by "decidedBy", p.reason from proposals p`;

/**
 * Lets the rules look at one application. What is open and still has its ground stays; what lost it is withdrawn; what is new is opened,
 * unless a person decided on the very same ground before.
 */
export async function runRules(change: Change, applicationId: string, nowMs: number): Promise<RulesRun> {
  const { queries } = change;
  const application = await applicationOf(queries, applicationId);
  const workflow = await workflowOf(queries, application.jobId);
  const isErased =
    (await queries.get(
      'select 1 "one" from candidates where id = ? and erased_at is not null',
      application.candidateId,
    )) !== undefined;
  const steps =
    application.state === 'open' && !isErased
      ? proposeSteps(workflow.rules, await factsFor(queries, application), nowMs)
      : [];
  const held = HeldRow.array().parse(
    await queries.all(
      'select id, rule_id "ruleId", ground_sha256 "groundSha256", state from proposals where application_id = ?',
      applicationId,
    ),
  );
  const wanted = new Map(steps.map((step) => [step.ruleId, { ...step, sha256: groundHash(application, step) }]));
  let withdrawn = 0;
  let unchanged = 0;
  for (const { id, ruleId, groundSha256, state } of held) {
    if (state !== 'open') continue;
    if (wanted.get(ruleId)?.sha256 === groundSha256) {
      unchanged += 1;
      continue;
    }
    const reason = application.state === 'closed' ? 'application_closed' : 'ground_changed';
    await withdraw(change, application, id, reason);
    withdrawn += 1;
  }
  let opened = 0;
  for (const { ruleId, action, ground, sha256 } of wanted.values()) {
    if (held.some((row) => row.ruleId === ruleId && row.groundSha256 === sha256 && row.state !== 'withdrawn')) continue;
    const rule = workflow.rules.find(({ id }) => id === ruleId);
    if (rule === undefined) throw new Error(`Rule ${ruleId} proposed and is not there.`);
    const id = uuidv7();
    await queries.run(
      `insert into proposals (id, application_id, rule_id, rule_name, workflow_version, action, ground, ground_sha256, state, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
      id,
      applicationId,
      ruleId,
      JSON.stringify(rule.name),
      workflow.version,
      JSON.stringify(action),
      JSON.stringify(ground),
      sha256,
      change.at,
    );
    await noteInTimeline(
      { ...change, actor: RULE_ACTOR },
      {
        candidateId: application.candidateId,
        applicationId,
        kind: 'proposal.opened',
        detail: { proposalId: id, ruleId, action },
      },
    );
    opened += 1;
  }
  return { opened, withdrawn, unchanged };
}

/** The same facts in the same stay in the stage are the same ground; coming back to a stage later is another. */
function groundHash(
  application: ApplicationSummary,
  step: { readonly action: Action; readonly ground: readonly Ground[] },
): string {
  const { action, ground } = step;
  return createHash('sha256')
    .update(canonicalText({ action, ground, enteredAt: application.stageEnteredAt }))
    .digest('hex');
}

async function withdraw(change: Change, application: ApplicationSummary, id: string, reason: string): Promise<void> {
  const { queries, at } = change;
  await queries.run(
    `update proposals set state = 'withdrawn', decided_at = ?, decided_by = ?, reason = ? where id = ? and state = 'open'`,
    at,
    JSON.stringify(RULE_ACTOR),
    reason,
    id,
  );
  await noteInTimeline(
    { ...change, actor: RULE_ACTOR },
    {
      candidateId: application.candidateId,
      applicationId: application.id,
      kind: 'proposal.withdrawn',
      detail: { proposalId: id, reason },
    },
  );
}

/** Every open application; what changes with time alone is found so. */
export async function openApplicationIds(queries: Queries): Promise<string[]> {
  const rows = await queries.all(`select id from applications where state = 'open' order by id`);
  return rows.map((row) => IdRow.parse(row).id);
}

async function shown(queries: Queries, rows: readonly z.infer<typeof ProposalRow>[]): Promise<Proposal[]> {
  return Promise.all(
    rows.map(async ({ applicationId, ...row }): Promise<Proposal> => {
      const application = await applicationOf(queries, applicationId);
      const [candidate] = await summariesOf(queries, [application.candidateId]);
      return {
        ...row,
        application,
        candidateName: candidate?.name ?? null,
        ruleName: Localized.parse(JSON.parse(row.ruleName)),
        action: Action.parse(JSON.parse(row.action)),
        ground: Ground.array().parse(JSON.parse(row.ground)),
        decidedBy: row.decidedBy === null ? null : Actor.parse(JSON.parse(row.decidedBy)),
      };
    }),
  );
}

/** Newest first, one more than `limit` when there are more. */
export async function listProposals(queries: Queries, query: ProposalQuery, sites: Sites = null): Promise<Proposal[]> {
  const own = applicationsAt(sites);
  const where = ['p.state = ?', `p.application_id in (select t.id from applications t where ${own.sql})`];
  const values: SqlValue[] = [query.state, ...own.values];
  if (query.cursor !== undefined) {
    where.push('p.id < ?');
    values.push(query.cursor);
  }
  if (query.applicationId !== undefined) {
    where.push('p.application_id = ?');
    values.push(query.applicationId);
  }
  const rows = await queries.all(
    `${SELECT} where ${where.join(' and ')} order by p.id desc limit ?`,
    ...values,
    query.limit + 1,
  );
  return shown(queries, ProposalRow.array().parse(rows));
}

/** @throws {ProblemError} `not_found` */
export async function proposalOf(queries: Queries, id: string): Promise<Proposal> {
  const rows = ProposalRow.array().parse(await queries.all(`${SELECT} where p.id = ?`, id));
  const [proposal] = await shown(queries, rows);
  if (proposal === undefined) throw new ProblemError('not_found');
  return proposal;
}

/** Somebody decided before, or what it rested on has changed. */
export function notOpen({ state, reason }: Pick<Proposal, 'state' | 'reason'>): ProblemError {
  return state === 'withdrawn'
    ? refusal('proposal_withdrawn', { state, cause: reason ?? '' })
    : refusal('proposal_settled', { state });
}

/**
 * A person's word on a proposal.
 * @throws {ProblemError} `not_found`, `conflict` (decided or withdrawn before)
 */
export async function decideProposal(
  change: Change,
  id: string,
  state: 'approved' | 'dismissed',
  reason: string,
): Promise<Proposal> {
  const { queries, at, actor } = change;
  const proposal = await proposalOf(queries, id);
  if (proposal.state !== 'open') throw notOpen(proposal);
  await queries.run(
    'update proposals set state = ?, decided_at = ?, decided_by = ?, reason = ? where id = ?',
    state,
    at,
    JSON.stringify(actor),
    reason,
    id,
  );
  await noteInTimeline(change, {
    candidateId: proposal.application.candidateId,
    applicationId: proposal.application.id,
    kind: `proposal.${state}`,
    detail: { proposalId: id, ruleId: proposal.ruleId, action: proposal.action, reason },
  });
  await appendAudit(queries, {
    at,
    actor,
    action: `proposal.${state}`,
    subject: id,
  });
  return proposal;
}

/** `Eraser` of proposals: what they quote of scores and what people wrote goes; open ones are withdrawn. */
export const proposalEraser = {
  eraseSession: async (
    queries: Queries,
    { applicationId }: { readonly applicationId: string | null },
    at: string,
  ): Promise<void> => {
    if (applicationId === null) return;
    await queries.run(
      `update proposals set ground = '[]', decided_at = coalesce(decided_at, ?), reason = case when state = 'open' then 'session_erased' else reason end,
         state = case when state = 'open' then 'withdrawn' else state end where application_id = ?`,
      at,
      applicationId,
    );
  },
  eraseCandidates: async (queries: Queries, candidateIds: readonly string[], at: string): Promise<number> => {
    let emptied = 0;
    for (const candidateId of candidateIds) {
      emptied += await queries.run(
        `update proposals set ground = '[]', decided_at = coalesce(decided_at, ?), reason = case when reason = 'session_erased' then reason else 'candidate_deleted' end,
           state = case when state = 'open' then 'withdrawn' else state end
         where application_id in (select id from applications where candidate_id = ?)`,
        at,
        candidateId,
      );
      await queries.run(
        `update applications set state = 'closed', outcome = coalesce(outcome, 'withdrawn') where candidate_id = ?`,
        candidateId,
      );
    }
    return emptied;
  },
};
