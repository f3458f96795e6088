import { z } from 'zod';
import { Actor } from '#shared/hub/actor.ts';
import { FactKind, MergeProposal } from '#shared/hub/candidates.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Queries } from '../database/database.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { noteInTimeline, proposeMerges, rootOf, type Change } from './candidate-file.ts';
import { summariesOf } from './read-candidates.ts';

const ProposalRow = z.object({
  id: z.string(),
  firstId: z.string(),
  secondId: z.string(),
  sharedKinds: z.string(),
  state: MergeProposal.shape.state,
  keptId: z.string().nullable(),
  movedIds: z.string().nullable(),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
const Ids = z.array(z.string());

const SELECT = `select id, first_id "firstId", second_id "secondId", shared_kinds "sharedKinds", state, kept_id "keptId",
  moved_ids "movedIds", created_at "createdAt", decided_at "decidedAt", decided_by "decidedBy", reason from merge_proposals`;

/** Proposals of one state, newest first, one more than `limit` when there are more. */
export async function listMergeProposals(
  queries: Queries,
  query: { readonly state: MergeProposal['state']; readonly cursor?: string | undefined; readonly limit: number },
): Promise<MergeProposal[]> {
  const after = query.cursor === undefined ? '' : 'and id < ?';
  const rows = ProposalRow.array().parse(
    await queries.all(
      `${SELECT} where state = ? ${after} order by id desc limit ?`,
      query.state,
      ...(query.cursor === undefined ? [] : [query.cursor]),
      query.limit + 1,
    ),
  );
  return Promise.all(rows.map((row) => shown(queries, row)));
}

async function shown(queries: Queries, row: z.infer<typeof ProposalRow>): Promise<MergeProposal> {
  return {
    id: row.id,
    candidates: await summariesOf(queries, [row.firstId, row.secondId]),
    sharedKinds: FactKind.array().parse(JSON.parse(row.sharedKinds)),
    state: row.state,
    createdAt: row.createdAt,
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy === null ? null : Actor.parse(JSON.parse(row.decidedBy)),
    reason: row.reason,
  };
}

async function proposalOf(queries: Queries, id: string): Promise<z.infer<typeof ProposalRow>> {
  const row = await queries.get(`${SELECT} where id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found');
  return ProposalRow.parse(row);
}

async function decide(change: Change, id: string, state: MergeProposal['state'], reason: string): Promise<void> {
  const { queries, at, actor } = change;
  await queries.run(
    'update merge_proposals set state = ?, decided_at = ?, decided_by = ?, reason = ? where id = ?',
    state,
    at,
    JSON.stringify(actor),
    reason,
    id,
  );
}

/**
 * Two files become one to look at; not a row of either is changed, so that it can be undone.
 * @throws {ProblemError} `not_found`, `conflict` (decided before, or one of them was merged elsewhere), `unusable` (keep names neither)
 */
export async function confirmMerge(change: Change, id: string, keep: string, reason: string): Promise<MergeProposal> {
  const { queries, at, actor } = change;
  const proposal = await proposalOf(queries, id);
  if (proposal.state !== 'open') throw refusal('merge_settled', { state: proposal.state });
  if (keep !== proposal.firstId && keep !== proposal.secondId) throw refusal('merge_choice_unknown');
  const absorbed = keep === proposal.firstId ? proposal.secondId : proposal.firstId;
  for (const each of [keep, absorbed]) if ((await rootOf(queries, each)) !== each) throw refusal('file_merged_since');
  const moved = Ids.parse(
    (await queries.all('select id from candidates where id = ? or merged_into = ?', absorbed, absorbed)).map(
      (row) => z.object({ id: z.string() }).parse(row).id,
    ),
  );
  await queries.run(
    'update candidates set merged_into = ?, updated_at = ? where id = ? or merged_into = ?',
    keep,
    at,
    absorbed,
    absorbed,
  );
  await decide(change, id, 'confirmed', reason);
  await queries.run(
    'update merge_proposals set kept_id = ?, moved_ids = ? where id = ?',
    keep,
    JSON.stringify(moved),
    id,
  );
  // other pairs with the absorbed file are now pairs with the one in front
  await queries.run(
    `update merge_proposals set state = 'withdrawn' where state = 'open' and (first_id = ? or second_id = ?)`,
    absorbed,
    absorbed,
  );
  for (const member of moved) await proposeMerges(change, member);
  await noteInTimeline(change, {
    candidateId: keep,
    kind: 'merge.confirmed',
    detail: { proposalId: id, absorbed, reason },
  });
  await appendAudit(queries, {
    at,
    actor,
    action: 'candidate.merged',
    subject: keep,
  });
  return shown(queries, await proposalOf(queries, id));
}

/** The two are different people, or it is better left alone. @throws {ProblemError} `not_found`, `conflict` */
export async function dismissMerge(change: Change, id: string, reason: string): Promise<MergeProposal> {
  const { queries, at, actor } = change;
  const proposal = await proposalOf(queries, id);
  if (proposal.state !== 'open') throw refusal('merge_settled', { state: proposal.state });
  await decide(change, id, 'dismissed', reason);
  await appendAudit(queries, {
    at,
    actor,
    action: 'candidate.merge_dismissed',
    subject: proposal.firstId,
  });
  return shown(queries, await proposalOf(queries, id));
}

/**
 * Two files again, each with all it had and all that came to it since.
 * @throws {ProblemError} `not_found`, `conflict` (not merged, or the file in front was merged further: undo that first)
 */
export async function undoMerge(change: Change, id: string, reason: string): Promise<MergeProposal> {
  const { queries, at, actor } = change;
  const { state, keptId, movedIds, firstId, secondId } = await proposalOf(queries, id);
  if (state !== 'confirmed' || keptId === null || movedIds === null) throw refusal('merge_settled', { state });
  if ((await rootOf(queries, keptId)) !== keptId) throw refusal('file_merged_on');
  const absorbed = keptId === firstId ? secondId : firstId;
  for (const moved of Ids.parse(JSON.parse(movedIds)))
    await queries.run(
      'update candidates set merged_into = ? where id = ?',
      moved === absorbed ? null : absorbed,
      moved,
    );
  await queries.run('update candidates set updated_at = ? where id in (?, ?)', at, keptId, absorbed);
  await decide(change, id, 'undone', reason);
  await noteInTimeline(change, {
    candidateId: keptId,
    kind: 'merge.undone',
    detail: { proposalId: id, released: absorbed, reason },
  });
  await appendAudit(queries, {
    at,
    actor,
    action: 'candidate.merge_undone',
    subject: keptId,
  });
  return shown(queries, await proposalOf(queries, id));
}
