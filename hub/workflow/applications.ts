import { z } from 'zod';
import { InterviewResult } from '#shared/assessment.ts';
import { ApplicationSummary } from '#shared/hub/candidates.ts';
import { CheckResultInput } from '#shared/hub/checks.ts';
import { ApplicationDetail } from '#shared/hub/workflow.ts';
import type { ApplicationFacts } from '#assessment/rules/propose-steps.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { noteInTimeline, type Change } from '../candidates/candidate-file.ts';
import { APPLICATION_COLUMNS } from '../candidates/read-candidates.ts';
import type { Queries } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { workflowOf } from './workflow-store.ts';

const SessionRow = z.object({
  sessionId: z.string(),
  state: z.enum(['started', 'sealed', 'finalized']),
  result: z.string().nullable(),
});
const CheckRow = z.object({ providerId: z.string(), checkId: z.string(), outcome: z.string() });
const OrderRow = ApplicationDetail.shape.checks.element.extend({ result: jsonColumn(CheckResultInput).nullable() });
const DocumentRow = ApplicationDetail.shape.documents.element;
const FactRow = z.object({ kind: z.string(), value: z.string() });

/** One application with the id of the file in front. @throws {ProblemError} `not_found` */
export async function applicationOf(queries: Queries, id: string): Promise<ApplicationSummary> {
  const row = await queries.get(
    `select ${APPLICATION_COLUMNS}, coalesce(c.merged_into, c.id) "candidateId"
     from applications a join candidates c on c.id = a.candidate_id where a.id = ?`,
    id,
  );
  if (row === undefined) throw new ProblemError('not_found');
  return ApplicationSummary.parse(row);
}

/** The same, which must be open. @throws {ProblemError} `not_found`, `conflict` */
export async function openApplicationOf(queries: Queries, id: string): Promise<ApplicationSummary> {
  const application = await applicationOf(queries, id);
  if (application.state !== 'open') throw refusal('application_closed');
  return application;
}

export async function detailOf(queries: Queries, id: string): Promise<ApplicationDetail> {
  const checks = await queries.all(
    `select id, provider_id "providerId", state, outcome, result, ordered_at "orderedAt", finished_at "finishedAt"
     from check_orders where application_id = ? order by id`,
    id,
  );
  return {
    ...(await applicationOf(queries, id)),
    documents: await receivedDocuments(queries, id),
    checks: OrderRow.array().parse(checks),
  };
}

async function receivedDocuments(queries: Queries, id: string): Promise<ApplicationDetail['documents']> {
  return DocumentRow.array().parse(
    await queries.all(
      `select document_id "documentId", received_at "receivedAt" from application_documents where application_id = ? order by 1`,
      id,
    ),
  );
}

/** What the rules look at. */
export async function factsFor(queries: Queries, application: ApplicationSummary): Promise<ApplicationFacts> {
  const session = await queries.get(
    `select session_id "sessionId", state, result from candidate_sessions
     where application_id = ? and state in ('started', 'sealed', 'finalized')
     order by case when state = 'finalized' then 1 else 0 end desc, coalesce(started_at, '') desc, session_id desc limit 1`,
    application.id,
  );
  const checks = await queries.all(
    `select provider_id "providerId", id "checkId", outcome from check_orders
     where application_id = ? and outcome is not null order by ordered_at desc, id desc`,
    application.id,
  );
  const contact = FactRow.array().parse(
    await queries.all(
      `select f.kind, f.value from candidate_facts f join candidates c on c.id = f.candidate_id
       where coalesce(c.merged_into, c.id) = ? and f.kind in ('skill', 'email', 'phone')`,
      application.candidateId,
    ),
  );
  const read = session === undefined ? null : SessionRow.parse(session);
  return {
    stageId: application.stageId,
    stageEnteredMs: Date.parse(application.stageEnteredAt),
    session:
      read === null
        ? null
        : { ...read, result: read.result === null ? null : InterviewResult.parse(JSON.parse(read.result)) },
    checks: CheckRow.array().parse(checks),
    receivedDocuments: (await receivedDocuments(queries, application.id)).map(({ documentId }) => documentId),
    skills: contact.filter(({ kind }) => kind === 'skill').map(({ value }) => value),
    hasEmail: contact.some(({ kind }) => kind === 'email'),
    hasPhone: contact.some(({ kind }) => kind === 'phone'),
  };
}

/** Moves to another stage of the job's flow; staying is no move. @throws {ProblemError} `unusable` for a stage that is not there */
export async function enterStage(
  change: Change,
  application: ApplicationSummary,
  stageId: string,
  reason: string,
): Promise<void> {
  const { queries, at, actor } = change;
  const { stages } = await workflowOf(queries, application.jobId);
  if (!stages.some(({ id }) => id === stageId)) throw refusal('stage_unknown', { stage: stageId });
  if (application.stageId === stageId) return;
  await queries.run(
    'update applications set stage_id = ?, stage_entered_at = ? where id = ?',
    stageId,
    at,
    application.id,
  );
  const detail = { from: application.stageId, to: stageId };
  await noteInTimeline(change, {
    candidateId: application.candidateId,
    applicationId: application.id,
    kind: 'application.stage_entered',
    detail: { ...detail, reason },
  });
  await appendAudit(queries, { at, actor, action: 'application.stage_entered', subject: application.id });
}

/** The stage where a new application begins: that of the kiosk interview, or the first. */
export async function stageForSession(queries: Queries, jobId: string): Promise<string> {
  const { stages } = await workflowOf(queries, jobId);
  const stage = stages.find(({ kind }) => kind === 'kiosk_interview') ?? stages[0];
  if (stage === undefined) throw new Error(`The flow of ${jobId} has no stages.`);
  return stage.id;
}

/** The first stage, for people who come by an import. */
export async function firstStage(queries: Queries, jobId: string): Promise<string> {
  const [stage] = (await workflowOf(queries, jobId)).stages;
  if (stage === undefined) throw new Error(`The flow of ${jobId} has no stages.`);
  return stage.id;
}
