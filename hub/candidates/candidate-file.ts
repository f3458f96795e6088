import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Actor } from '#shared/hub/actor.ts';
import type { FactKind, FactSource } from '#shared/hub/candidates.ts';
import type { Queries } from '../database/database.ts';

/** A fact as it is stored: its value is already the one that is compared. */
export type NewFact = { readonly kind: FactKind; readonly value: string };

const IdRow = z.object({ id: z.string() });
const SharedRow = z.object({ id: z.string(), kind: z.string() });

/** One change to candidate files, inside the caller's transaction. */
export type Change = { readonly queries: Queries; readonly at: string; readonly actor: Actor };

/** An empty file. */
export async function openFile({ queries, at }: Change): Promise<string> {
  const id = uuidv7();
  await queries.run('insert into candidates (id, created_at, updated_at) values (?, ?, ?)', id, at, at);
  return id;
}

/** Adds what is not there yet. Returns how many facts were new. */
export async function addFacts(
  { queries, at }: Change,
  candidateId: string,
  facts: readonly NewFact[],
  source: FactSource,
): Promise<number> {
  let added = 0;
  for (const { kind, value } of facts) {
    added += await queries.run(
      `insert into candidate_facts (candidate_id, kind, value, source_kind, source_id, added_at) values (?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
      candidateId,
      kind,
      value,
      source.kind,
      source.id,
      at,
    );
  }
  if (added > 0) await queries.run('update candidates set updated_at = ? where id = ?', at, candidateId);
  return added;
}

/** The file in front: the one a merged file was merged into, or itself. Null for an unknown id. */
export async function rootOf(queries: Queries, candidateId: string): Promise<string | null> {
  const row = await queries.get('select coalesce(merged_into, id) "id" from candidates where id = ?', candidateId);
  return row === undefined ? null : IdRow.parse(row).id;
}

/** Keeps a JSON Resume; the same source's next one takes its place. False when nothing changed. */
export async function keepResume(
  { queries, at }: Change,
  candidateId: string,
  resume: unknown,
  source: FactSource,
): Promise<boolean> {
  const changed = await queries.run(
    `insert into candidate_resumes (candidate_id, source_kind, source_id, body, added_at) values (?, ?, ?, ?, ?)
     on conflict (candidate_id, source_kind, source_id) do update set body = excluded.body, added_at = excluded.added_at
       where candidate_resumes.body <> excluded.body`,
    candidateId,
    source.kind,
    source.id,
    JSON.stringify(resume),
    at,
  );
  return changed > 0;
}

/** The file itself and those merged into it. */
export async function membersOf(queries: Queries, rootId: string): Promise<string[]> {
  const rows = await queries.all(
    'select id from candidates where id = ? or merged_into = ? order by id',
    rootId,
    rootId,
  );
  return IdRow.array()
    .parse(rows)
    .map(({ id }) => id);
}

/** The file in front that has one of these facts; null for none. */
export async function findByFact(queries: Queries, kind: FactKind, value: string): Promise<string | null> {
  const row = await queries.get(
    `select coalesce(c.merged_into, c.id) "id" from candidate_facts f join candidates c on c.id = f.candidate_id
     where f.kind = ? and f.value = ? and c.erased_at is null order by f.fact_seq limit 1`,
    kind,
    value,
  );
  return row === undefined ? null : IdRow.parse(row).id;
}

export async function noteInTimeline(
  { queries, at, actor }: Change,
  entry: {
    readonly candidateId: string;
    readonly kind: string;
    readonly applicationId?: string | null;
    readonly sessionId?: string | null;
    readonly detail?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await queries.run(
    `insert into candidate_timeline (candidate_id, application_id, session_id, at, kind, actor, detail) values (?, ?, ?, ?, ?, ?, ?)`,
    entry.candidateId,
    entry.applicationId ?? null,
    entry.sessionId ?? null,
    at,
    entry.kind,
    JSON.stringify(actor),
    JSON.stringify(entry.detail ?? {}),
  );
}

/**
 * Proposes to merge the file with every other that shares an exact key. A pair that was ever proposed is not proposed again, except
 * when it was withdrawn. Returns the ids of open proposals of this file that are new.
 */
export async function proposeMerges(change: Change, candidateId: string): Promise<string[]> {
  const { queries, at } = change;
  const rootId = (await rootOf(queries, candidateId)) ?? candidateId;
  const rows = SharedRow.array().parse(
    await queries.all(
      `select distinct coalesce(c.merged_into, c.id) "id", o.kind from candidate_facts f
       join candidate_facts o on o.kind = f.kind and o.value = f.value and o.candidate_id <> f.candidate_id
       join candidates c on c.id = o.candidate_id
       where f.candidate_id = ? and f.kind in ('phone', 'email', 'document_hash', 'external_id') and c.erased_at is null
       order by 1, 2`,
      candidateId,
    ),
  );
  const kindsOf = new Map<string, string[]>();
  for (const { id, kind } of rows) if (id !== rootId) kindsOf.set(id, [...(kindsOf.get(id) ?? []), kind]);
  const opened: string[] = [];
  for (const [otherId, kinds] of kindsOf) {
    const [first = rootId, second = otherId] = [rootId, otherId].toSorted();
    const row = await queries.get(
      `insert into merge_proposals (id, first_id, second_id, shared_kinds, state, created_at) values (?, ?, ?, ?, 'open', ?)
       on conflict (first_id, second_id) do update set state = 'open', shared_kinds = excluded.shared_kinds
         where merge_proposals.state = 'withdrawn'
       returning id`,
      uuidv7(),
      first,
      second,
      JSON.stringify(kinds),
      at,
    );
    if (row === undefined) continue;
    const { id } = IdRow.parse(row);
    opened.push(id);
    await noteInTimeline(change, {
      candidateId: rootId,
      kind: 'merge.proposed',
      detail: { proposalId: id, with: otherId, sharedKinds: kinds },
    });
  }
  return opened;
}

/** The open application of this person for the job, made at `stageId` when there is none. */
export async function ensureApplication(
  change: Change,
  candidateId: string,
  jobId: string,
  stageId: string,
  reason?: string,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { queries, at } = change;
  const found = await queries.get(
    `select a.id from applications a join candidates c on c.id = a.candidate_id
     where (c.id = ? or c.merged_into = ?) and a.job_id = ? and a.state = 'open' order by a.id limit 1`,
    candidateId,
    candidateId,
    jobId,
  );
  if (found !== undefined) return { id: IdRow.parse(found).id, isNew: false };
  const id = uuidv7();
  await queries.run(
    `insert into applications (id, candidate_id, job_id, stage_id, stage_entered_at, state, created_at) values (?, ?, ?, ?, ?, 'open', ?)`,
    id,
    candidateId,
    jobId,
    stageId,
    at,
    at,
  );
  await noteInTimeline(change, {
    candidateId,
    applicationId: id,
    kind: 'application.opened',
    detail: { jobId, stageId, ...(reason === undefined ? {} : { reason }) },
  });
  return { id, isNew: true };
}
