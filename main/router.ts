import type { HandsetReading } from '#shared/handset.ts';
import { type Locale, localizedText } from '#shared/localized.ts';
import { SPEECH_PATH } from '#shared/media-routes.ts';
import type { Settings } from '#shared/settings.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import type { ReadinessCheck } from '#shared/contract/readiness.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { Job } from '#shared/job.ts';
import type { Pack } from '#shared/pack.ts';
import type { Probes } from '#shared/probe.ts';
import { auditCalls, type AuditCallParts } from './audit-calls.ts';
import type { CallContext } from './connection.ts';
import { enrolmentCalls } from './enrolment-calls.ts';
import { expectedCalls } from './expected-calls.ts';
import { jobCalls } from './job-calls.ts';
import type { JobStudio } from './jobs/job-studio.ts';
import { insightCalls, type InsightParts } from './insight-calls.ts';
import type { HubEnrolment } from './hub-enrolment.ts';
import { implementContract, type ReportUnforeseen } from './contract-server.ts';
import { follow, stream } from './follow.ts';
import { paperCalls, type PaperCallParts } from './paper-calls.ts';
import { receiptCalls, type ReceiptCallParts } from './receipt-calls.ts';
import { personOf, reviewCalls } from './review-calls.ts';
import { compareCandidates, refuseToCompare } from './review/compare-candidates.ts';
import type { Decisions } from './review/decisions.ts';
import type { Proposals } from './review/proposals.ts';
import type { Reviews } from './review/reviews.ts';
import type { ReviewStore, StoredDeletion } from './review/ports.ts';
import { toDeletionEntry, toSessionDetail, toSessionSummary } from './review/session-detail.ts';
import { todayView } from './review/today.ts';
import { trainingLines } from './review/training-lines.ts';
import type { TrainingSuggestions } from './training-suggestions.ts';
import { visibleScores } from './review/visible-scores.ts';
import type { StaffRoster } from './review/staff-roster.ts';
import type { StaffSessions } from './review/staff-sessions.ts';
import { rosterCalls } from './roster-calls.ts';
import type { InvitationBook } from './publications/invitation-book.ts';
import type { Deletion } from './session/deletion.ts';
import type { Interviews, SendFailure } from './session/interviews.ts';
import type { ReadAloud } from './session/read-aloud-port.ts';
import { hubRefusal, probeModelRefusal } from './setting-addresses.ts';
import { authorityRefusal } from './setting-certificates.ts';
import type { SessionId } from '#shared/ids.ts';

export interface RouterParts {
  version: string;
  deviceId: string;
  interviews: Interviews;
  deletion: Pick<Deletion, 'byCode' | 'hold' | 'release'>;
  /** What was deleted, the newest first. */
  listDeletions: (limit: number) => StoredDeletion[];
  reference: (id: SessionId) => string;
  /** Of a member of staff; null when the account is gone. */
  staffName: (staffId: string) => string | null;
  listenToHandset: (listener: (reading: HandsetReading) => void) => () => void;
  readAloud: ReadAloud;
  staff: StaffSessions;
  roster: StaffRoster;
  review: ReviewStore;
  auditLog: AuditCallParts['auditLog'];
  reviews: Reviews;
  decisions: Decisions;
  proposals: Proposals;
  agreement: InsightParts['agreement'];
  insights: Pick<InsightParts, 'insights' | 'thresholds' | 'mayReadScores' | 'onApproved' | 'now'>;
  settings: { current: () => Settings; save: (settings: Settings) => Promise<boolean> };
  studio: JobStudio;
  expected: Parameters<typeof expectedCalls>[1];
  enrolment: Pick<HubEnrolment, 'state' | 'enrol' | 'changeKey'>;
  invitations: Pick<InvitationBook, 'lookUp'>;
  jobs: () => readonly Job[];
  packs: () => readonly Pack[];
  probes: Probes;
  /** What is suggested where a competency is weak, as the employer has it now. */
  training: () => TrainingSuggestions;
  paperWords: PaperCallParts['paperWords'];
  pagePrinter: PaperCallParts['pagePrinter'];
  onPaperMade: PaperCallParts['onMade'];
  onPaperPrinted: PaperCallParts['onPrinted'];
  printer: ReceiptCallParts['printer'];
  onReceiptPrinted: ReceiptCallParts['onReceiptPrinted'];
  readiness: () => Promise<ReadinessCheck[]>;
  sync: { status: () => SyncStatus; subscribe: (listener: () => void) => () => void; wake: () => void };
  newId: () => string;
  now: () => Date;
  reportUnforeseen: ReportUnforeseen;
  log: (event: string, detail: Record<string, unknown>) => void;
}

/** `ok: true`, for calls that only acknowledge. */
const DONE = { ok: true as const };

/** Every call of the contract, handed to the room that answers it. Holds no logic of its own. */
export function createRouter(parts: RouterParts) {
  const { interviews, staff } = parts;
  const os = implementContract(parts);

  const session = {
    watch: os.session.watch.handler(({ signal }) => follow(interviews.subscribe, interviews.view, signal)),
    watchHandset: os.session.watchHandset.handler(({ signal }) => stream(parts.listenToHandset, signal)),
    send: os.session.send.handler(async ({ input, errors }) => {
      const result = await interviews.send(input.revision, input.event);
      if (result.ok) return result.view;
      throw sendError(result.failure, errors);
    }),
    saveDraft: os.session.saveDraft.handler(({ input, errors }) => {
      if (!interviews.saveDraft(input.draftKey, input.draft)) throw errors.not_now();
      return DONE;
    }),
    lookUpInvitation: os.session.lookUpInvitation.handler(({ input, errors }) => {
      const { state, job, locale } = interviews.view();
      if (state.kind !== 'identity' || job === null) throw errors.not_now();
      return parts.invitations.lookUp(input.code, job.id, locale);
    }),
    noteActivity: os.session.noteActivity.handler(() => {
      interviews.noteActivity();
      return DONE;
    }),
  };

  /** An interview as this reader may see it; undefined when there is none. */
  function detailOf(id: SessionId, context: CallContext, locale: Locale): SessionDetail | undefined {
    const found = parts.review.getSession(id);
    return (
      found && toSessionDetail(found, parts.probes, locale, parts.reviews.readerOf(found, personOf(context), locale))
    );
  }

  /** The refusal as the named error of the contract. */
  function sendError(failure: SendFailure, errors: SendErrors) {
    switch (failure.refused) {
      case 'stale_revision':
        return errors.stale_revision({ data: { revision: failure.revision } });
      case 'code_unknown':
        return errors.code_unknown({ data: { attemptsLeft: failure.attemptsLeft } });
      case 'code_locked':
        return errors.code_locked({ data: { retryAfterMs: failure.retryAfterMs } });
      case 'microphone_not_ready':
        return errors.microphone_not_ready({ data: { verdict: failure.verdict } });
      case 'recording_incomplete':
        return errors.recording_incomplete({ data: { missing: failure.missing } });
      case 'answer_invalid':
        return errors.answer_invalid({ data: { reason: failure.reason } });
      case 'storage_failed':
        return errors.storage_failed();
      case 'not_now':
        return errors.not_now({ data: { state: interviews.view().state.kind } });
    }
  }
  type SendErrors = Parameters<Parameters<typeof os.session.send.handler>[0]>[0]['errors'];

  return os.router({
    paper: paperCalls(os.paper, {
      detailOf,
      phoneOf: (id) => parts.review.getSession(id)?.session.job.nextStep.phone ?? '',
      probes: parts.probes,
      training: parts.training,
      staffName: parts.staffName,
      paperWords: parts.paperWords,
      pagePrinter: parts.pagePrinter,
      onMade: parts.onPaperMade,
      onPrinted: parts.onPaperPrinted,
      log: parts.log,
    }),
    app: {
      info: os.app.info.handler(({ context }) => ({
        version: parts.version,
        shell: context.connection.shell,
        deviceId: parts.deviceId,
        locale: parts.settings.current().locale,
        hasKeypad: parts.settings.current().hasKeypad,
        keyboard: parts.settings.current().keyboard,
      })),
      reportFailure: os.app.reportFailure.handler(({ input }) => {
        parts.log('page.failed', input);
        return DONE;
      }),
    },

    session,

    receipt: receiptCalls(os.receipt, parts),

    audit: auditCalls(os.audit, {
      ...parts,
      referenceOf: (id) => (parts.review.isKnown(id) ? parts.reference(id) : null),
    }),

    readAloud: {
      render: os.readAloud.render.handler(async ({ input, errors }) => {
        const spoken = await parts.readAloud.render(input);
        if ('unavailable' in spoken) throw errors.unavailable({ data: { reason: spoken.unavailable } });
        return { url: `${SPEECH_PATH}${spoken.sha256}.wav`, durationMs: Math.max(1, Math.round(spoken.durationMs)) };
      }),
    },

    staff: {
      watch: os.staff.watch.handler(({ context, signal }) => staff.watch(context.connection, signal)),
      setUp: os.staff.setUp.handler(async ({ input, context, errors }) => {
        const outcome = await staff.setUp(context.connection, input.name, input.pin);
        if (outcome.kind === 'ok') return DONE;
        throw outcome.kind === 'already_set_up' ? errors.already_set_up() : errors.pin_too_simple();
      }),
      signIn: os.staff.signIn.handler(async ({ input, context, errors }) => {
        const outcome = await staff.signIn(context.connection, input.staffId, input.pin);
        if (outcome.kind === 'ok') return DONE;
        switch (outcome.kind) {
          case 'locked_out':
            throw errors.locked_out({ data: { retryAfterMs: outcome.retryAfterMs } });
          case 'suspended':
            throw errors.account_suspended();
          case 'pin_wrong':
            throw errors.pin_wrong({ data: { attemptsLeft: outcome.attemptsLeft } });
        }
      }),
      signOut: os.staff.signOut.handler(({ context }) => {
        staff.signOut(context.connection);
        return DONE;
      }),
      noteActivity: os.staff.noteActivity.handler(({ context }) => {
        staff.noteActivity(context.connection);
        return DONE;
      }),
      clearPersonAsked: os.staff.clearPersonAsked.handler(() => {
        interviews.clearPersonAsked();
        return DONE;
      }),
      ...rosterCalls(os.staff, parts.roster),
    },

    review: {
      listSessions: os.review.listSessions.handler(({ input, context }) => {
        const { locale, ...query } = input;
        const found = parts.review.listSessions(query);
        return {
          sessions: found.sessions.map((each) =>
            toSessionSummary(each, locale, parts.reviews.summary(each.id, context.connection.staffId)),
          ),
          next: found.next,
          total: found.total,
        };
      }),
      listJobs: os.review.listJobs.handler(({ input }) =>
        parts.review.listJobs().map(({ title, ...job }) => ({ ...job, title: localizedText(title, input.locale) })),
      ),
      today: os.review.today.handler(() => todayView(parts.review.countSessions, parts.now())),
      compare: os.review.compare.handler(({ input, context, errors }) => {
        const candidates = [...new Set(input.ids)].map((id) => {
          const found = parts.review.getSession(id);
          if (!found) throw errors.session_unknown();
          if (found.session.phase !== 'finalized') throw errors.not_finished();
          const { sheet } = parts.reviews.readerOf(found, personOf(context), input.locale);
          return { session: found.session, scores: visibleScores(sheet) };
        });
        const refused = refuseToCompare(candidates);
        const [first] = candidates;
        if (refused !== null || first === undefined) throw errors[refused ?? 'jobs_differ']();
        return compareCandidates(first.session.job, candidates, input.locale);
      }),
      getSession: os.review.getSession.handler(({ input, context, errors }) => {
        const detail = detailOf(input.id, context, input.locale);
        if (detail === undefined) throw errors.session_unknown();
        return detail;
      }),
      suggestTraining: os.review.suggestTraining.handler(({ input: { id, locale }, context, errors }) => {
        const detail = detailOf(id, context, locale);
        if (detail === undefined) throw errors.session_unknown();
        if (detail.summary.purpose !== 'training') throw errors.not_training();
        if (detail.review?.final == null) throw errors.not_rated();
        const { file, problem } = parts.training();
        return { lines: trainingLines(detail.review.final.dimensions, detail.dimensions, file, locale), problem };
      }),
      eraseSession: os.review.eraseSession.handler(async ({ input, context, errors }) => {
        const outcome = await parts.deletion.byCode(
          input.id,
          input.deletionCode,
          context.connection.staffId ?? 'unknown',
        );
        switch (outcome) {
          case 'erased':
            return DONE;
          case 'unknown':
            throw errors.session_unknown();
          case 'wrong_code':
            throw errors.deletion_code_wrong();
          case 'open':
            throw errors.session_open();
          case 'held':
            throw errors.session_held();
        }
      }),
      holdSession: os.review.holdSession.handler(({ input, context, errors }) => {
        const { id, reason, caseNumber } = input;
        const actor = context.connection.staffId ?? 'unknown';
        switch (parts.deletion.hold(id, { reason, caseNumber, actor })) {
          case 'done':
            return DONE;
          case 'unknown':
            throw errors.session_unknown();
          case 'open':
            throw errors.session_open();
          case 'already':
            throw errors.already_held();
        }
      }),
      releaseSession: os.review.releaseSession.handler(async ({ input, context, errors }) => {
        switch (await parts.deletion.release(input.id, context.connection.staffId ?? 'unknown')) {
          case 'done':
            return DONE;
          case 'unknown':
            throw errors.session_unknown();
          case 'not_held':
            throw errors.not_held();
        }
      }),
      listDeletions: os.review.listDeletions.handler(({ input }) =>
        parts.listDeletions(input.limit).map((each) => toDeletionEntry(each, parts)),
      ),
    },

    ...reviewCalls(os, { ...parts, wake: parts.sync.wake }),

    enrolment: enrolmentCalls(os.enrolment, {
      enrolment: parts.enrolment,
      isInterviewRunning: interviews.isRunning,
      refresh: interviews.refresh,
    }),

    expected: expectedCalls(os.expected, parts.expected),
    jobs: jobCalls(os.jobs, parts.studio),

    settings: {
      get: os.settings.get.handler(() => parts.settings.current()),
      update: os.settings.update.handler(async ({ input, errors }) => {
        if (interviews.isRunning()) throw errors.interview_running();
        const unknownJob = input.jobIds.find((id) => !parts.jobs().some((job) => job.id === id));
        if (unknownJob !== undefined)
          throw errors.setting_invalid({ data: { field: 'jobIds', reason: `unknown post ${unknownJob}` } });
        if (!parts.packs().some(({ id }) => id === input.packId)) {
          throw errors.setting_invalid({ data: { field: 'packId', reason: `unknown pack ${input.packId}` } });
        }
        const hub = input.hub && hubRefusal(input.hub.url);
        if (hub !== null) throw errors.setting_invalid({ data: { field: 'hub.url', reason: hub } });
        if (input.hub?.token === null && parts.enrolment.state().enrolment?.hubUrl !== input.hub.url)
          throw errors.setting_invalid({ data: { field: 'hub.token', reason: 'this kiosk is not enrolled there' } });
        const authority = authorityRefusal(input.sending.caPem);
        if (authority !== null) throw errors.setting_invalid({ data: { field: 'sending.caPem', reason: authority } });
        const probeModel = input.probeModel && (await probeModelRefusal(input.probeModel.url));
        if (probeModel !== null) {
          throw errors.setting_invalid({ data: { field: 'probeModel.url', reason: probeModel } });
        }
        if (!(await parts.settings.save(input)))
          throw errors.setting_invalid({ data: { field: 'recoveryRecipient', reason: 'it is no age recipient' } });
        interviews.refresh();
        return parts.settings.current();
      }),
      options: os.settings.options.handler(({ input: { locale } }) => ({
        jobs: parts.jobs().map(({ id, title }) => ({ id, title: localizedText(title, locale) })),
        packs: parts.packs().map(({ id, title }) => ({ id, title: localizedText(title, locale) })),
      })),
    },

    insights: insightCalls(os.insights, { ...parts, ...parts.insights }),

    sync: {
      watch: os.sync.watch.handler(({ signal }) => follow(parts.sync.subscribe, parts.sync.status, signal)),
      wake: os.sync.wake.handler(() => {
        parts.sync.wake();
        return DONE;
      }),
    },

    readiness: { run: os.readiness.run.handler(() => parts.readiness()) },
  });
}
