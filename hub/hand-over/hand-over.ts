import { join } from 'node:path';
import { type ConnectorConfiguration, createResultConnector } from '#connectors/result/registry.ts';
import type { ResultConnector } from '#connectors/result/result-connector.ts';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { noteInTimeline, type Change } from '../candidates/candidate-file.ts';
import type { HubDatabase } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import { createConnectorStore } from './connector-store.ts';
import { HAND_OVER_JOB, HandOverJob, handOverKey } from './hand-over-job.ts';
import { passing } from './passing.ts';
import type { ReportKeeper } from './report-keeper.ts';
import type { ReportLinks } from './report-link.ts';
import { resultOf, reviewedBy, type ResultDraft } from './result-document.ts';
import { heldResult, keepResult } from './result-store.ts';
import { createSqlDeliveryLedger } from './sql-delivery-ledger.ts';

/** Draws the report; then readers of the feed get the document. */
export const PREPARE_JOB = 'result.prepare';
const PrepareJob = HandOverJob.omit({ connectorId: true });
const RESOURCES = join(import.meta.dirname, '../../resources');

/** Connectors of a hub, and the documents that are handed over to them. */
export type ResultHandOver = ReturnType<typeof createHandOver>;

export function createHandOver(parts: {
  readonly database: HubDatabase;
  readonly queue: JobQueue;
  readonly key: Pick<HubKey, 'seal' | 'unseal'>;
  readonly reports: ReportKeeper;
  readonly links: ReportLinks;
  readonly now: () => Date;
}) {
  const { database, queue, key, reports, links, now } = parts;
  const ledger = createSqlDeliveryLedger(database);

  const connectors = createConnectorStore({
    key,
    assertUsable: async (configuration) => {
      await openConfigured(configuration);
    },
  });

  /** @throws {ProblemError} `not_found`; `unusable` with what is wrong in its mapping */
  const open = async (id: string): Promise<ResultConnector> =>
    openConfigured(await connectors.configurationOf(database, id));

  async function openConfigured(configuration: ConnectorConfiguration): Promise<ResultConnector> {
    const opened = await createResultConnector(configuration, {
      ledger,
      now,
      resourcesDirectory: RESOURCES,
      readReportFile: reports.read,
    });
    if (!opened.isValid) throw refusal('connector_mapping_wrong', { problems: opened.problems.join(' ') });
    return opened.connector;
  }

  /** Keeps the document and has its report drawn; in the caller's transaction. */
  async function keepDocument(
    change: Change,
    application: ApplicationSummary,
    draft: ResultDraft,
  ): Promise<{ readonly resultId: string; readonly revision: number }> {
    const resultId = draft.document.id;
    const revision = await keepResult(change, application, draft);
    await queue.enqueue(change.queries, {
      kind: PREPARE_JOB,
      uniqueKey: `${PREPARE_JOB}:${resultId}:${revision}`,
      subject: application.candidateId,
      payload: { resultId, revision },
    });
    return { resultId, revision };
  }

  /** To every connector, and to whoever reads the feed. */
  async function handOver(change: Change, application: ApplicationSummary): Promise<void> {
    const { queries, at, actor } = change;
    const targets = (await connectors.list(queries)).filter(({ removedAt }) => removedAt === null);
    const draft = await resultOf(queries, application, reviewedBy(change), links);
    const { resultId, revision } = await keepDocument(change, application, draft);
    for (const { id } of targets)
      await queue.enqueue(queries, {
        kind: HAND_OVER_JOB,
        uniqueKey: `${handOverKey(id, resultId)}${revision}`,
        subject: application.candidateId,
        target: id,
        payload: { connectorId: id, resultId, revision },
      });
    await noteInTimeline(change, {
      candidateId: application.candidateId,
      applicationId: application.id,
      kind: 'hand_over.queued',
      detail: { resultId, revision, connectors: targets.map(({ id }) => id) },
    });
    await appendAudit(queries, { at, actor, action: 'result.handed_over', subject: application.id });
  }

  const handler: JobHandler = async ({ payload }, signal) => {
    const { connectorId, resultId, revision } = HandOverJob.parse(payload);
    await reports.prepare(resultId, revision);
    const held = await heldResult(database, resultId, revision);
    // emptied since: nothing of an erased interview goes out
    if (held?.result == null) return { kind: 'done' };
    const { result, applicationId, candidateId } = held;
    let connector: ResultConnector;
    try {
      connector = await open(connectorId);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return {
        kind: 'fatal',
        detail: { 'zh-CN': '这个连接器已被移除或设置有误。', en: 'This connector was removed, or is set up wrongly.' },
      };
    }
    const outcome = await connector.upsert(result, signal);
    if (outcome.kind === 'transient') return { kind: 'transient', detail: passing, retryAfterMs: outcome.retryAfterMs };
    if (outcome.kind === 'fatal') return { kind: 'fatal', detail: outcome.detail };
    await database.transaction(async (queries) => {
      // erased while it was sent: the erasure follows it there, and the file stays empty
      if ((await heldResult(queries, resultId, revision))?.result == null) return;
      await noteInTimeline(
        { queries, at: now().toISOString(), actor: { kind: 'hub', id: 'hub', name: 'hub' } },
        {
          candidateId,
          applicationId,
          kind: 'hand_over.delivered',
          detail: { connectorId, resultId, revision, remoteIds: outcome.remoteIds },
        },
      );
    });
    return { kind: 'done' };
  };

  const prepareHandler: JobHandler = async ({ payload }) => {
    const { resultId, revision } = PrepareJob.parse(payload);
    await reports.prepare(resultId, revision);
    return { kind: 'done' };
  };

  return { connectors, open, handOver, keepDocument, handler, prepareHandler };
}
