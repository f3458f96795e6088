import { z } from 'zod';
import type { CandidateDeletionCertificate } from '#shared/hub/candidates.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { placeholders, type Queries } from '../database/database.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { erasureIn } from '../store/erasure.ts';
import { membersOf, rootOf, type Change } from './candidate-file.ts';

/** What another part of the hub holds of people and sessions. Runs in the erasure's transaction. */
export type Eraser = {
  /** Empties what came of one session for these applications. */
  readonly eraseSession: (queries: Queries, session: ErasedSession, at: string) => Promise<void>;
  /** Empties all of these files. Returns how many documents it emptied. */
  readonly eraseCandidates: (queries: Queries, candidateIds: readonly string[], at: string) => Promise<number>;
};

export type ErasedSession = {
  readonly deviceId: string;
  readonly sessionId: string;
  readonly candidateId: string;
  readonly applicationId: string | null;
};

const SessionRow = z.object({ candidateId: z.string().nullable(), applicationId: z.string().nullable() });
const MemberSessionRow = z.object({ deviceId: z.string(), sessionId: z.string() });

/** How a session is named as the source of a fact. */
export function sessionSource(deviceId: string, sessionId: string): { readonly kind: 'session'; readonly id: string } {
  return { kind: 'session', id: `${deviceId}/${sessionId}` };
}

/** Takes out of the candidate files what came of an erased session. Again is harmless. */
export async function eraseSessionFromFiles(
  queries: Queries,
  erasers: readonly Eraser[],
  { deviceId, sessionId, at }: { readonly deviceId: string; readonly sessionId: string; readonly at: string },
): Promise<void> {
  const source = sessionSource(deviceId, sessionId);
  await queries.run('delete from candidate_facts where source_kind = ? and source_id = ?', source.kind, source.id);
  const row = await queries.get(
    `update candidate_sessions set state = 'erased', erased_at = coalesce(erased_at, ?), result = null, started_at = null,
       finalized_at = null, locale = null where device_id = ? and session_id = ?
     returning candidate_id "candidateId", application_id "applicationId"`,
    at,
    deviceId,
    sessionId,
  );
  if (row === undefined) return;
  const { candidateId, applicationId } = SessionRow.parse(row);
  if (candidateId === null) return;
  await queries.run(`update candidate_timeline set detail = '{}' where session_id = ?`, sessionId);
  for (const eraser of erasers)
    await eraser.eraseSession(queries, { deviceId, sessionId, candidateId, applicationId }, at);
  const left = await queries.get(
    `select 1 "one" from candidates c where c.id = ? and (exists (select 1 from candidate_facts f where f.candidate_id = c.id)
       or exists (select 1 from candidate_sessions s where s.candidate_id = c.id and s.erased_at is null))`,
    candidateId,
  );
  if (left !== undefined) return;
  await eraseMembers(queries, erasers, [candidateId], at);
}

/** Empties files that hold nothing any more, or are to hold nothing. */
async function eraseMembers(
  queries: Queries,
  erasers: readonly Eraser[],
  members: readonly string[],
  at: string,
): Promise<{ readonly facts: number; readonly documents: number }> {
  const list = placeholders(1, members.length);
  const facts = await queries.run(`delete from candidate_facts where candidate_id in ${list}`, ...members);
  await queries.run(`delete from candidate_resumes where candidate_id in ${list}`, ...members);
  await queries.run(`update candidate_timeline set detail = '{}' where candidate_id in ${list}`, ...members);
  await queries.run(
    `update merge_proposals set reason = null, state = case when state = 'open' then 'withdrawn' else state end
     where first_id in ${list} or second_id in ${list}`,
    ...members,
    ...members,
  );
  await queries.run(
    `update candidates set erased_at = coalesce(erased_at, ?), updated_at = ? where id in ${list}`,
    at,
    at,
    ...members,
  );
  let documents = 0;
  for (const eraser of erasers) documents += await eraser.eraseCandidates(queries, members, at);
  return { facts, documents };
}

/**
 * Deletes a person: the file with all that was merged into it, and every record and media file of its interviews that is held here.
 * What a kiosk still holds or sends later is emptied on arrival. Recordings go after the commit (`MediaRemoval`).
 *
 * @throws {ProblemError} `not_found`, `conflict` (deleted before; the certificate can be read)
 */
export async function deleteCandidate(
  change: Change,
  erasers: readonly Eraser[],
  candidateId: string,
): Promise<CandidateDeletionCertificate> {
  const { queries, at, actor } = change;
  const rootId = await rootOf(queries, candidateId);
  if (rootId === null) throw new ProblemError('not_found');
  if ((await queries.get('select 1 "one" from candidate_deletions where candidate_id = ?', rootId)) !== undefined)
    throw refusal('file_deleted');
  const members = await membersOf(queries, rootId);
  const sessions = MemberSessionRow.array().parse(
    await queries.all(
      `select device_id "deviceId", session_id "sessionId" from candidate_sessions
       where candidate_id in ${placeholders(1, members.length)} order by device_id, session_id`,
      ...members,
    ),
  );
  for (const { deviceId, sessionId } of sessions) {
    await erasureIn(queries).erase(deviceId, sessionId, at);
    await queries.run(
      `update candidate_sessions set state = 'erased', erased_at = coalesce(erased_at, ?), result = null, started_at = null,
         finalized_at = null, locale = null where device_id = ? and session_id = ?`,
      at,
      deviceId,
      sessionId,
    );
  }
  const { facts, documents } = await eraseMembers(queries, erasers, members, at);
  const line = await appendAudit(queries, {
    at,
    actor,
    action: 'candidate.deleted',
    subject: rootId,
  });
  const certificate: CandidateDeletionCertificate = {
    format: 'anteroom.candidate-deletion/1',
    candidateId: rootId,
    mergedIds: members.filter((id) => id !== rootId),
    sessions,
    facts,
    documents,
    deletedAt: at,
    deletedBy: actor,
    auditSeq: line.seq,
    auditSha256: line.sha256,
  };
  await queries.run(
    'insert into candidate_deletions (candidate_id, certificate) values (?, ?)',
    rootId,
    JSON.stringify(certificate),
  );
  return certificate;
}
