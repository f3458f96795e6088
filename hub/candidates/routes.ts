import type { CountryCode } from 'libphonenumber-js';
import { z } from 'zod';
import {
  CandidateChange,
  CandidateCreated,
  CandidateDeletionCertificate,
  CandidateDetail,
  CandidateQuery,
  CandidateSummary,
  MergeDecision,
  MergeDismissal,
  MergeProposal,
  MergeProposalQuery,
  NewCandidate,
} from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import { callerOf } from '../http/caller.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { onePage } from '../http/one-page.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import {
  addFacts,
  ensureApplication,
  noteInTimeline,
  openFile,
  proposeMerges,
  rootOf,
  type Change,
} from './candidate-file.ts';
import { factsOf } from './facts-of.ts';
import { isCandidateAtSites, type Sites } from '../store/at-sites.ts';
import { confirmMerge, dismissMerge, listMergeProposals, undoMerge } from './merge.ts';
import { listCandidateIds, readCandidate, summariesOf } from './read-candidates.ts';

const IdPath = z.object({ id: z.uuidv7() });

/** What a person types in. Each edit takes the place of the kinds it names; other sources keep theirs. */
const BY_HAND = { kind: 'person', id: 'console' } as const;
const KIND_OF = {
  name: 'name',
  phones: 'phone',
  emails: 'email',
  skills: 'skill',
  externalIds: 'external_id',
} as const;

/** Candidate files: every read of personal data leaves a line in the audit log, with who read it. */
export function candidateRoutes(parts: {
  readonly database: HubDatabase;
  readonly changes: ChangeRunner;
  /** Deletes a person here at once, and asks the kiosks to do the same. */
  readonly eraseCandidate: (change: Change, candidateId: string) => Promise<CandidateDeletionCertificate>;
  readonly phoneRegion: CountryCode;
  readonly flow: {
    readonly firstStage: (queries: Queries, jobId: string) => Promise<string>;
    readonly changed: (change: Change, applicationId: string) => Promise<void>;
  };
  /** After a deletion: recordings go. */
  readonly removeMedia: () => Promise<void>;
}): Routes {
  const { database, changes, phoneRegion, flow } = parts;

  function readableFacts(contact: CandidateChange) {
    const { facts, unreadable } = factsOf(contact, phoneRegion);
    if (unreadable.length > 0) throw refusal('phone_unreadable', { numbers: unreadable.join(', ') });
    return facts;
  }

  async function reconsider(change: Change, rootId: string): Promise<void> {
    const [summary] = await summariesOf(change.queries, [rootId]);
    for (const { id } of summary?.applications ?? []) await flow.changed(change, id);
  }

  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.candidates,
      config: { scope: 'candidates:read', audit: 'candidate.list', isBySite: true },
      schema: {
        summary: 'Candidates, the newest first; q searches name, phone, e-mail, invitation code and external id',
        querystring: CandidateQuery,
        response: { 200: pageOf(CandidateSummary) },
      },
      handler: async (request) =>
        changes.run(request, async ({ queries, at, actor }) => {
          const { sites } = callerOf(request);
          const ids = await listCandidateIds(queries, request.query, phoneRegion, sites);
          const page = onePage(ids, request.query, (id) => id);
          const items = await summariesOf(queries, page.items, sites);
          await appendAudit(queries, { at, actor, action: 'candidates.shown', subject: page.items.join(' ') });
          return { items, nextCursor: page.nextCursor };
        }),
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.candidates,
      config: { scope: 'candidates:write' },
      schema: { summary: 'A new candidate file', body: NewCandidate, response: { 201: CandidateCreated } },
      handler: async (request, reply) => {
        const { jobId, ...contact } = request.body;
        const facts = readableFacts(contact);
        const created = await changes.run(request, async (change) => {
          const { queries, at, actor } = change;
          const id = await openFile(change);
          await addFacts(change, id, facts, BY_HAND);
          await noteInTimeline(change, { candidateId: id, kind: 'candidate.created' });
          if (jobId !== undefined) {
            const application = await ensureApplication(change, id, jobId, await flow.firstStage(queries, jobId));
            await flow.changed(change, application.id);
          }
          const mergeProposals = await proposeMerges(change, id);
          await appendAudit(queries, { at, actor, action: 'candidate.created', subject: id });
          return { candidate: await found(queries, id), mergeProposals };
        });
        return reply.code(201).send(created);
      },
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.candidates}/:id`,
      config: { scope: 'candidates:read', audit: 'candidate.read', isBySite: true },
      schema: {
        summary: 'One candidate file: contact, interviews, timeline. A merged file answers with the one in front',
        params: IdPath,
        response: { 200: CandidateDetail },
      },
      handler: async (request) => found(database, request.params.id, callerOf(request).sites),
    });

    server.route({
      method: 'PATCH',
      url: `${HUB_PATHS.candidates}/:id`,
      config: { scope: 'candidates:write' },
      schema: {
        summary: 'Puts contact data right',
        params: IdPath,
        body: CandidateChange,
        response: { 200: CandidateCreated },
      },
      handler: async (request) => {
        const facts = readableFacts(request.body);
        return changes.run(request, async (change) => {
          const { queries, at, actor } = change;
          const { id, erasedAt } = await found(queries, request.params.id);
          if (erasedAt !== null) throw refusal('file_deleted');
          const edited = Object.entries(KIND_OF).filter(([field]) => Object.hasOwn(request.body, field));
          for (const [, kind] of edited)
            await queries.run(
              `delete from candidate_facts where kind = ? and source_kind = ?
               and candidate_id in (select id from candidates where id = ? or merged_into = ?)`,
              kind,
              BY_HAND.kind,
              id,
              id,
            );
          await addFacts(change, id, facts, BY_HAND);
          const fields = edited.map(([field]) => field);
          await noteInTimeline(change, { candidateId: id, kind: 'candidate.edited', detail: { fields } });
          await appendAudit(queries, { at, actor, action: 'candidate.edited', subject: id });
          const mergeProposals = await proposeMerges(change, id);
          await reconsider(change, id);
          return { candidate: await found(queries, id), mergeProposals };
        });
      },
    });

    server.route({
      method: 'DELETE',
      url: `${HUB_PATHS.candidates}/:id`,
      config: { scope: 'candidates:write' },
      schema: {
        summary: 'Deletes a person: contact data, résumé, interviews and recordings. Answers with a certificate',
        params: IdPath,
        response: { 200: CandidateDeletionCertificate },
      },
      handler: async (request) => {
        const certificate = await changes.run(request, (change) => parts.eraseCandidate(change, request.params.id));
        await database.scrub();
        await parts.removeMedia();
        return certificate;
      },
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.candidates}/:id/deletion`,
      config: { scope: 'candidates:read', audit: 'candidate.deletion_read' },
      schema: {
        summary: 'The certificate of a deletion',
        params: IdPath,
        response: { 200: CandidateDeletionCertificate },
      },
      handler: async (request) => {
        const rootId = (await rootOf(database, request.params.id)) ?? '';
        const row = await database.get('select certificate from candidate_deletions where candidate_id = ?', rootId);
        if (row === undefined) throw new ProblemError('not_found');
        return CandidateDeletionCertificate.parse(
          JSON.parse(z.object({ certificate: z.string() }).parse(row).certificate),
        );
      },
    });

    server.route({
      method: 'GET',
      url: HUB_PATHS.mergeProposals,
      config: { scope: 'candidates:read', audit: 'merge_proposal.list' },
      schema: {
        summary: 'Pairs of files that share a phone, e-mail, document or external id',
        querystring: MergeProposalQuery,
        response: { 200: pageOf(MergeProposal) },
      },
      handler: async (request) =>
        changes.run(request, async ({ queries, at, actor }) => {
          const page = onePage(await listMergeProposals(queries, request.query), request.query, ({ id }) => id);
          const candidates = page.items.flatMap((item) => item.candidates.map(({ id }) => id));
          await appendAudit(queries, { at, actor, action: 'candidates.shown', subject: candidates.join(' ') });
          return page;
        }),
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.mergeProposals}/:id/confirm`,
      config: { scope: 'workflow:decide' },
      schema: {
        summary: 'The two are one person',
        params: IdPath,
        body: MergeDecision,
        response: { 200: MergeProposal },
      },
      handler: async (request) =>
        changes.run(request, async (change) => {
          const { keep, reason } = request.body;
          const merged = await confirmMerge(change, request.params.id, keep, reason);
          await reconsider(change, keep);
          return merged;
        }),
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.mergeProposals}/:id/dismiss`,
      config: { scope: 'workflow:decide' },
      schema: { summary: 'The two stay apart', params: IdPath, body: MergeDismissal, response: { 200: MergeProposal } },
      handler: async (request) =>
        changes.run(request, (change) => dismissMerge(change, request.params.id, request.body.reason)),
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.mergeProposals}/:id/undo`,
      config: { scope: 'workflow:decide' },
      schema: { summary: 'Takes a merge back', params: IdPath, body: MergeDismissal, response: { 200: MergeProposal } },
      handler: async (request) =>
        changes.run(request, async (change) => {
          const undone = await undoMerge(change, request.params.id, request.body.reason);
          for (const { id } of undone.candidates) await reconsider(change, id);
          return undone;
        }),
    });
  };
}

/** @throws {ProblemError} `not_found`, also for somebody of other sites only */
async function found(queries: Queries, id: string, sites: Sites = null): Promise<CandidateDetail> {
  const rootId = await rootOf(queries, id);
  const isOwn = rootId !== null && (await isCandidateAtSites(queries, rootId, sites));
  const detail = isOwn ? await readCandidate(queries, rootId, sites) : null;
  if (detail === null) throw new ProblemError('not_found');
  return detail;
}
