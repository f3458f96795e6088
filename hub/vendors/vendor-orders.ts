import type { CountryCode } from 'libphonenumber-js';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type {
  NewOrder,
  OrderableInterview,
  VendorOrder,
  VendorOrders,
} from '#connectors/assessment-vendor/vendor-orders.ts';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import type { VendorAccount } from '#shared/hub/vendors.ts';
import type { Localized } from '#shared/localized.ts';
import { InterviewResult } from '#shared/result.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import {
  addFacts,
  ensureApplication,
  findByFact,
  noteInTimeline,
  openFile,
  proposeMerges,
  type Change,
} from '../candidates/candidate-file.ts';
import type { Eraser } from '../candidates/erase-candidates.ts';
import { factsOf } from '../candidates/facts-of.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { cancelInvitation, freshCode, invite, listInvitations } from '../messages/invitations.ts';
import { listSlots } from '../messages/slots.ts';
import { jobNames, offeredJobIds } from '../publishing/job-names.ts';
import { applicationOf, stageForSession } from '../workflow/applications.ts';
import { vendorActor } from './vendor-accounts.ts';

const OrderRow = z.object({ id: z.string(), applicationId: z.string(), state: z.enum(['open', 'cancelled']) });
const ResultRow = z.object({ body: jsonColumn(InterviewResult) });

const both = ({ 'zh-CN': zh, en }: Localized): string => (zh === en ? en : `${zh} · ${en}`);

/** Jobs that are published now, as what can be ordered. */
async function publishedJobs(queries: Queries): Promise<OrderableInterview[]> {
  return Promise.all(
    (await offeredJobIds(queries)).map(async (id) => {
      const { title, summary } = await jobNames(queries, id);
      return { id, name: both(title), description: summary === null ? '' : both(summary) };
    }),
  );
}

/** Orders of one recruiting system in the hub's own tables: its candidates are candidate files like any other. */
export function createVendorOrders(parts: {
  readonly database: HubDatabase;
  readonly queue: JobQueue;
  readonly sealer: Sealer;
  readonly phoneRegion: CountryCode;
  readonly now: () => Date;
  readonly account: VendorAccount;
  readonly changed: (change: Change, applicationId: string) => Promise<void>;
}): VendorOrders {
  const { database, phoneRegion, now, account, changed } = parts;
  const run = <T>(work: (change: Change) => Promise<T>): Promise<T> =>
    database.transaction((queries) => work({ queries, at: now().toISOString(), actor: vendorActor(account.id) }));

  async function rowOf(queries: Queries, id: string): Promise<z.infer<typeof OrderRow> | null> {
    const row = await queries.get(
      `select id, application_id "applicationId", state from vendor_orders
       where id = ? and account_id = ? and state <> 'erased'`,
      id,
      account.id,
    );
    return row === undefined ? null : OrderRow.parse(row);
  }

  async function orderIn(
    { queries, at, actor }: Change,
    { id, applicationId, state }: z.infer<typeof OrderRow>,
  ): Promise<VendorOrder> {
    const row = await queries.get(
      `select d.body from result_feed f join result_documents d on d.result_id = f.result_id and d.revision = f.revision
       where d.application_id = ? and f.erased_at is null order by f.feed_seq desc limit 1`,
      applicationId,
    );
    const result = row === undefined ? null : ResultRow.parse(row).body;
    if (result !== null) await appendAudit(queries, { at, actor, action: 'result.read', subject: result.id });
    const hasBegun = await queries.get(
      `select 1 "one" from candidate_sessions where application_id = ? and state in ('started', 'sealed', 'finalized')`,
      applicationId,
    );
    return { id, state, result, hasBegun: hasBegun !== undefined };
  }

  /** The file of whoever has this id there, or a new one. */
  async function fileOf(change: Change, { system, candidate }: NewOrder): Promise<string> {
    const { name, email, phone, externalId } = candidate;
    const { facts } = factsOf(
      {
        ...(name === '' ? {} : { name }),
        phones: phone === null ? [] : [phone],
        emails: email === null ? [] : [email],
        externalIds: externalId === null ? [] : [{ system, id: externalId }],
      },
      phoneRegion,
    );
    const external = facts.find(({ kind }) => kind === 'external_id');
    const known = external === undefined ? null : await findByFact(change.queries, external.kind, external.value);
    const candidateId = known ?? (await openFile(change));
    await addFacts(change, candidateId, facts, { kind: 'channel', id: account.id });
    await proposeMerges(change, candidateId);
    return candidateId;
  }

  /** To the next free time at the account's site; where there is none, a code that HR passes on. */
  async function inviteOrCode(change: Change, application: ApplicationSummary, order: NewOrder, orderId: string) {
    const { queries, at } = change;
    const { id: applicationId, candidateId, jobId } = application;
    const [held] = await listInvitations(queries, { applicationId, limit: 1 });
    if (held?.state === 'active') return;
    const { email, phone } = order.candidate;
    const channel = email === null ? (phone === null ? null : 'sms') : 'email';
    const siteId = account.inviteAtSite;
    const slots =
      siteId === null || channel === null
        ? []
        : await listSlots(queries, { siteId, jobId, from: at, onlyFree: 'true', limit: 1 });
    const [slot] = slots;
    if (slot !== undefined && channel !== null) {
      await invite(change, parts, application, { slotId: slot.id, channel, locale: null });
      return;
    }
    const code = await freshCode(queries);
    await addFacts(change, candidateId, [{ kind: 'invitation_code', value: code }], {
      kind: 'invitation',
      id: orderId,
    });
    await noteInTimeline(change, { candidateId, applicationId, kind: 'invitation.code_made', detail: { orderId } });
  }

  return {
    interviews: () => publishedJobs(database),

    place: (order) =>
      run(async (change) => {
        const { queries, at, actor } = change;
        const { interviewId: jobId, requestKey, noticeUrl, candidate } = order;
        const known = await queries.get(
          `select id, application_id "applicationId", state from vendor_orders
           where account_id = ? and request_key = ? and state <> 'erased'`,
          account.id,
          requestKey,
        );
        if (known !== undefined) return orderIn(change, OrderRow.parse(known));
        if (!(await offeredJobIds(queries)).includes(jobId)) return null;
        const candidateId = await fileOf(change, order);
        const stageId = await stageForSession(queries, jobId);
        const { id: applicationId } = await ensureApplication(change, candidateId, jobId, stageId);
        const id = uuidv7();
        await queries.run(
          `insert into vendor_orders (id, account_id, request_key, application_id, notice_url, profile_url, state, told_revision,
             told_at_ms, created_at) values (?, ?, ?, ?, ?, ?, 'open', 0, 0, ?)`,
          id,
          account.id,
          requestKey,
          applicationId,
          noticeUrl,
          candidate.profileUrl,
          at,
        );
        await noteInTimeline(change, {
          candidateId,
          applicationId,
          kind: 'interview.ordered',
          detail: { orderId: id, system: order.system, accountId: account.id },
        });
        await appendAudit(queries, { at, actor, action: 'interview.ordered', subject: applicationId });
        await inviteOrCode(change, await applicationOf(queries, applicationId), order, id);
        await changed(change, applicationId);
        return orderIn(change, { id, applicationId, state: 'open' });
      }),

    find: (_system, id) =>
      run(async (change) => {
        const row = await rowOf(change.queries, id);
        return row === null ? null : orderIn(change, row);
      }),

    cancel: (_system, id) =>
      run(async (change) => {
        const { queries, at, actor } = change;
        const row = await rowOf(queries, id);
        if (row === null) return false;
        if (row.state === 'cancelled') return true;
        const { applicationId } = row;
        const finished = await queries.get(
          `select 1 "one" from candidate_sessions where application_id = ? and state = 'finalized'`,
          applicationId,
        );
        if (finished !== undefined) return false;
        await queries.run(`update vendor_orders set state = 'cancelled' where id = ?`, id);
        await queries.run(`delete from candidate_facts where source_kind = 'invitation' and source_id = ?`, id);
        const [held] = await listInvitations(queries, { applicationId, limit: 1 });
        if (held?.state === 'active') await cancelInvitation(change, parts, held.id, 'cancelled where it was ordered');
        const { candidateId } = await applicationOf(queries, applicationId);
        await noteInTimeline(change, {
          candidateId,
          applicationId,
          kind: 'interview.order_cancelled',
          detail: { orderId: id },
        });
        await appendAudit(queries, { at, actor, action: 'interview.order_cancelled', subject: applicationId });
        return true;
      }),
  };
}

const AskedByRow = z.object({
  system: z.enum(['greenhouse', 'ashby']),
  id: z.string(),
  url: z.string().nullable(),
});

/** Who ordered the interview of an application; null: nobody did. */
export async function orderedBy(queries: Queries, applicationId: string): Promise<InterviewResult['order']> {
  const row = await queries.get(
    `select v.system, o.id, o.profile_url "url" from vendor_orders o join vendor_accounts v on v.id = o.account_id
     where o.application_id = ? and o.state <> 'erased' order by o.id limit 1`,
    applicationId,
  );
  return row === undefined ? null : AskedByRow.parse(row);
}

/** `Eraser` of orders: the addresses name the person's page there. */
export const vendorOrderEraser: Eraser = {
  eraseSession: async () => undefined,
  eraseCandidates: async (queries, candidateIds) => {
    let emptied = 0;
    for (const id of candidateIds)
      emptied += await queries.run(
        `update vendor_orders set state = 'erased', request_key = id, notice_url = null, profile_url = null
         where state <> 'erased' and application_id in (select id from applications where candidate_id = ?)`,
        id,
      );
    return emptied;
  },
};
