import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import { Invitation } from '#shared/hub/messages.ts';
import { makeInvitationCode } from '#shared/invitation.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { addFacts, findByFact, noteInTimeline, type Change } from '../candidates/candidate-file.ts';
import type { Queries, SqlValue } from '../database/database.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { type Sites, slotsAt } from '../store/at-sites.ts';
import { publishInvitation, withdrawInvitation } from './publish-invitation.ts';
import { giveUpPlace, slotOf, takePlace } from './slots.ts';

export const EMAIL_JOB = 'invitation.email';
export const SMS_JOB = 'invitation.sms';

const Row = Invitation.omit({ slot: true, deliveries: true }).extend({ slotId: z.string() });
type Row = z.infer<typeof Row>;
const DeliveryRow = z.object({ kind: z.string(), state: z.string(), jobId: z.int() });

/** What a message job carries; contact data is read when it is sent. */
export const MessageJob = z.object({
  invitationId: z.string(),
  sequence: z.int(),
  method: z.enum(['REQUEST', 'CANCEL']),
});

const SELECT = `select id, application_id "applicationId", candidate_id "candidateId", slot_id "slotId", code, channel, locale, sequence,
  state, created_at "createdAt" from invitations`;

/** What it takes to invite: messages go by the queue, names of sites stand in sealed settings. */
export interface InvitationParts {
  readonly queue: JobQueue;
  readonly sealer: Sealer;
}

async function rowOf(queries: Queries, id: string): Promise<Row> {
  const row = await queries.get(`${SELECT} where id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found');
  return Row.parse(row);
}

async function shown(queries: Queries, { slotId, ...row }: Row): Promise<Invitation> {
  const deliveries = DeliveryRow.array().parse(
    await queries.all(
      `select kind, state, job_seq "jobId" from queue_jobs where unique_key in (?, ?) order by job_seq`,
      `${EMAIL_JOB}:${row.id}:${row.sequence}`,
      `${SMS_JOB}:${row.id}:${row.sequence}`,
    ),
  );
  return {
    ...row,
    slot: await slotOf(queries, slotId),
    deliveries: deliveries.map(({ kind, state, jobId }) => ({
      by: kind === EMAIL_JOB ? 'email' : 'sms',
      state,
      jobId,
    })),
  };
}

/** @throws {ProblemError} `not_found` */
export async function invitationOf(queries: Queries, id: string): Promise<Invitation> {
  return shown(queries, await rowOf(queries, id));
}

/** Newest first, one more than `limit` when there are more. */
export async function listInvitations(
  queries: Queries,
  query: { readonly applicationId?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
  sites: Sites = null,
): Promise<Invitation[]> {
  const own = slotsAt(sites);
  const where = [`slot_id in (select s.id from slots s where ${own.sql})`];
  const values: SqlValue[] = [...own.values];
  if (query.applicationId !== undefined) {
    where.push('application_id = ?');
    values.push(query.applicationId);
  }
  if (query.cursor !== undefined) {
    where.push('id < ?');
    values.push(query.cursor);
  }
  const rows = await queries.all(
    `${SELECT} where ${where.join(' and ')} order by id desc limit ?`,
    ...values,
    query.limit + 1,
  );
  return Promise.all(
    Row.array()
      .parse(rows)
      .map((row) => shown(queries, row)),
  );
}

/**
 * Invites: takes a place, makes the code, and puts the messages into the queue, all in the caller's transaction.
 * @throws {ProblemError} what `takePlace` throws; `conflict` when an invitation is active
 */
export async function invite(
  change: Change,
  parts: InvitationParts,
  application: ApplicationSummary,
  options: {
    readonly slotId: string;
    readonly channel: Invitation['channel'];
    readonly locale: 'zh-CN' | 'en' | null;
  },
): Promise<Invitation> {
  const { queries, at, actor } = change;
  const active = await queries.get(
    `select 1 "one" from invitations where application_id = ? and state = 'active'`,
    application.id,
  );
  if (active !== undefined) throw refusal('invitation_there');
  const id = uuidv7();
  const code = await freshCode(queries);
  await queries.run(
    `insert into invitations (id, application_id, candidate_id, slot_id, code, channel, locale, sequence, state, created_at)
     values (?, ?, ?, ?, ?, ?, ?, 0, 'active', ?)`,
    id,
    application.id,
    application.candidateId,
    options.slotId,
    code,
    options.channel,
    options.locale,
    at,
  );
  const slot = await takePlace(change, options.slotId, { invitationId: id, jobId: application.jobId });
  await publishInvitation(change, parts.sealer, {
    id,
    code,
    jobId: application.jobId,
    slot,
    candidateId: application.candidateId,
  });
  await addFacts(change, application.candidateId, [{ kind: 'invitation_code', value: code }], {
    kind: 'invitation',
    id,
  });
  await enqueueMessages(change, parts.queue, await rowOf(queries, id), 'REQUEST');
  await noteInTimeline(change, {
    candidateId: application.candidateId,
    applicationId: application.id,
    kind: 'invitation.made',
    detail: { invitationId: id, slotId: options.slotId, channel: options.channel },
  });
  await appendAudit(queries, {
    at,
    actor,
    action: 'invitation.made',
    subject: application.id,
  });
  return invitationOf(queries, id);
}

/** Another slot, the next sequence, the message again. @throws {ProblemError} `not_found`, `conflict` */
export async function moveInvitation(
  change: Change,
  parts: InvitationParts,
  id: string,
  slotId: string,
  reason: string,
): Promise<Invitation> {
  const { queries } = change;
  const row = await rowOf(queries, id);
  if (row.state !== 'active') throw refusal('invitation_cancelled');
  const jobId = await jobOf(queries, row.applicationId);
  const slot = await takePlace(change, slotId, { invitationId: id, jobId });
  await publishInvitation(change, parts.sealer, { id, code: row.code, jobId, slot, candidateId: row.candidateId });
  await queries.run('update invitations set slot_id = ?, sequence = sequence + 1 where id = ?', slotId, id);
  await enqueueMessages(change, parts.queue, await rowOf(queries, id), 'REQUEST');
  await note(change, row, 'invitation.moved', { from: row.slotId, to: slotId, reason });
  return invitationOf(queries, id);
}

/** Gives the place back and says so to the candidate. @throws {ProblemError} `not_found`, `conflict` */
export async function cancelInvitation(
  change: Change,
  parts: InvitationParts,
  id: string,
  reason: string,
): Promise<Invitation> {
  const { queries } = change;
  const row = await rowOf(queries, id);
  if (row.state !== 'active') throw refusal('invitation_cancelled');
  await giveUpPlace(queries, id);
  await withdrawInvitation(change, id);
  await queries.run(`update invitations set state = 'cancelled', sequence = sequence + 1 where id = ?`, id);
  await enqueueMessages(change, parts.queue, await rowOf(queries, id), 'CANCEL');
  await note(change, row, 'invitation.cancelled', { reason });
  return invitationOf(queries, id);
}

async function note(change: Change, row: Row, kind: string, detail: Readonly<Record<string, string>>): Promise<void> {
  const { queries, at, actor } = change;
  const { id, candidateId, applicationId } = row;
  await noteInTimeline(change, { candidateId, applicationId, kind, detail: { invitationId: id, ...detail } });
  await appendAudit(queries, { at, actor, action: kind, subject: applicationId });
}

async function enqueueMessages(change: Change, queue: JobQueue, row: Row, method: 'REQUEST' | 'CANCEL'): Promise<void> {
  for (const kind of [EMAIL_JOB, SMS_JOB]) {
    if (row.channel !== 'both' && (row.channel === 'email') !== (kind === EMAIL_JOB)) continue;
    await queue.enqueue(change.queries, {
      kind,
      uniqueKey: `${kind}:${row.id}:${row.sequence}`,
      subject: row.candidateId,
      payload: { invitationId: row.id, sequence: row.sequence, method },
    });
  }
}

async function jobOf(queries: Queries, applicationId: string): Promise<string> {
  const row = await queries.get('select job_id "jobId" from applications where id = ?', applicationId);
  return z.object({ jobId: z.string() }).parse(row).jobId;
}

/** A code that nobody has. */
export async function freshCode(queries: Queries): Promise<string> {
  for (;;) {
    const code = makeInvitationCode(randomInt);
    if ((await findByFact(queries, 'invitation_code', code)) === null) return code;
  }
}
