import { z } from 'zod';
import { ApplicationSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import {
  ApplicationDetail,
  Approval,
  Closing,
  DirectAction,
  Dismissal,
  DocumentMark,
  NewApplication,
  Proposal,
  ProposalQuery,
  Reopening,
  RulesRun,
  Workflow,
  WorkflowInput,
} from '#shared/hub/workflow.ts';
import { Slug } from '#shared/job/parts.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { ensureApplication, noteInTimeline, rootOf, type Change } from '../candidates/candidate-file.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import { callerOf } from '../http/caller.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { onePage } from '../http/one-page.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { applicationOf, detailOf, firstStage, openApplicationOf } from './applications.ts';
import { carryOut, type Choices, type HandOver } from './carry-out.ts';
import { decideProposal, listProposals, notOpen, openApplicationIds, proposalOf, runRules } from './proposals.ts';
import { isApplicationAtSites, isSlotAtSites, type Sites } from '../store/at-sites.ts';
import { editWorkflow, listWorkflows, versionsOf, workflowOf } from './workflow-store.ts';

const IdPath = z.object({ id: z.uuidv7() });
const JobPath = z.object({ jobId: Slug });

/**
 * Lets nobody at an application of other sites, nor invite to them.
 * @throws {ProblemError} `not_found`: that there is such a one is nobody's business elsewhere
 */
async function assertOwn(queries: Queries, applicationId: string, sites: Sites, slotId?: string): Promise<void> {
  const isOwn = await isApplicationAtSites(queries, applicationId, sites);
  if (!isOwn || (slotId !== undefined && !(await isSlotAtSites(queries, slotId, sites))))
    throw new ProblemError('not_found');
}

/** Stages, rules, proposals and what people decide. Rules propose; nothing here acts without a person and a reason (R6, R7). */
export function workflowRoutes(parts: {
  readonly database: HubDatabase;
  readonly changes: ChangeRunner;
  readonly queue: JobQueue;
  readonly sealer: Sealer;
  readonly handOver: HandOver;
  readonly now: () => Date;
  /** The queue may have work. */
  readonly wake: () => void;
}): Routes {
  const { database, changes, now, wake } = parts;
  const reconsider = (change: Change, applicationId: string) => runRules(change, applicationId, now().getTime());

  async function act(
    change: Change,
    application: ApplicationSummary,
    action: DirectAction['action'],
    choices: Choices,
  ): Promise<void> {
    await carryOut(change, parts, application, action, choices);
    await reconsider(change, application.id);
  }

  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.workflows,
      config: { scope: 'workflow:read', audit: 'workflow.list', isBySite: true },
      schema: {
        summary: 'The newest flow of every job',
        response: { 200: z.object({ workflows: z.array(Workflow) }) },
      },
      handler: async () => ({ workflows: await listWorkflows(database) }),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.workflows}/:jobId`,
      config: { scope: 'workflow:read', audit: 'workflow.read', isBySite: true },
      schema: { summary: 'The newest flow of one job', params: JobPath, response: { 200: Workflow } },
      handler: async (request) => workflowOf(database, request.params.jobId),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.workflows}/:jobId/versions`,
      config: { scope: 'workflow:read', audit: 'workflow.versions_read', isBySite: true },
      schema: {
        summary: 'Its versions, newest first',
        params: JobPath,
        response: { 200: z.object({ versions: z.array(Workflow) }) },
      },
      handler: async (request) => ({ versions: await versionsOf(database, request.params.jobId) }),
    });

    server.route({
      method: 'PUT',
      url: `${HUB_PATHS.workflows}/:jobId`,
      config: { scope: 'workflow:write' },
      schema: {
        summary: 'The next version of a flow',
        params: JobPath,
        body: WorkflowInput,
        response: { 200: Workflow },
      },
      handler: async (request) =>
        changes.run(request, (change) => editWorkflow(change, request.params.jobId, request.body)),
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.applications,
      config: { scope: 'workflow:write' },
      schema: {
        summary: 'Looks at a candidate for a job',
        body: NewApplication,
        response: { 200: ApplicationSummary },
      },
      handler: async (request) => {
        const { candidateId, jobId, reason } = request.body;
        return changes.run(request, async (change) => {
          const { queries, at, actor } = change;
          const rootId = await rootOf(queries, candidateId);
          if (rootId === null) throw new ProblemError('not_found');
          const { id } = await ensureApplication(change, rootId, jobId, await firstStage(queries, jobId), reason);
          await appendAudit(queries, { at, actor, action: 'application.opened', subject: id });
          await reconsider(change, id);
          return applicationOf(queries, id);
        });
      },
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.applications}/:id`,
      config: { scope: 'workflow:read', audit: 'application.read', isBySite: true },
      schema: {
        summary: 'One application with its documents and checks',
        params: IdPath,
        response: { 200: ApplicationDetail },
      },
      handler: async (request) => {
        await assertOwn(database, request.params.id, callerOf(request).sites);
        return detailOf(database, request.params.id);
      },
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.applications}/:id/actions`,
      config: { scope: 'workflow:decide', isBySite: true },
      schema: {
        summary: 'A person acts without a rule',
        params: IdPath,
        body: DirectAction,
        response: { 200: ApplicationSummary },
      },
      handler: async (request) => {
        const { action, ...choices } = request.body;
        const application = await changes.run(request, async (change) => {
          await assertOwn(change.queries, request.params.id, callerOf(request).sites, choices.slotId);
          const open = await openApplicationOf(change.queries, request.params.id);
          await act(change, open, action, choices);
          return applicationOf(change.queries, open.id);
        });
        wake();
        return application;
      },
    });

    server.route({
      method: 'PUT',
      url: `${HUB_PATHS.applications}/:id/documents/:documentId`,
      config: { scope: 'workflow:write' },
      schema: {
        summary: 'A paper was brought, or was not after all',
        params: IdPath.extend({ documentId: Slug }),
        body: DocumentMark,
        response: { 200: ApplicationDetail },
      },
      handler: async (request) => {
        const { id, documentId } = request.params;
        const { isReceived } = request.body;
        return changes.run(request, async (change) => {
          const { queries, at } = change;
          const application = await openApplicationOf(queries, id);
          const { documents } = await workflowOf(queries, application.jobId);
          if (!documents.some((document) => document.id === documentId))
            throw refusal('document_unknown', { document: documentId });
          const changed = isReceived
            ? await queries.run(
                'insert into application_documents values (?, ?, ?) on conflict do nothing',
                id,
                documentId,
                at,
              )
            : await queries.run(
                'delete from application_documents where application_id = ? and document_id = ?',
                id,
                documentId,
              );
          if (changed > 0) {
            await noteInTimeline(change, {
              candidateId: application.candidateId,
              applicationId: id,
              kind: isReceived ? 'document.received' : 'document.taken_back',
              detail: { documentId },
            });
            await reconsider(change, id);
          }
          return detailOf(queries, id);
        });
      },
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.applications}/:id/close`,
      config: { scope: 'workflow:decide', isBySite: true },
      schema: {
        summary: 'A person ends it, with a reason',
        params: IdPath,
        body: Closing,
        response: { 200: ApplicationSummary },
      },
      handler: async (request) => {
        const { outcome, reason } = request.body;
        return changes.run(request, async (change) => {
          const { queries, at, actor } = change;
          await assertOwn(queries, request.params.id, callerOf(request).sites);
          const { id, candidateId } = await openApplicationOf(queries, request.params.id);
          await queries.run(`update applications set state = 'closed', outcome = ? where id = ?`, outcome, id);
          await noteInTimeline(change, {
            candidateId,
            applicationId: id,
            kind: 'application.closed',
            detail: { outcome, reason },
          });
          await appendAudit(queries, { at, actor, action: 'application.closed', subject: id });
          await reconsider(change, id);
          return applicationOf(queries, id);
        });
      },
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.applications}/:id/reopen`,
      config: { scope: 'workflow:decide', isBySite: true },
      schema: {
        summary: 'Goes on with it after all',
        params: IdPath,
        body: Reopening,
        response: { 200: ApplicationSummary },
      },
      handler: async (request) =>
        changes.run(request, async (change) => {
          const { queries, at, actor } = change;
          await assertOwn(queries, request.params.id, callerOf(request).sites);
          const { id, candidateId, state } = await applicationOf(queries, request.params.id);
          if (state === 'open') throw refusal('application_open');
          await queries.run(`update applications set state = 'open', outcome = null where id = ?`, id);
          await noteInTimeline(change, {
            candidateId,
            applicationId: id,
            kind: 'application.reopened',
            detail: { reason: request.body.reason },
          });
          await appendAudit(queries, { at, actor, action: 'application.reopened', subject: id });
          await reconsider(change, id);
          return applicationOf(queries, id);
        }),
    });

    server.route({
      method: 'GET',
      url: HUB_PATHS.proposals,
      config: { scope: 'workflow:read', audit: 'proposal.list', isBySite: true },
      schema: {
        summary: 'What rules propose, newest first',
        querystring: ProposalQuery,
        response: { 200: pageOf(Proposal) },
      },
      handler: async (request) =>
        changes.run(request, async ({ queries, at, actor }) => {
          const page = onePage(
            await listProposals(queries, request.query, callerOf(request).sites),
            request.query,
            ({ id }) => id,
          );
          const candidates = page.items.map(({ application }) => application.candidateId);
          await appendAudit(queries, { at, actor, action: 'candidates.shown', subject: candidates.join(' ') });
          return page;
        }),
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.proposals}/:id/approve`,
      config: { scope: 'workflow:decide', isBySite: true },
      schema: {
        summary: 'A person agrees; what it proposes is done',
        params: IdPath,
        body: Approval,
        response: { 200: Proposal },
      },
      handler: async (request) => {
        const { reason } = request.body;
        const answer = await changes.run(request, async (change) => {
          const { application } = await proposalOf(change.queries, request.params.id);
          await assertOwn(change.queries, application.id, callerOf(request).sites, request.body.slotId);
          // what the person saw may have changed since: then it is withdrawn now, which stays, and nothing is approved
          await reconsider(change, application.id);
          const held = await proposalOf(change.queries, request.params.id);
          if (held.state !== 'open') return held;
          const { action } = await decideProposal(change, request.params.id, 'approved', reason);
          await act(change, await openApplicationOf(change.queries, application.id), action, request.body);
          return proposalOf(change.queries, request.params.id);
        });
        if (answer.state !== 'approved' || answer.reason !== reason) throw notOpen(answer);
        wake();
        return answer;
      },
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.proposals}/:id/dismiss`,
      config: { scope: 'workflow:decide', isBySite: true },
      schema: { summary: 'A person does not agree', params: IdPath, body: Dismissal, response: { 200: Proposal } },
      handler: async (request) =>
        changes.run(request, async (change) => {
          const { application } = await proposalOf(change.queries, request.params.id);
          await assertOwn(change.queries, application.id, callerOf(request).sites);
          await decideProposal(change, request.params.id, 'dismissed', request.body.reason);
          return proposalOf(change.queries, request.params.id);
        }),
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.rulesRun,
      config: { scope: 'workflow:write' },
      schema: { summary: 'Lets the rules look at every open application now', response: { 200: RulesRun } },
      handler: async (request) => {
        const sum = { opened: 0, withdrawn: 0, unchanged: 0 };
        for (const id of await openApplicationIds(database)) {
          const run = await changes.run(request, (change) => reconsider(change, id));
          sum.opened += run.opened;
          sum.withdrawn += run.withdrawn;
          sum.unchanged += run.unchanged;
        }
        return sum;
      },
    });
  };
}
