import type { SyncState } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import { countGiven } from '#shared/plan.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { Retention } from '#shared/retention.ts';
import type { AssessmentStore } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import type { DeletionRow } from './deletion-store.ts';
import type { Hold } from './hold-store.ts';
import { createSendingOf, type Sending, worstSync } from './sending-of.ts';
import type { createSessionIndex, ListEntry, SessionQuery } from './session-index.ts';
import type { AnswerRow, ListedInterview, ListRow, RecordingRow, StoredInterview } from './session-rows.ts';
import type { createSessionStore } from './session-store.ts';
import type { RecordingStore } from './recording-store.ts';

type SessionIndex = ReturnType<typeof createSessionIndex>;

/** How long an interview is kept, and why longer. */
interface Keeping {
  hold: (id: SessionId) => Hold | null;
  isWanted: (id: SessionId) => boolean;
  lastDeletion: (id: SessionId) => DeletionRow | null;
  retentionOf: (interview: ListedInterview, sending: Sending) => Retention;
}

/** Interviews for the manager's screens, read only. */
export function createReviewStore(
  database: Database,
  sessions: ReturnType<typeof createSessionStore>,
  recordings: RecordingStore,
  assessments: AssessmentStore,
  parts: {
    reference: (id: SessionId) => string;
    index: SessionIndex;
    /** The job of a plan, by its hash. */
    jobOf: (planSha256: string) => Job;
    keeping: Keeping;
  },
) {
  const { reference, index, keeping } = parts;
  const sendingOf = createSendingOf(database);
  const hasRecords = database
    .prepare<[string], number>('select exists (select 1 from records where session_id = ?)')
    .pluck();
  const syncOf = database
    .prepare<[string], SyncState>('select sync_state from recordings where recording_id = ?')
    .pluck();

  type Marks = readonly { itemId: string; status: string; isGiven: boolean }[];

  /** What a list and a single interview both show. */
  function shownOf(interview: ListRow, answers: Marks) {
    const { id, job, identity, phase, locale, startedAt, finalizedAt } = interview;
    const given = answers.filter(({ isGiven }) => isGiven).map(({ itemId }) => itemId);
    return {
      id,
      job,
      identity,
      phase,
      locale,
      startedAt,
      finalizedAt,
      answered: countGiven(job, given),
      needsReview: answers.filter(({ status }) => status.startsWith('needs_review')).length,
    };
  }

  function sessionOf(interview: ListedInterview, answers: Marks) {
    const { id, consents, survey, personal, followUps } = interview;
    const sending = sendingOf(id);
    const hold = keeping.hold(id);
    return {
      ...shownOf(interview, answers),
      reference: reference(id),
      consents,
      survey,
      personal,
      probesAsked: followUps.asked,
      recordSync: sending.recordSync,
      fileSync: sending.fileSync,
      isHeld: hold !== null,
      hold,
      retention: keeping.retentionOf(interview, sending),
    };
  }

  /** Where what belongs to it stands, as far as it has not arrived. */
  function syncOfEntry({ id, unsent }: ListEntry): SyncState {
    return worstSync(unsent) ?? (hasRecords.get(id) === 1 ? 'sent' : 'held');
  }

  function recordingOf(row: RecordingRow) {
    const found = recordings.analysis(row.id);
    const words = assessments.transcript(row.id);
    const kind: 'pcm' | 'audio' | 'video' =
      row.kind === 'pcm' ? 'pcm' : row.mimeType.startsWith('audio/') ? 'audio' : 'video';
    const { id, itemId, take, part, mimeType, durationMs, sizeBytes, state, sha256 } = row;
    return {
      id,
      answerKey: itemId,
      take,
      part,
      kind,
      mimeType,
      durationMs,
      sizeBytes,
      state,
      sha256,
      sync: syncOf.get(id) ?? 'held',
      analysis: found?.state === 'analysed' ? found.analysis : null,
      transcript: words?.state === 'transcribed' ? words.transcript : null,
      presence: assessments.presence(row.id),
      transcriptionError: words?.state === 'failed' ? words.errorCode : null,
    };
  }

  /** An interview whose key is lost is shown as far as it can be, and hides no other. */
  function readable(id: SessionId): { interview: StoredInterview; answers: AnswerRow[]; isReadable: boolean } | null {
    const isReadable = sessions.isReadable(id);
    const interview = isReadable ? sessions.find(id) : sessions.findWithoutKey(id);
    return interview && { interview, answers: isReadable ? sessions.answers(id) : [], isReadable };
  }

  return {
    /** Reads what lists are made from, if that was not done yet. @returns how many interviews there are */
    prepareLists: index.prepare,
    listSessions(query: SessionQuery) {
      const { entries, next, total } = index.page(query);
      const shown = entries.flatMap((entry) => {
        const interview = sessions.findListed(entry.id);
        if (!interview) return [];
        const { reference: shortName, isHeld } = entry;
        const listed = shownOf(interview, sessions.answerMarks(entry.id));
        return [{ ...listed, reference: shortName, recordSync: syncOfEntry(entry), fileSync: null, isHeld }];
      });
      return { sessions: shown, next, total };
    },
    countSessions: index.count,
    isKnown: (id: SessionId) => index.has(id),
    listJobs: () =>
      index.jobs().map(({ jobId, planSha256, interviews }) => {
        const job = parts.jobOf(planSha256);
        return { id: jobId, title: job.title, purpose: purposeOf(job), interviews };
      }),
    getSession(id: SessionId) {
      const found = readable(id);
      if (!found) return undefined;
      const { interview, answers, isReadable } = found;
      return {
        session: sessionOf(
          interview,
          answers.map(({ itemId, status, body }) => ({ itemId, status, isGiven: body.kind !== 'skipped' })),
        ),
        answers,
        recordings: isReadable ? sessions.recordings(id).map(recordingOf) : [],
        assessments: isReadable ? assessments.assessments(id) : new Map(),
        isDeletionWanted: keeping.isWanted(id),
        deletion: keeping.lastDeletion(id),
      };
    },
  };
}
