import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type ConnectorConfiguration, createResultConnector } from '#connectors/result/registry.ts';
import type { ResultConnector } from '#connectors/result/result-connector.ts';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import type { Localized } from '#shared/localized.ts';
import { InterviewResult } from '#shared/result.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import { noteInTimeline, type Change } from '../candidates/candidate-file.ts';
import type { Eraser } from '../candidates/erase-candidates.ts';
import type { HubDatabase } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { ProblemError } from '../http/problem.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import { createConnectorStore } from './connector-store.ts';
import { resultOf } from './result-document.ts';
import { createSqlDeliveryLedger } from './sql-delivery-ledger.ts';

export const HAND_OVER_JOB = 'result.hand_over';
const HandOverJob = z.object({ connectorId: z.string(), resultId: z.string(), revision: z.int() });
const DocumentRow = z.object({ revision: z.int(), sha256: z.string() });
const BodyRow = z.object({ body: z.string(), applicationId: z.string(), candidateId: z.string() });
const RESOURCES = join(import.meta.dirname, '../../resources');

const passing: Localized = {
  'zh-CN': '对方系统暂时不可用，稍后会自动重试。',
  en: 'The other system is not available just now; it is tried again by itself.',
};

/** Connectors of a hub, and the documents that are handed over to them. */
export type ResultHandOver = ReturnType<typeof createHandOver>;

export function createHandOver(parts: {
  readonly database: HubDatabase;
  readonly queue: JobQueue;
  readonly key: Pick<HubKey, 'seal' | 'unseal'>;
  readonly now: () => Date;
}) {
  const { database, queue, key, now } = parts;
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
      readReportFile: async () => null,
    });
    if (!opened.isValid) throw new ProblemError('unusable', opened.problems.join(' '));
    return opened.connector;
  }

  async function handOver(change: Change, application: ApplicationSummary): Promise<void> {
    const { queries, at, actor } = change;
    const targets = (await connectors.list(queries)).filter(({ removedAt }) => removedAt === null);
    if (targets.length === 0) throw new ProblemError('unusable', 'No connector is set up.');
    const { sessionId, document } = await resultOf(change, application);
    const revision = await keepDocument(change, application, sessionId, document);
    for (const { id } of targets)
      await queue.enqueue(queries, {
        kind: HAND_OVER_JOB,
        uniqueKey: `${HAND_OVER_JOB}:${id}:${document.id}:${revision}`,
        subject: application.candidateId,
        target: id,
        payload: { connectorId: id, resultId: document.id, revision },
      });
    await noteInTimeline(change, {
      candidateId: application.candidateId,
      applicationId: application.id,
      kind: 'hand_over.queued',
      detail: { resultId: document.id, revision, connectors: targets.map(({ id }) => id) },
    });
    await appendAudit(queries, { at, actor, action: 'result.handed_over', subject: application.id });
  }

  const handler: JobHandler = async ({ payload }, signal) => {
    const { connectorId, resultId, revision } = HandOverJob.parse(payload);
    const row = await database.get(
      `select body, application_id "applicationId", candidate_id "candidateId" from result_documents where result_id = ? and revision = ?`,
      resultId,
      revision,
    );
    // emptied since: nothing of an erased interview goes out
    if (row === undefined || BodyRow.parse(row).body === '') return { kind: 'done' };
    const { body, applicationId, candidateId } = BodyRow.parse(row);
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
    const outcome = await connector.upsert(InterviewResult.parse(JSON.parse(body)), signal);
    if (outcome.kind === 'transient') return { kind: 'transient', detail: passing, retryAfterMs: outcome.retryAfterMs };
    if (outcome.kind === 'fatal') return { kind: 'fatal', detail: outcome.detail };
    await database.transaction((queries) =>
      noteInTimeline(
        { queries, at: now().toISOString(), actor: { kind: 'hub', id: 'hub', name: 'hub' } },
        {
          candidateId,
          applicationId,
          kind: 'hand_over.delivered',
          detail: { connectorId, resultId, revision, remoteIds: outcome.remoteIds },
        },
      ),
    );
    return { kind: 'done' };
  };

  return { connectors, open, handOver, handler };
}

/** The same content is the same revision, whoever hands it over again. */
async function keepDocument(
  { queries, at }: Change,
  application: ApplicationSummary,
  sessionId: string,
  document: Omit<InterviewResult, 'revision'>,
): Promise<number> {
  const { review: _review, ...content } = document;
  const sha256 = createHash('sha256').update(canonicalText(content)).digest('hex');
  const row = await queries.get(
    'select revision, body_sha256 "sha256" from result_documents where result_id = ? order by revision desc limit 1',
    document.id,
  );
  const newest = row === undefined ? null : DocumentRow.parse(row);
  if (newest?.sha256 === sha256) return newest.revision;
  const revision = (newest?.revision ?? 0) + 1;
  await queries.run(
    `insert into result_documents (result_id, revision, application_id, candidate_id, session_id, body, body_sha256, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    document.id,
    revision,
    application.id,
    application.candidateId,
    sessionId,
    JSON.stringify(InterviewResult.parse({ ...document, revision })),
    sha256,
    at,
  );
  return revision;
}

/** `Eraser` of documents. What a target already has is its owner's to erase. */
export const documentEraser: Eraser = {
  eraseSession: async (queries, { sessionId }) => {
    await queries.run(`update result_documents set body = '' where session_id = ?`, sessionId);
  },
  eraseCandidates: async (queries, candidateIds) => {
    let emptied = 0;
    for (const id of candidateIds)
      emptied += await queries.run(`update result_documents set body = '' where candidate_id = ? and body <> ''`, id);
    return emptied;
  },
};
