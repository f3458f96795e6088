import { v7 as uuidv7 } from 'uuid';
import type { CandidateDeletionCertificate } from '#shared/hub/candidates.ts';
import type { NewErasure } from '#shared/hub/erasures.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { deleteCandidate, eraseSessionFromFiles, type Eraser } from '../candidates/erase-candidates.ts';
import { refusal } from '../http/problem.ts';
import { publishIn } from '../publishing/publication-store.ts';
import { erasureIn } from '../store/erasure.ts';
import { kiosksOf } from './note-erasure-publication.ts';

type SessionAt = { readonly sessionId: string; readonly deviceId: string };

/** Keeps who asked for what, and tells the kiosks: every site, because a kiosk may have moved since. */
async function keepRequest(
  change: Change,
  request: {
    readonly kind: 'session' | 'candidate';
    readonly subjectId: string;
    readonly reason: string;
    readonly sessions: readonly SessionAt[];
  },
): Promise<string> {
  const { queries, at, actor } = change;
  const id = uuidv7();
  await queries.run(
    'insert into erasure_requests (id, kind, subject_id, reason, requested_at, requested_by) values (?, ?, ?, ?, ?, ?)',
    id,
    request.kind,
    request.subjectId,
    request.reason,
    at,
    JSON.stringify(actor),
  );
  for (const { sessionId, deviceId } of request.sessions)
    await queries.run(
      'insert into erasure_request_sessions (request_id, session_id, device_id) values (?, ?, ?)',
      id,
      sessionId,
      deviceId,
    );
  for (const sessionId of new Set(request.sessions.map((session) => session.sessionId)))
    await publishIn(queries, {
      kind: 'erasure',
      id: sessionId,
      sites: null,
      body: { sessionId, requestId: id },
      by: actor.name,
      at,
    });
  await appendAudit(queries, { at, actor, action: 'erasure.requested', subject: id });
  return id;
}

/**
 * Deletes a person here at once, and asks the kiosks to do the same.
 *
 * @throws {ProblemError} `not_found`, `conflict` (deleted before)
 */
export async function requestCandidateErasure(
  change: Change,
  erasers: readonly Eraser[],
  request: { readonly candidateId: string; readonly reason: string },
): Promise<{ readonly id: string; readonly certificate: CandidateDeletionCertificate }> {
  const certificate = await deleteCandidate(change, erasers, request.candidateId);
  const { candidateId, sessions } = certificate;
  const id = await keepRequest(change, {
    kind: 'candidate',
    subjectId: candidateId,
    reason: request.reason,
    sessions,
  });
  return { id, certificate };
}

/**
 * Asks the kiosk to delete an interview; what is held here goes with its word, because a hold at the kiosk comes first. Where no kiosk
 * can be asked any more it goes at once.
 *
 * @throws {ProblemError} `conflict` for one that is deleted, or was asked for before
 */
export async function requestSessionErasure(
  change: Change,
  erasers: readonly Eraser[],
  { sessionId, reason }: Extract<NewErasure, { kind: 'session' }>,
): Promise<string> {
  const { queries, at } = change;
  const before = await queries.get(
    `select 1 "one" from erased_sessions where session_id = ?
     union all select 1 from erasure_request_sessions where session_id = ?`,
    sessionId,
    sessionId,
  );
  if (before !== undefined) throw refusal('interview_deleted');
  const kiosks = await kiosksOf(queries, sessionId);
  const id = await keepRequest(change, {
    kind: 'session',
    subjectId: sessionId,
    reason,
    sessions:
      kiosks.length === 0 ? [{ sessionId, deviceId: '' }] : kiosks.map(({ deviceId }) => ({ sessionId, deviceId })),
  });
  if (kiosks.every(({ isReachable }) => isReachable === 0))
    for (const { deviceId } of kiosks) {
      await erasureIn(queries).erase(deviceId, sessionId, at);
      await eraseSessionFromFiles(queries, erasers, { deviceId, sessionId, at });
    }
  return id;
}
