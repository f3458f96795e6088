import { z } from 'zod';
import { assessmentStarted, assessmentUpdate, assessmentUpdateRequest } from '#connectors/assessment-vendor/ashby.ts';
import { completedNotice } from '#connectors/assessment-vendor/greenhouse.ts';
import { httpExchange, messageIn, succeeded, type TargetRequest } from '#connectors/result/exchange.ts';
import { DeliveryEnded, endingsAsOutcomes } from '#connectors/result/result-connector.ts';
import { lasting } from '#connectors/result/sentences.ts';
import type { InterviewResult } from '#shared/result.ts';
import { noteInTimeline, type Change } from '../candidates/candidate-file.ts';
import type { HubDatabase } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import type { ResultHandOver } from '../hand-over/hand-over.ts';
import type { ReportKeeper } from '../hand-over/report-keeper.ts';
import type { ReportLinks } from '../hand-over/report-link.ts';
import { resultOf } from '../hand-over/result-document.ts';
import { heldResult } from '../hand-over/result-store.ts';
import type { JobOutcome, JobQueue } from '../jobs/job-queue.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import { passing } from '../hand-over/passing.ts';
import { applicationOf } from '../workflow/applications.ts';
import { openVendorAccount, type VendorKeys } from './vendor-accounts.ts';

export const VENDOR_NOTICE_JOB = 'vendor.notice';
/** `resultId` null: the interview has begun. */
const NoticeJob = z.object({ orderId: z.string(), resultId: z.string().nullable(), revision: z.int() });
const OpenOrder = z.object({ id: z.string(), system: z.enum(['greenhouse', 'ashby']) });
const OrderRow = z.object({
  accountId: z.string(),
  state: z.enum(['open', 'cancelled', 'erased']),
  noticeUrl: z.string().nullable(),
  toldRevision: z.int(),
});
const SessionRow = z.object({ state: z.string(), hasResult: z.int() });
/** Nobody has looked at it: its owner's own people do, there. */
const NOT_REVIEWED: InterviewResult['review'] = { by: null, at: null, decision: null };
const NAMES = { greenhouse: 'Greenhouse', ashby: 'Ashby' } as const;

/**
 * Something of an application changed: when a recruiting system ordered its interview, the order is a person's request for the result, so the
 * document is made as soon as the interview is scored, and the system is told by the queue.
 */
export async function followVendorOrders(
  change: Change,
  applicationId: string,
  parts: {
    readonly queue: JobQueue;
    readonly handOver: Pick<ResultHandOver, 'keepDocument'>;
    readonly links: ReportLinks;
  },
): Promise<void> {
  const { queries } = change;
  const orders = OpenOrder.array().parse(
    await queries.all(
      `select o.id, v.system from vendor_orders o join vendor_accounts v on v.id = o.account_id
       where o.application_id = ? and o.state = 'open' and v.revoked_at is null order by o.id`,
      applicationId,
    ),
  );
  if (orders.length === 0) return;
  const sessions = SessionRow.array().parse(
    await queries.all(
      `select state, case when result is null then 0 else 1 end "hasResult" from candidate_sessions
       where application_id = ? and state in ('started', 'sealed', 'finalized')`,
      applicationId,
    ),
  );
  if (sessions.length === 0) return;
  const application = await applicationOf(queries, applicationId);
  const tell = (orderId: string, what: string, resultId: string | null, revision: number) =>
    parts.queue.enqueue(queries, {
      kind: VENDOR_NOTICE_JOB,
      uniqueKey: `${VENDOR_NOTICE_JOB}:${orderId}:${what}`,
      subject: application.candidateId,
      payload: { orderId, resultId, revision },
    });
  if (!sessions.some(({ state, hasResult }) => state === 'finalized' && hasResult === 1)) {
    // Greenhouse asks by itself; Ashby shows what it is told
    for (const { id, system } of orders) if (system === 'ashby') await tell(id, 'begun', null, 0);
    return;
  }
  const draft = await resultOf(queries, application, NOT_REVIEWED, parts.links);
  const { resultId, revision } = await parts.handOver.keepDocument(change, application, draft);
  for (const { id, system } of orders) {
    const isNew = await tell(id, `${resultId}:${revision}`, resultId, revision);
    if (isNew)
      await noteInTimeline(change, {
        candidateId: application.candidateId,
        applicationId,
        kind: 'interview.order_answered',
        detail: { orderId: id, system, resultId, revision },
      });
  }
}

const fatal = (zh: string, en: string): JobOutcome => ({ kind: 'fatal', detail: { 'zh-CN': zh, en } });

/** Tells a recruiting system how its order stands. What it was told before, or a newer state, is not told again. */
export function vendorNoticeHandler(parts: {
  readonly database: HubDatabase;
  readonly key: Pick<HubKey, 'unseal'>;
  readonly reports: Pick<ReportKeeper, 'prepare'>;
  readonly now: () => Date;
}): JobHandler {
  const { database, key, reports, now } = parts;

  /** Rises from notice to notice, also when the clock was set back. */
  const nextInstant = (orderId: string): Promise<number> =>
    database.transaction(async (queries) => {
      const row = await queries.get('select told_at_ms "ms" from vendor_orders where id = ?', orderId);
      const ms = Math.max(now().getTime(), z.object({ ms: z.int() }).parse(row).ms + 1);
      await queries.run('update vendor_orders set told_at_ms = ? where id = ?', ms, orderId);
      return ms;
    });

  /** What is sent; a sentence for a person when it cannot be. */
  async function requestFor(
    orderId: string,
    keys: VendorKeys,
    result: InterviewResult | null,
    noticeUrl: string | null,
  ): Promise<TargetRequest | null> {
    if (keys.ashby !== null) {
      const at = await nextInstant(orderId);
      const update = result === null ? assessmentStarted(orderId, at) : assessmentUpdate(orderId, result, at);
      return assessmentUpdateRequest(keys.ashby.url, keys.ashby.apiKey, update);
    }
    return noticeUrl === null ? null : completedNotice(noticeUrl, keys.key);
  }

  return async ({ payload }, signal) => {
    const { orderId, resultId, revision } = NoticeJob.parse(payload);
    const row = await database.get(
      `select account_id "accountId", state, notice_url "noticeUrl", told_revision "toldRevision" from vendor_orders where id = ?`,
      orderId,
    );
    const order = row === undefined ? null : OrderRow.parse(row);
    const isOld = order !== null && order.toldRevision >= Math.max(revision, 1);
    if (order === null || order.state !== 'open' || isOld) return { kind: 'done' };
    const opened = await openVendorAccount(database, key, order.accountId);
    if (opened === null)
      return fatal('这个招聘系统的账号已停用。', 'The account of this recruiting system was revoked.');
    if (resultId !== null) await reports.prepare(resultId, revision);
    const result = resultId === null ? null : (await heldResult(database, resultId, revision))?.result;
    // emptied since
    if (resultId !== null && result == null) return { kind: 'done' };
    if (result != null && result.report.url === null)
      return fatal(
        '总部服务器没有设置对外地址，对方无法打开报告。请用 --public-url 启动后重试。',
        'This hub has no public address, so nobody there could open the report. Start it with --public-url, then try again.',
      );
    const request = await requestFor(orderId, opened.keys, result ?? null, order.noticeUrl);
    if (request === null) return { kind: 'done' };
    const name = NAMES[opened.account.system];
    const secrets = [opened.keys.key, opened.keys.ashby?.apiKey ?? ''];
    const outcome = await endingsAsOutcomes(async () => {
      const answer = await httpExchange({ signal })(request);
      const said = messageIn(answer, ['error', 'message'], secrets);
      succeeded(answer, name, said);
      // Ashby answers 200 also to what it does not take
      const isRefused = z.object({ success: z.literal(false) }).safeParse(answer.json).success;
      if (isRefused) throw new DeliveryEnded(lasting('rejected', name, said));
      return { kind: 'told' as const };
    });
    if (outcome.kind === 'transient') return { kind: 'transient', detail: passing, retryAfterMs: outcome.retryAfterMs };
    if (outcome.kind === 'fatal') return { kind: 'fatal', detail: outcome.detail };
    await database.run(
      'update vendor_orders set told_revision = ? where id = ? and told_revision < ?',
      revision,
      orderId,
      revision,
    );
    return { kind: 'done' };
  };
}
