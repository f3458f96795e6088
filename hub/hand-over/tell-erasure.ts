import { z } from 'zod';
import type { ResultConnector } from '#connectors/result/result-connector.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Eraser } from '../candidates/erase-candidates.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import { ProblemError } from '../http/problem.ts';
import { HANDLER_LIMIT_MS, type JobQueue } from '../jobs/job-queue.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import { HAND_OVER_JOB, handOverKey } from './hand-over-job.ts';
import { passing } from './passing.ts';
import { eraseResults } from './result-store.ts';

export const ERASURE_JOB = 'result.erasure';
/** No personal data: the job has no subject, so that the deletion of the candidate does not take it along. */
const ErasureJob = z.object({
  connectorId: z.string(),
  resultId: z.string(),
  revision: z.int(),
  erasedAt: z.string(),
});
const IdRow = z.object({ id: z.string() });
const TriesRow = z.object({ tries: z.int(), running: z.int() });

/**
 * `Eraser` of documents and their reports: every connector that a result was handed over to, or may have been (an attempt whose end nobody
 * knows), is told by the queue, once for each result.
 */
export function documentEraser(queue: JobQueue): Eraser {
  async function erase(queries: Queries, where: string, value: string, at: string): Promise<number> {
    const emptied = await eraseResults(queries, where, value, at);
    const highest = new Map(emptied.map(({ id, revision }) => [id, revision]));
    for (const [id, revision] of highest) await tellConnectors(queries, queue, id, revision, at);
    return emptied.length;
  }
  return {
    eraseSession: async (queries, { sessionId }, at) => {
      await erase(queries, 'session_id = ?', sessionId, at);
    },
    eraseCandidates: async (queries, candidateIds, at) => {
      let emptied = 0;
      // by the application: its file may have been merged into another one when the document was made
      for (const id of candidateIds)
        emptied += await erase(
          queries,
          'application_id in (select id from applications where candidate_id = ?)',
          id,
          at,
        );
      return emptied;
    },
  };
}

async function tellConnectors(
  queries: Queries,
  queue: JobQueue,
  resultId: string,
  revision: number,
  erasedAt: string,
): Promise<void> {
  const connectors = IdRow.array().parse(
    await queries.all('select id from connectors where removed_at is null order by id'),
  );
  for (const { id: connectorId } of connectors) {
    const has = await queries.get(
      'select 1 "one" from connector_deliveries where connector_id = ? and result_id = ?',
      connectorId,
      resultId,
    );
    const start = handOverKey(connectorId, resultId);
    const { tries, running } = TriesRow.parse(
      await queries.get(
        `select coalesce(sum(attempts), 0) "tries", coalesce(sum(case when state = 'running' then 1 else 0 end), 0) "running"
         from queue_jobs where kind = ? and substr(unique_key, 1, ?) = ?`,
        HAND_OVER_JOB,
        start.length,
        start,
      ),
    );
    if (has === undefined && tries === 0) continue;
    await queue.enqueue(queries, {
      kind: ERASURE_JOB,
      uniqueKey: `${ERASURE_JOB}:${connectorId}:${resultId}`,
      target: connectorId,
      subject: null,
      payload: { connectorId, resultId, revision, erasedAt },
      // a delivery under way ends by then: what it brings there must not come after the erasure
      ...(running === 0 ? {} : { delayMs: HANDLER_LIMIT_MS }),
    });
  }
}

/** Tells one connector of one erasure. Again has one effect: events and files have the same name every time. */
export function erasureHandler(parts: {
  readonly database: HubDatabase;
  readonly openConnector: (id: string) => Promise<ResultConnector>;
  readonly now: () => Date;
}): JobHandler {
  const { database, openConnector, now } = parts;
  return async ({ payload }, signal) => {
    const { connectorId, ...notice } = ErasureJob.parse(payload);
    let connector: ResultConnector;
    try {
      connector = await openConnector(connectorId);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return {
        kind: 'fatal',
        detail: {
          'zh-CN': '这个连接器已被移除，无法通知对方。请在对方系统中手动删除此人的资料，然后取消此条目。',
          en: 'This connector was removed, so nobody can be told. Delete what is held of this person there by hand, then give this entry up.',
        },
      };
    }
    const outcome = await connector.erase(notice, signal);
    if (outcome.kind === 'transient') return { kind: 'transient', detail: passing, retryAfterMs: outcome.retryAfterMs };
    if (outcome.kind === 'fatal') return { kind: 'fatal', detail: outcome.detail };
    await database.transaction(async (queries) => {
      await queries.run(
        `update connector_deliveries set remote_ids = '{}' where connector_id = ? and result_id = ?`,
        connectorId,
        notice.resultId,
      );
      await appendAudit(queries, {
        at: now().toISOString(),
        actor: { kind: 'hub', id: 'hub', name: 'hub' },
        action: 'result.erasure_told',
        subject: `${connectorId} ${notice.resultId}`,
      });
    });
    return { kind: 'done' };
  };
}
