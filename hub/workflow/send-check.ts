import { summariesOf } from '../candidates/read-candidates.ts';
import type { HubDatabase } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import { signatureHeaders } from '../http/webhook-signature.ts';
import type { JobOutcome } from '../jobs/job-queue.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import { applicationOf } from './applications.ts';
import { CheckJob, checkOf, noteCheckSent, providerOf, providerSecrets } from './checks.ts';

const fatal = (zh: string, en: string): JobOutcome => ({ kind: 'fatal', detail: { 'zh-CN': zh, en } });

/**
 * Orders a check by a signed webhook. `webhook-id` is the id of the check at every attempt: a receiver that remembers ids orders it once.
 *
 * The body names who is to be checked, so that it is personal data: it goes to the address of the provider and nowhere else.
 */
export function checkHandler(parts: {
  readonly database: HubDatabase;
  readonly sealer: Sealer;
  readonly now: () => Date;
  /** Address of this hub, as providers reach it; null: they know it. */
  readonly publicUrl: string | null;
}): JobHandler {
  const { database, sealer, now, publicUrl } = parts;
  return async ({ payload }, signal) => {
    const { checkId } = CheckJob.parse(payload);
    const order = await checkOf(database, checkId);
    if (order.state !== 'ordered') return { kind: 'done' };
    const provider = await providerOf(database, order.providerId);
    if (provider.revokedAt !== null) return fatal('这家服务商已停用。', 'This provider was revoked.');
    const application = await applicationOf(database, order.applicationId);
    const [candidate] = await summariesOf(database, [application.candidateId]);
    const at = now();
    const path = `/v1/checks/${checkId}/result`;
    const body = JSON.stringify({
      type: 'check.ordered',
      timestamp: order.orderedAt,
      data: {
        checkId,
        kind: provider.kind,
        candidate: {
          ref: application.candidateId,
          name: candidate?.name ?? null,
          phone: candidate?.phones[0] ?? null,
          email: candidate?.emails[0] ?? null,
        },
        job: { ref: application.jobId },
        result: { method: 'POST', url: publicUrl === null ? path : new URL(path, publicUrl).href },
      },
    });
    const secrets = await providerSecrets(database, sealer, provider.id);
    let response: Response;
    try {
      response = await fetch(provider.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signatureHeaders(secrets, { id: checkId, at, body }) },
        body,
        redirect: 'manual',
        signal,
      });
    } catch (error) {
      if (!(error instanceof TypeError) && !signal.aborted) throw error;
      return {
        kind: 'transient',
        detail: {
          'zh-CN': '服务商暂时连不上，稍后会自动重试。',
          en: 'The provider cannot be reached just now; it is tried again by itself.',
        },
      };
    }
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) {
      await database.transaction((queries) => noteCheckSent({ queries, at: at.toISOString() }, checkId));
      return { kind: 'done' };
    }
    if (status === 410)
      return fatal('服务商要求不再发送（410）。', 'The provider asks not to be sent anything any more (410).');
    if (status === 408 || status === 429 || status >= 500 || (status >= 300 && status < 400))
      return {
        kind: 'transient',
        detail: {
          'zh-CN': `服务商正忙（${status}），稍后会自动重试。`,
          en: `The provider is busy (${status}); it is tried again by itself.`,
        },
        retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
      };
    return fatal(`服务商拒绝了这份委托（${status}）。`, `The provider refuses this order (${status}).`);
  };
}

/** Seconds only; a date would need their clock. At most a day. */
function retryAfterMs(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Math.min(Number(header), 86_400) * 1000 : undefined;
}
