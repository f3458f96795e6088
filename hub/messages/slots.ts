import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type NewSlots, Slot, type SlotQuery } from '#shared/hub/messages.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { Queries, SqlValue } from '../database/database.ts';
import { type Sites, slotsAt } from '../store/at-sites.ts';
import { ProblemError, refusal } from '../http/problem.ts';

const SELECT = `select s.id, s.site_id "siteId", s.job_id "jobId", s.starts_at "startsAt", s.ends_at "endsAt", s.capacity,
  (select count(*) from slot_places p where p.slot_id = s.id) "booked", s.cancelled_at "cancelledAt" from slots s`;
const PlaceRow = z.object({ place: z.int() });

export async function openSlots(change: Change, { siteId, jobId, times, capacity }: NewSlots): Promise<Slot[]> {
  const { queries, at, actor } = change;
  const opened: Slot[] = [];
  for (const { startsAt, endsAt } of times) {
    const id = uuidv7();
    await queries.run(
      'insert into slots (id, site_id, job_id, starts_at, ends_at, capacity) values (?, ?, ?, ?, ?, ?)',
      id,
      siteId,
      jobId,
      startsAt,
      endsAt,
      capacity,
    );
    opened.push({ id, siteId, jobId, startsAt, endsAt, capacity, booked: 0, cancelledAt: null });
  }
  await appendAudit(queries, { at, actor, action: 'slots.opened', subject: siteId });
  return opened;
}

/** By start, one more than `limit` when there are more; the cursor is `startsAt id`. */
export async function listSlots(queries: Queries, query: SlotQuery, sites: Sites = null): Promise<Slot[]> {
  const own = slotsAt(sites);
  const where = [own.sql];
  const values: SqlValue[] = [...own.values];
  const add = (condition: string, ...more: SqlValue[]) => {
    where.push(condition);
    values.push(...more);
  };
  if (query.siteId !== undefined) add('s.site_id = ?', query.siteId);
  if (query.jobId !== undefined) add('(s.job_id is null or s.job_id = ?)', query.jobId);
  if (query.from !== undefined) add('s.starts_at >= ?', query.from);
  if (query.onlyFree === 'true')
    add('s.cancelled_at is null and s.capacity > (select count(*) from slot_places p where p.slot_id = s.id)');
  if (query.cursor !== undefined) {
    const [startsAt = '', id = ''] = query.cursor.split(' ');
    add('(s.starts_at > ? or (s.starts_at = ? and s.id > ?))', startsAt, startsAt, id);
  }
  const rows = await queries.all(
    `${SELECT} where ${where.join(' and ')} order by s.starts_at, s.id limit ?`,
    ...values,
    query.limit + 1,
  );
  return Slot.array().parse(rows);
}

/** @throws {ProblemError} `not_found` */
export async function slotOf(queries: Queries, id: string): Promise<Slot> {
  const row = await queries.get(`${SELECT} where s.id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found', 'There is no such slot.');
  return Slot.parse(row);
}

/**
 * Takes a place for an invitation, which gives back the one it had. Places are numbered and unique, so that a slot can never hold more than its
 * capacity, whatever runs at once.
 *
 * @throws {ProblemError} `not_found`, `conflict` (full, called off, over, or for another job)
 */
export async function takePlace(
  { queries, at }: Change,
  slotId: string,
  { invitationId, jobId }: { readonly invitationId: string; readonly jobId: string },
): Promise<Slot> {
  const slot = await slotOf(queries, slotId);
  if (slot.cancelledAt !== null) throw refusal('slot_called_off');
  if (slot.startsAt <= at) throw refusal('slot_begun');
  if (slot.jobId !== null && slot.jobId !== jobId) throw refusal('slot_of_other_job');
  await giveUpPlace(queries, invitationId);
  const taken = new Set(
    PlaceRow.array()
      .parse(await queries.all('select place from slot_places where slot_id = ?', slotId))
      .map(({ place }) => place),
  );
  const place = Array.from({ length: slot.capacity }, (_, index) => index + 1).find((each) => !taken.has(each));
  if (place === undefined) throw refusal('slot_full');
  await queries.run(
    'insert into slot_places (slot_id, place, invitation_id) values (?, ?, ?)',
    slotId,
    place,
    invitationId,
  );
  return slotOf(queries, slotId);
}

export async function giveUpPlace(queries: Queries, invitationId: string): Promise<void> {
  await queries.run('delete from slot_places where invitation_id = ?', invitationId);
}

/** Calls a slot off for newcomers. @throws {ProblemError} `not_found`, `conflict` while somebody is invited to it */
export async function cancelSlot({ queries, at, actor }: Change, id: string): Promise<Slot> {
  const slot = await slotOf(queries, id);
  if (slot.booked > 0) throw refusal('slot_invited');
  await queries.run('update slots set cancelled_at = coalesce(cancelled_at, ?) where id = ?', at, id);
  await appendAudit(queries, { at, actor, action: 'slot.cancelled', subject: id });
  return slotOf(queries, id);
}
