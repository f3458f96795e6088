import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import { CheckOrder, Partner, CheckResultInput, type NewPartner } from '#shared/hub/checks.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { noteInTimeline, type Change } from '../candidates/candidate-file.ts';
import type { Queries } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Sealer } from '../devices/hub-key.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { newWebhookSecret } from '../http/webhook-signature.ts';
import type { JobQueue } from '../jobs/job-queue.ts';

export const CHECK_JOB = 'check.order';
/** What the job carries; contact data is read when it is sent. */
export const CheckJob = z.object({ checkId: z.string() });

const PROVIDER = `select id, kind, name, url, created_at "createdAt", revoked_at "revokedAt" from partners`;
const ORDER = `select id, application_id "applicationId", candidate_id "candidateId", provider_id "providerId", state, outcome, result,
  ordered_at "orderedAt", sent_at "sentAt", finished_at "finishedAt" from check_orders`;
const OrderRow = CheckOrder.omit({ result: true }).extend({ result: z.string().nullable() });
/** Sealed; empty: none any more. */
const SecretsRow = z.object({ secrets: z.string() });
const Secrets = jsonColumn(z.array(z.string()));

export async function listProviders(queries: Queries): Promise<Partner[]> {
  return Partner.array().parse(await queries.all(`${PROVIDER} order by id`));
}

/** @throws {ProblemError} `not_found` */
export async function providerOf(queries: Queries, id: string): Promise<Partner> {
  const row = await queries.get(`${PROVIDER} where id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found', `There is no check provider "${id}".`);
  return Partner.parse(row);
}

/** Newest first: both sign until the older one is dropped. */
export async function providerSecrets(queries: Queries, sealer: Sealer, id: string): Promise<string[]> {
  const row = await queries.get('select secrets from partners where id = ?', id);
  const sealed = row === undefined ? '' : SecretsRow.parse(row).secrets;
  return sealed === '' ? [] : Secrets.parse(sealer.unseal(sealed));
}

/** @throws {ProblemError} `conflict` when the id is taken */
export async function addProvider(
  { queries, at, actor }: Change,
  sealer: Sealer,
  { id, kind, name, url }: NewPartner,
): Promise<{ readonly provider: Partner; readonly secret: string }> {
  const secret = newWebhookSecret();
  const added = await queries.run(
    `insert into partners (id, kind, name, url, secrets, created_at) values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
    id,
    kind,
    name,
    url ?? '',
    sealer.seal(JSON.stringify([secret])),
    at,
  );
  if (added === 0) throw refusal('provider_taken', { id });
  await appendAudit(queries, { at, actor, action: 'partner.added', subject: id });
  return { provider: await providerOf(queries, id), secret };
}

/** A new secret beside the newest one: what is sent carries both signatures, and both verify what comes. */
export async function rotateSecret(
  { queries, at, actor }: Change,
  sealer: Sealer,
  id: string,
): Promise<{ readonly provider: Partner; readonly secret: string }> {
  const provider = await providerOf(queries, id);
  const secret = newWebhookSecret();
  const [newest] = await providerSecrets(queries, sealer, id);
  await queries.run(
    'update partners set secrets = ? where id = ?',
    sealer.seal(JSON.stringify(newest === undefined ? [secret] : [secret, newest])),
    id,
  );
  await appendAudit(queries, { at, actor, action: 'partner.secret_rotated', subject: id });
  return { provider, secret };
}

/** Nothing more is ordered there, and nothing it says is taken. */
export async function revokeProvider({ queries, at, actor }: Change, id: string): Promise<Partner> {
  await providerOf(queries, id);
  await queries.run(`update partners set revoked_at = coalesce(revoked_at, ?), secrets = '' where id = ?`, at, id);
  await appendAudit(queries, { at, actor, action: 'partner.revoked', subject: id });
  return providerOf(queries, id);
}

/** @throws {ProblemError} `not_found` */
export async function checkOf(queries: Queries, id: string): Promise<CheckOrder> {
  const row = await queries.get(`${ORDER} where id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found');
  const { result, ...order } = OrderRow.parse(row);
  return { ...order, result: result === null ? null : CheckResultInput.parse(JSON.parse(result)) };
}

/** @throws {ProblemError} `not_found`, `conflict` (provider revoked, or one is under way there) */
export async function orderCheck(
  change: Change,
  queue: JobQueue,
  application: ApplicationSummary,
  providerId: string,
): Promise<CheckOrder> {
  const { queries, at, actor } = change;
  const provider = await providerOf(queries, providerId);
  if (provider.kind === 'recruiting_channel') throw refusal('provider_is_channel', { id: providerId });
  if (provider.revokedAt !== null) throw refusal('provider_revoked', { id: providerId });
  const running = await queries.get(
    `select 1 "one" from check_orders where application_id = ? and provider_id = ? and state in ('ordered', 'sent')`,
    application.id,
    providerId,
  );
  if (running !== undefined) throw refusal('check_running');
  const id = uuidv7();
  await queries.run(
    `insert into check_orders (id, application_id, candidate_id, provider_id, state, ordered_at) values (?, ?, ?, ?, 'ordered', ?)`,
    id,
    application.id,
    application.candidateId,
    providerId,
    at,
  );
  await queue.enqueue(queries, {
    kind: CHECK_JOB,
    uniqueKey: `${CHECK_JOB}:${id}`,
    subject: application.candidateId,
    payload: { checkId: id },
  });
  const detail = { checkId: id, providerId };
  await noteInTimeline(change, {
    candidateId: application.candidateId,
    applicationId: application.id,
    kind: 'check.ordered',
    detail,
  });
  await appendAudit(queries, { at, actor, action: 'check.ordered', subject: application.id });
  return checkOf(queries, id);
}

/** The provider has taken the order. */
export async function noteCheckSent({ queries, at }: Pick<Change, 'queries' | 'at'>, id: string): Promise<void> {
  await queries.run(
    `update check_orders set sent_at = coalesce(sent_at, ?), state = case when state = 'ordered' then 'sent' else state end where id = ?`,
    at,
    id,
  );
}

/**
 * What came of a check. The first word is final.
 * @returns whether it was new; the very same again is not
 * @throws {ProblemError} `not_found`, `conflict` for another word than the final one
 */
export async function finishCheck(
  change: Change,
  id: string,
  result: CheckResultInput,
): Promise<{ readonly order: CheckOrder; readonly isNew: boolean }> {
  const { queries, at, actor } = change;
  const order = await checkOf(queries, id);
  if (order.finishedAt !== null) {
    if (order.result !== null && canonicalText(order.result) === canonicalText(result)) return { order, isNew: false };
    throw refusal('check_settled');
  }
  const outcome = result.state === 'completed' ? result.outcome : null;
  await queries.run(
    'update check_orders set state = ?, outcome = ?, result = ?, finished_at = ? where id = ?',
    result.state,
    outcome,
    JSON.stringify(result),
    at,
    id,
  );
  const detail = { checkId: id, providerId: order.providerId, state: result.state, outcome };
  await noteInTimeline(change, {
    candidateId: order.candidateId,
    applicationId: order.applicationId,
    kind: 'check.finished',
    detail,
  });
  await appendAudit(queries, { at, actor, action: 'check.finished', subject: order.applicationId });
  return { order: await checkOf(queries, id), isNew: true };
}

/** `Eraser` of checks. A check does not come of a session. */
export const checkEraser = {
  eraseSession: async (): Promise<void> => undefined,
  eraseCandidates: async (queries: Queries, candidateIds: readonly string[], at: string): Promise<number> => {
    let emptied = 0;
    for (const id of candidateIds)
      emptied += await queries.run(
        `update check_orders set outcome = null, result = null, finished_at = coalesce(finished_at, ?),
           state = case when state in ('ordered', 'sent') then 'cancelled' else state end where candidate_id = ?`,
        at,
        id,
      );
    return emptied;
  },
};
