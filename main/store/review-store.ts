import type { SessionPhase, SyncState } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { countAnswered } from '#shared/plan.ts';
import type { Retention } from '#shared/retention.ts';
import type { AssessmentStore } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import type { DeletionRow } from './deletion-store.ts';
import type { Hold } from './hold-store.ts';
import type { SearchIndex } from './keys/search-index.ts';
import type { AnswerRow, RecordingRow, StoredInterview } from './session-rows.ts';
import type { createSessionStore } from './session-store.ts';
import type { RecordingStore } from './recording-store.ts';

/** Worst first: what a person has to look at comes before what is on its way. */
const WORST_FIRST: readonly SyncState[] = ['parked', 'waiting', 'held', 'withheld', 'sent'];

function worst(states: readonly SyncState[]): SyncState | null {
  return WORST_FIRST.find((state) => states.includes(state)) ?? null;
}

export interface ReviewQuery {
  phase: SessionPhase | null;
  search: string;
  after: SessionId | null;
  limit: number;
}

/** How long an interview is kept, and why longer. */
interface Keeping {
  hold: (id: SessionId) => Hold | null;
  isWanted: (id: SessionId) => boolean;
  lastDeletion: (id: SessionId) => DeletionRow | null;
  retentionOf: (interview: StoredInterview) => Retention;
}

/** Interviews for the manager's screens, read only. */
export function createReviewStore(
  database: Database,
  sessions: ReturnType<typeof createSessionStore>,
  recordings: RecordingStore,
  assessments: AssessmentStore,
  search: SearchIndex,
  { reference, keeping }: { reference: (id: SessionId) => string; keeping: Keeping },
) {
  const recordStates = database
    .prepare<[string], SyncState>(
      'select distinct outbox.state from outbox join records using (record_id) where session_id = ?',
    )
    .pluck();
  const fileStates = database
    .prepare<[string], SyncState>(
      `select distinct sync_state from recordings where session_id = ? and (kind = 'av' or sync_state <> 'held') and slices > 0`,
    )
    .pluck();
  const syncOf = database
    .prepare<[string], SyncState>('select sync_state from recordings where recording_id = ?')
    .pluck();
  const matching = `from sessions join plans on plans.sha256 = sessions.plan_sha256
    where (@phase is null or phase = @phase) and (
      @search = '' or instr(lower(reference), @search) > 0 or instr(title_search, @search) > 0
      or session_id in (select session_id from search_tokens where token in (select unhex(value) from json_each(@tokens))
        group by session_id having count(distinct token) = json_array_length(@tokens)))`;
  // who needs a person's ear comes first, otherwise the newest: never a ranking of people
  const isFlagged = `(phase = 'finalized' and exists (select 1 from answers where answers.session_id = sessions.session_id and status like 'needs_review%'))`;
  const page = database
    .prepare<{ phase: string | null; search: string; tokens: string; after: string | null; limit: number }, string>(
      `with found as (select session_id, ${isFlagged} as flagged ${matching})
       select session_id from found
       where @after is null or (flagged, session_id) < (select flagged, session_id from found where session_id = @after)
       order by flagged desc, session_id desc limit @limit`,
    )
    .pluck();
  const count = database
    .prepare<{ phase: string | null; search: string; tokens: string }, number>(`select count(*) ${matching}`)
    .pluck();

  function sessionOf(interview: StoredInterview, answers: readonly AnswerRow[]) {
    const { id, job, identity, phase, locale, startedAt, finalizedAt, consents, survey, followUps } = interview;
    return {
      id,
      reference: reference(id),
      job,
      identity,
      phase,
      locale,
      startedAt,
      finalizedAt,
      consents,
      survey,
      probesAsked: followUps.asked,
      answered: countAnswered(job, answers),
      needsReview: answers.filter(({ status }) => status.startsWith('needs_review')).length,
      recordSync: worst(recordStates.all(id)) ?? 'held',
      fileSync: worst(fileStates.all(id)),
      hold: keeping.hold(id),
      retention: keeping.retentionOf(interview),
    };
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
    listSessions(query: ReviewQuery) {
      const tokens = JSON.stringify(search.tokensOf(query.search).map((token) => token.toString('hex')));
      const wanted = { phase: query.phase, search: query.search.toLocaleLowerCase(), tokens };
      const ids = page.all({ ...wanted, after: query.after, limit: query.limit + 1 });
      const found = ids.slice(0, query.limit).flatMap((id) => readable(id as SessionId) ?? []);
      return {
        sessions: found.map(({ interview, answers }) => sessionOf(interview, answers)),
        total: count.get(wanted) ?? 0,
        hasMore: ids.length > query.limit,
      };
    },
    getSession(id: SessionId) {
      const found = readable(id);
      if (!found) return undefined;
      const { interview, answers, isReadable } = found;
      return {
        session: sessionOf(interview, answers),
        answers,
        recordings: isReadable ? sessions.recordings(id).map(recordingOf) : [],
        assessments: isReadable ? assessments.assessments(id) : new Map(),
        isDeletionWanted: keeping.isWanted(id),
        deletion: keeping.lastDeletion(id),
      };
    },
  };
}
