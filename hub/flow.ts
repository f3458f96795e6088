import type { Locker } from '@tus/server';
import type { CountryCode } from 'libphonenumber-js';
import { forkPdfReader } from '#connectors/resume/fork-pdf-reader.native.ts';
import type { Change } from './candidates/candidate-file.ts';
import type { Eraser } from './candidates/erase-candidates.ts';
import { followRecords, type RecordFollower } from './candidates/follow-records.ts';
import { candidateRoutes } from './candidates/routes.ts';
import type { HubDatabase, Queries } from './database/database.ts';
import type { HubKey } from './devices/hub-key.ts';
import type { ContentStore } from './media/content-store.ts';
import { requestCandidateErasure } from './erasures/erasure-requests.ts';
import { erasureRoutes } from './erasures/routes.ts';
import { createHandOver, PREPARE_JOB } from './hand-over/hand-over.ts';
import { HAND_OVER_JOB } from './hand-over/hand-over-job.ts';
import { createReportKeeper } from './hand-over/report-keeper.ts';
import { createReportLinks } from './hand-over/report-link.ts';
import { resultRoutes } from './hand-over/result-routes.ts';
import { documentEraser, ERASURE_JOB, erasureHandler } from './hand-over/tell-erasure.ts';
import { connectorRoutes } from './hand-over/routes.ts';
import { createChangeRunner } from './http/change-runner.ts';
import type { Authenticate } from './http/caller.ts';
import type { HubLog } from './http/hub-log.ts';
import type { Routes } from './http/server.ts';
import { importEraser, resumeImports } from './imports/import-store.ts';
import { importRoutes } from './imports/routes.ts';
import { createJobQueue } from './jobs/job-queue.ts';
import { queueRoutes } from './jobs/routes.ts';
import { runJobs, type JobHandler } from './jobs/run-jobs.ts';
import { EMAIL_JOB, SMS_JOB } from './messages/invitations.ts';
import { invitationEraser } from './messages/publish-invitation.ts';
import { invitationRoutes } from './messages/routes.ts';
import { emailHandler, smsHandler } from './messages/send-invitation.ts';
import { timeLink } from './messages/time-link.ts';
import { timeRoutes } from './messages/time-routes.ts';
import { vendorCaller } from './vendors/vendor-accounts.ts';
import { followVendorOrders, VENDOR_NOTICE_JOB, vendorNoticeHandler } from './vendors/vendor-notices.ts';
import { vendorOrderEraser } from './vendors/vendor-orders.ts';
import { vendorRoutes } from './vendors/routes.ts';
import { firstStage, stageForSession } from './workflow/applications.ts';
import { checkRoutes } from './workflow/check-routes.ts';
import { CHECK_JOB, checkEraser } from './workflow/checks.ts';
import { checkHandler } from './workflow/send-check.ts';
import { openApplicationIds, proposalEraser, RULE_ACTOR, runRules } from './workflow/proposals.ts';
import { nameRoutes } from './workflow/name-routes.ts';
import { workflowRoutes } from './workflow/routes.ts';

/** How often rules that only wait for time to pass are looked at. */
const RULES_EVERY_MS = 10 * 60_000;

/** Candidates, flow, queue and messages of a hub, at work. */
export type Flow = {
  readonly routes: readonly Routes[];
  readonly authenticators: readonly Authenticate[];
  /** Records were stored. */
  readonly follower: Pick<RecordFollower, 'wake' | 'caughtUp'>;
  /** Resolves when nothing that is due waits in the queue. */
  readonly queueIdle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Wires the parts that make one candidate file and a flow out of what kiosks, channels and people send. */
export function startFlow(parts: {
  readonly database: HubDatabase;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: HubLog;
  /** Where telephone numbers without a country are. */
  readonly phoneRegion: CountryCode;
  readonly removeMedia: () => Promise<void>;
  readonly key: Pick<HubKey, 'seal' | 'unseal' | 'codeHash' | 'sign' | 'publicKey'>;
  /** Where reports lie, beside the recordings. */
  readonly content: ContentStore;
  readonly locker: Locker;
  /** Address of this hub, as others reach it; null where nobody said. */
  readonly publicUrl: string | null;
}): Flow {
  const { database, now, log, phoneRegion, removeMedia } = parts;
  const sealer = parts.key;
  const changes = createChangeRunner({ database, now });
  const queue = createJobQueue(parts);
  const queueEraser: Eraser = {
    eraseSession: async () => undefined,
    eraseCandidates: (queries: Queries, ids) => queue.forget(queries, ids),
  };
  const erasers: readonly Eraser[] = [
    proposalEraser,
    checkEraser,
    importEraser,
    documentEraser(queue),
    invitationEraser,
    vendorOrderEraser,
    queueEraser,
  ];
  const reports = createReportKeeper(parts);
  const links = createReportLinks(parts);
  const handOver = createHandOver({ database, queue, key: parts.key, reports, links, now });
  const reconsider = async (change: Change, applicationId: string): Promise<void> => {
    await runRules(change, applicationId, now().getTime());
    await followVendorOrders(change, applicationId, { queue, handOver, links });
  };
  const link = timeLink(parts.key, parts.publicUrl);
  const messages = { database, sealer, link };
  const handlers = new Map<string, JobHandler>([
    [HAND_OVER_JOB, handOver.handler],
    [PREPARE_JOB, handOver.prepareHandler],
    [ERASURE_JOB, erasureHandler({ database, openConnector: handOver.open, now })],
    [EMAIL_JOB, emailHandler({ ...messages, now })],
    [SMS_JOB, smsHandler(messages)],
    [CHECK_JOB, checkHandler({ database, sealer, now, publicUrl: parts.publicUrl })],
    [VENDOR_NOTICE_JOB, vendorNoticeHandler({ database, key: parts.key, reports, now })],
  ]);
  const runner = runJobs({ queue, handlers, log });
  const follower = followRecords({
    database,
    flow: { stageForSession, changed: reconsider },
    erasers,
    phoneRegion,
    now,
    log,
  });
  const { wake } = runner;
  const importParts = { database, phoneRegion, firstStage, changed: reconsider, now };
  const resumed = resumeImports(importParts).catch((error: unknown) =>
    log('imports_not_resumed', { message: String(error) }),
  );

  async function runAllRules(): Promise<void> {
    for (const id of await openApplicationIds(database))
      await database.transaction((queries) => reconsider({ queries, at: now().toISOString(), actor: RULE_ACTOR }, id));
  }
  let rules: Promise<void> = Promise.resolve();
  const tick = setInterval(() => {
    rules = runAllRules().catch((error: unknown) => log('rules_not_run', { message: String(error) }));
  }, RULES_EVERY_MS);
  tick.unref();

  return {
    authenticators: [vendorCaller({ database, key: parts.key })],
    routes: [
      candidateRoutes({
        database,
        changes,
        eraseCandidate: async (change, candidateId) =>
          (await requestCandidateErasure(change, erasers, { candidateId, reason: '' })).certificate,
        phoneRegion,
        flow: { firstStage, changed: reconsider },
        removeMedia,
      }),
      workflowRoutes({ database, changes, queue, sealer, handOver: handOver.handOver, now, wake }),
      nameRoutes({ database, sealer, listConnectors: handOver.connectors.list }),
      erasureRoutes({ database, changes, erasers, removeMedia }),
      connectorRoutes({ database, changes, handOver, links }),
      resultRoutes({ database, changes, reports, links, now }),
      queueRoutes({ queue, changes, wake }),
      invitationRoutes({ database, changes, queue, sealer, wake }),
      timeRoutes({ ...messages, queue, now, wake }),
      importRoutes({ ...importParts, changes, sealer, readPdf: forkPdfReader() }),
      checkRoutes({ database, sealer, changes, now, reconsider }),
      vendorRoutes({ ...importParts, changes, queue, sealer, key: parts.key, wake }),
    ],
    follower,
    queueIdle: runner.idle,
    close: async () => {
      clearInterval(tick);
      await Promise.all([follower.close(), runner.close(), rules, resumed]);
    },
  };
}
