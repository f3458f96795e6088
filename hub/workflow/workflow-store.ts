import { z } from 'zod';
import { Actor } from '#shared/hub/actor.ts';
import { defaultWorkflow } from '#shared/hub/default-workflow.ts';
import { Rule, Stage, type Workflow, WorkflowDocument, type WorkflowInput } from '#shared/hub/workflow.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { Queries } from '../database/database.ts';
import { refusal } from '../http/problem.ts';

const WorkflowRow = z.object({
  jobId: z.string(),
  version: z.int(),
  body: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
});
const Body = z.object({ stages: z.array(Stage), rules: z.array(Rule), documents: z.array(WorkflowDocument) });
const StageRow = z.object({ stageId: z.string() });

function workflowIn(row: unknown): Workflow {
  const { body, createdBy, ...rest } = WorkflowRow.parse(row);
  return { ...rest, ...Body.parse(JSON.parse(body)), createdBy: Actor.parse(JSON.parse(createdBy)) };
}

const COLUMNS = 'job_id "jobId", version, body, created_at "createdAt", created_by "createdBy"';

/** The newest flow of a job; the default while nobody edited it. */
export async function workflowOf(queries: Queries, jobId: string): Promise<Workflow> {
  const row = await queries.get(
    `select ${COLUMNS} from workflows where job_id = ? order by version desc limit 1`,
    jobId,
  );
  return row === undefined ? defaultWorkflow(jobId) : workflowIn(row);
}

/** Every version somebody made, newest first. */
export async function versionsOf(queries: Queries, jobId: string): Promise<Workflow[]> {
  const rows = await queries.all(
    `select ${COLUMNS} from workflows where job_id = ? order by version desc limit 100`,
    jobId,
  );
  return rows.map(workflowIn);
}

/** Jobs that somebody applied for or whose flow was edited. */
export async function listWorkflows(queries: Queries): Promise<Workflow[]> {
  const rows = await queries.all(
    'select job_id "jobId" from workflows union select job_id from applications order by 1',
  );
  return Promise.all(rows.map((row) => workflowOf(queries, z.object({ jobId: z.string() }).parse(row).jobId)));
}

/**
 * Makes the next version.
 * @throws {ProblemError} `conflict` when it was edited since, or when somebody stands in a stage that is taken away
 */
export async function editWorkflow(change: Change, jobId: string, input: WorkflowInput): Promise<Workflow> {
  const { queries, at, actor } = change;
  const { baseVersion, ...body } = input;
  const held = await workflowOf(queries, jobId);
  if (held.version !== baseVersion) throw refusal('flow_edited_since', { held: held.version, base: baseVersion });
  const stages = new Set(body.stages.map(({ id }) => id));
  const inUse = StageRow.array()
    .parse(
      await queries.all(
        `select distinct stage_id "stageId" from applications where job_id = ? and state = 'open' order by 1`,
        jobId,
      ),
    )
    .filter(({ stageId }) => !stages.has(stageId));
  if (inUse.length > 0) throw refusal('stage_in_use', { stages: inUse.map(({ stageId }) => stageId).join(', ') });
  const version = held.version + 1;
  await queries.run(
    'insert into workflows (job_id, version, body, created_at, created_by) values (?, ?, ?, ?, ?)',
    jobId,
    version,
    JSON.stringify(body),
    at,
    JSON.stringify(actor),
  );
  await appendAudit(queries, { at, actor, action: 'workflow.edited', subject: jobId });
  return workflowOf(queries, jobId);
}
