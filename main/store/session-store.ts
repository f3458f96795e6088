import { AnswerBody, AnswerDraft } from '#shared/answer.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { LOCALES } from '#shared/localized.ts';
import type { PresenceObservation } from '#shared/presence.ts';
import { AnswerScore, AnswerStatus } from '#shared/score.ts';
import { SessionState } from '#shared/session.ts';
import { PICTURE_TOLERANCE_MS } from '#shared/whole-picture.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { AssessmentRow, AssessmentStore, ReadBackRow } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import type { ErasureOrder } from './deletion-store.ts';
import type { Cells } from './keys/cells.ts';
import type { SearchIndex } from './keys/search-index.ts';
import type { Ledger, LedgerAudit, LedgerRecord } from './ledger.ts';
import { createOutboxState } from './outbox-state.ts';
import type { PlanCache } from './plan-cache.ts';
import {
  answerBodyPlace,
  type AnswerRow,
  answerScorePlace,
  candidateSearch,
  draftPlace,
  INTERVIEW,
  InterviewJson,
  ListedJson,
  type ListRow,
  plainOf,
  recordingOf,
  type RecordingRow,
  type RecordingSqlRow,
  type SessionSqlRow,
  STATE,
  type StoredInterview,
  UNREADABLE,
} from './session-rows.ts';
import { sha256 } from './sha256.ts';

export interface InterviewChange {
  interview: Readonly<StoredInterview>;
  answer?: AnswerRow;
  newRecordings?: readonly RecordingRow[];
  draftDone?: string;
  presence?: { recordingId: RecordingId; observation: PresenceObservation };
  readBack?: ReadBackRow;
  /** An answer is said again: what was read back of the old one no longer counts. */
  readBackUndone?: { itemId: string; of: 'answer' | 'probe' };
  /** Answers whose words are being read anew. */
  pendingAnswers?: readonly string[];
  records: readonly LedgerRecord[];
  audit: readonly LedgerAudit[];
  outbox?: 'release' | 'withhold';
  /** Why contents are erased: the candidate withdrew unless said otherwise. */
  erasure?: ErasureOrder;
}

/** What the reading of one item's answers changes. */
export interface ReadingChange {
  answers: readonly AnswerRow[];
  assessment: AssessmentRow;
  records: readonly LedgerRecord[];
  audit: LedgerAudit;
}

/** Interviews, answers and drafts in SQLite. Each change is one transaction with its records and audit lines. */
export function createSessionStore(
  database: Database,
  ledger: Ledger,
  assessments: Pick<AssessmentStore, 'putPresence' | 'putReadBack' | 'removeReadBack' | 'putAssessment' | 'removeOf'>,
  parts: {
    now: () => Date;
    reference: (id: SessionId) => string;
    cells: Cells;
    search: SearchIndex;
    plans: PlanCache;
    /** Writes down and certifies a deletion, inside its transaction and before anything is emptied. */
    noteErasing?: (id: SessionId, order: ErasureOrder) => object | null;
    /** Destroys the keys of what was erased, now or once for several, and notes that; without it they are destroyed at once. */
    onErased?: () => void;
  },
) {
  const { cells, search, plans } = parts;

  function interviewOf(row: SessionSqlRow): StoredInterview {
    const id = row.session_id as SessionId;
    return {
      ...InterviewJson.parse(JSON.parse(cells.open(id, INTERVIEW, row.interview_json))),
      ...plainOf(row, plans.jobOf(row.plan_sha256)),
      state: SessionState.parse(JSON.parse(cells.open(id, STATE, row.state_json))),
    };
  }

  const insertPlan = database.prepare(
    'insert into plans (sha256, job_id, job_version, title_search, job_json) values (?, ?, ?, ?, ?) on conflict do nothing',
  );
  const upsertSession = database.prepare(`
    insert into sessions (session_id, phase, plan_sha256, reference, locale, state_kind, state_json, interview_json, return_code, started_at, finalized_at)
    values (@id, @phase, @plan, @reference, @locale, @stateKind, @state, @interview, @returnCode, @startedAt, @finalizedAt)
    on conflict (session_id) do update set phase = excluded.phase, plan_sha256 = excluded.plan_sha256, locale = excluded.locale, state_kind = excluded.state_kind,
      state_json = excluded.state_json, interview_json = excluded.interview_json, return_code = excluded.return_code,
      finalized_at = excluded.finalized_at`);
  const noteSerial = database.prepare('update key_ring set newest_serial = @serial where newest_serial < @serial');
  const select = `select session_id, phase, plan_sha256, locale, state_json, interview_json, return_code, started_at, finalized_at
    from sessions`;
  const selectListed = database.prepare<[string], Omit<SessionSqlRow, 'state_json'>>(
    `select session_id, phase, plan_sha256, locale, interview_json, return_code, started_at, finalized_at
     from sessions where session_id = ?`,
  );
  const selectMarks = database.prepare<[string], { item_id: string; status: string; body_json: string }>(
    'select item_id, status, body_json from answers where session_id = ?',
  );
  const selectUnsealed = database.prepare<[], SessionSqlRow>(
    `${select} where state_kind not in ('sealed', 'wiped') and phase <> 'erased' order by session_id`,
  );
  const selectByCode = database.prepare<[string], SessionSqlRow>(`${select} where return_code = ?`);
  const selectUnread = database
    .prepare<[], string>(`select distinct session_id from answers where status = 'pending' order by session_id`)
    .pluck();
  const upsertAnswer = database.prepare(`
    insert into answers (session_id, item_id, number, take, body_json, status, score_json, answered_at) values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (session_id, item_id) do update set take = excluded.take, body_json = excluded.body_json, status = excluded.status,
      score_json = excluded.score_json, answered_at = excluded.answered_at`);
  const selectAnswers = database.prepare<
    [string],
    {
      item_id: string;
      number: number;
      take: number;
      body_json: string;
      status: string;
      score_json: string | null;
      answered_at: string;
    }
  >(
    'select item_id, number, take, body_json, status, score_json, answered_at from answers where session_id = ? order by number',
  );
  const setPending = database.prepare(`update answers set status = 'pending' where session_id = ? and item_id = ?`);
  const insertRecording = database.prepare(`
    insert into recordings (recording_id, session_id, item_id, take, part, kind, mime_type, state, slices, size_bytes, duration_ms, started_at, sync_state, attempts, next_attempt_ms)
    values (?, ?, ?, ?, ?, ?, ?, 'recording', 0, 0, 0, ?, 'held', 0, 0)`);
  const selectRecordings = database.prepare<[string], RecordingSqlRow>(
    'select * from recordings where session_id = ? order by item_id, take, part, kind',
  );
  const selectRecording = database.prepare<[string], RecordingSqlRow>(
    'select * from recordings where recording_id = ?',
  );
  const selectDraft = database
    .prepare<[string, string], string>('select draft_json from drafts where session_id = ? and item_id = ?')
    .pluck();
  const upsertDraft = database.prepare(`
    insert into drafts (session_id, item_id, draft_json, saved_at) values (?, ?, ?, ?)
    on conflict (session_id, item_id) do update set draft_json = excluded.draft_json, saved_at = excluded.saved_at`);
  const deleteDraft = database.prepare('delete from drafts where session_id = ? and item_id = ?');
  const phaseOf = database.prepare<[string], string>('select phase from sessions where session_id = ?').pluck();
  const codeTaken = database.prepare<[string], number>('select 1 from sessions where return_code = ?').pluck();
  const outboxState = createOutboxState(database);
  const moveRecords = database.prepare(
    `update outbox set state = ? where state = 'held' and record_id in (select record_id from records where session_id = ?)`,
  );
  const moveFiles = database.prepare(
    // the sound for analysis leaves only where it stands for a picture that is not there or stopped before it
    `update recordings set sync_state = ? where sync_state = 'held' and session_id = ? and (kind = 'av' or slices > 0 and not exists (
       select 1 from recordings picture where picture.kind = 'av' and picture.slices > 0
         and (picture.session_id, picture.item_id, picture.take, picture.part)
           = (recordings.session_id, recordings.item_id, recordings.take, recordings.part)
         and picture.duration_ms + ${PICTURE_TOLERANCE_MS} >= recordings.duration_ms))`,
  );

  function putInterview(interview: Readonly<StoredInterview>): void {
    const { id, phase, job, locale, state, returnCode, startedAt, finalizedAt, ...rest } = interview;
    const json = canonicalText(job);
    const plan = sha256(json);
    const titles = LOCALES.map((each) => job.title[each].toLocaleLowerCase()).join('\n');
    insertPlan.run(plan, job.id, job.version, titles, json);
    if (phase !== 'erased') cells.begin(id);
    upsertSession.run({
      id,
      phase,
      plan,
      reference: parts.reference(id),
      locale,
      stateKind: state.kind,
      state: cells.seal(id, STATE, JSON.stringify(state)),
      interview: cells.seal(id, INTERVIEW, JSON.stringify(rest)),
      returnCode,
      startedAt,
      finalizedAt,
    });
    noteSerial.run({ serial: cells.serial() });
    search.put(id, candidateSearch(rest.identity));
  }

  function bodyOf(
    sessionId: SessionId,
    itemId: string,
    stored: string,
    open: typeof cells.openForList = cells.open,
  ): AnswerBody {
    return AnswerBody.parse(JSON.parse(open(sessionId, answerBodyPlace(itemId), stored)));
  }

  function putAnswer(answer: AnswerRow): void {
    const { sessionId, itemId, number, take, body, status, score, answeredAt } = answer;
    upsertAnswer.run(
      sessionId,
      itemId,
      number,
      take,
      cells.seal(sessionId, answerBodyPlace(itemId), JSON.stringify(body)),
      status,
      score === null ? null : cells.seal(sessionId, answerScorePlace(itemId), JSON.stringify(score)),
      answeredAt,
    );
  }

  function put(change: InterviewChange, state = outboxState(change.interview.id)): void {
    const { interview } = change;
    putInterview(interview);
    for (const row of change.newRecordings ?? []) {
      insertRecording.run(row.id, row.sessionId, row.itemId, row.take, row.part, row.kind, row.mimeType, row.startedAt);
    }
    if (change.answer) putAnswer(change.answer);
    for (const key of change.pendingAnswers ?? []) setPending.run(interview.id, key);
    if (change.presence) assessments.putPresence(change.presence.recordingId, change.presence.observation);
    if (change.readBack) assessments.putReadBack(interview.id, change.readBack);
    if (change.readBackUndone) {
      assessments.removeReadBack(interview.id, change.readBackUndone.itemId, change.readBackUndone.of);
    }
    if (change.draftDone !== undefined) deleteDraft.run(interview.id, change.draftDone);
    for (const record of change.records) ledger.append(record, state);
    for (const entry of change.audit) ledger.audit(entry);
    if (change.outbox) {
      const state = change.outbox === 'release' ? 'waiting' : 'withheld';
      moveRecords.run(state, interview.id);
      moveFiles.run(state, interview.id);
    }
  }

  const commitTransaction = database.transaction((change: InterviewChange) => put(change));

  const eraseTransaction = database.transaction((change: InterviewChange) => {
    const { id } = change.interview;
    const order = change.erasure ?? { method: 'withdrawal', actor: 'candidate' };
    const certificate = parts.noteErasing?.(id, order) ?? null;
    cells.leave(id);
    // read before anything is withheld: whoever may hold a copy has to be told
    const state = outboxState(id);
    database.prepare('delete from answers where session_id = ?').run(id);
    database.prepare('delete from drafts where session_id = ?').run(id);
    assessments.removeOf(id);
    const at = parts.now().toISOString();
    const rows = database
      .prepare<[string], { record_id: string; type: string; seq: number }>(
        'select record_id, type, seq from records where session_id = ?',
      )
      .all(id);
    const blank = database.prepare('update records set record_json = ?, erased_at = ? where record_id = ?');
    for (const row of rows)
      blank.run(canonicalText({ id: row.record_id, seq: row.seq, type: row.type, erasedAt: at }), at, row.record_id);
    database
      .prepare(
        `update outbox set state = 'withheld' where state <> 'sent' and record_id in (select record_id from records where session_id = ?)`,
      )
      .run(id);
    const told = change.records.map((each) => ({ ...each, body: { ...each.body, certificate } }));
    put(certificate === null ? change : { ...change, records: told }, state);
  });

  const readingTransaction = database.transaction((reading: ReadingChange) => {
    for (const answer of reading.answers) putAnswer(answer);
    assessments.putAssessment(reading.assessment);
    for (const record of reading.records) ledger.append(record, outboxState(reading.assessment.sessionId));
    ledger.audit(reading.audit);
  });

  return {
    commit(change: InterviewChange): void {
      commitTransaction(change);
    },
    /**
     * Empties what a person said and who they are; record bodies become tombstones. Then the interview's key is destroyed: what
     * copies of the database, its journal and the disk still hold of it opens with nothing.
     */
    eraseContents(change: InterviewChange): void {
      try {
        eraseTransaction(change);
      } finally {
        cells.stay(change.interview.id);
      }
      if (!parts.onErased) cells.destroy([change.interview.id]);
      parts.onErased?.();
    },
    /** What was made of the words of an item: assessment, statuses of its answers, records and audit line together. */
    saveReading(reading: ReadingChange): void {
      readingTransaction(reading);
    },
    /** Interviews with answers that the computer has not read yet, oldest first. */
    listUnread: (): SessionId[] => selectUnread.all().filter((id) => cells.hasKey(id)) as SessionId[],
    /** Interviews that are going on; one whose key is lost cannot go on. */
    listUnsealed: () =>
      selectUnsealed
        .all()
        .filter(({ session_id }) => cells.hasKey(session_id))
        .map(interviewOf),
    /** Interview of any phase; null when there is none. */
    find(id: SessionId): StoredInterview | null {
      const row = database.prepare<[string], SessionSqlRow>(`${select} where session_id = ?`).get(id);
      return row ? interviewOf(row) : null;
    },
    /** For a list: null when there is no such interview; what is sealed is left out when its key is destroyed. */
    findListed(id: SessionId): ListRow | null {
      const row = selectListed.get(id);
      if (!row) return null;
      const isReadable = cells.hasKey(id) || row.phase === 'erased';
      const { identity } = isReadable
        ? ListedJson.parse(JSON.parse(cells.openForList(row.session_id, INTERVIEW, row.interview_json)))
        : UNREADABLE;
      return { identity, ...plainOf(row, plans.jobOf(row.plan_sha256)) };
    },
    /**
     * Answers as a list counts them: where each stands, and whether anything was given. Only a skipped one can stand at
     * `no_answer` and hold nothing, so only those are opened. Empty when the key is destroyed.
     */
    answerMarks(id: SessionId): { itemId: string; status: AnswerStatus; isGiven: boolean }[] {
      if (!cells.hasKey(id)) return [];
      return selectMarks.all(id).map(({ item_id, status, body_json }) => ({
        itemId: item_id,
        status: AnswerStatus.parse(status),
        isGiven: status !== 'no_answer' || bodyOf(id, item_id, body_json, cells.openForList).kind !== 'skipped',
      }));
    },
    /** Whether what is stored can be read: not when the key was lost with a damaged disk. Of an erased interview nothing is sealed. */
    isReadable(id: SessionId): boolean {
      return cells.hasKey(id) || phaseOf.get(id) === 'erased';
    },
    /**
     * What can be known of an interview without its key, which is destroyed although the row is whole: the database was put back
     * from a copy of before. Null when there is no such interview.
     */
    findWithoutKey(id: SessionId): StoredInterview | null {
      const row = database.prepare<[string], SessionSqlRow>(`${select} where session_id = ?`).get(id);
      if (!row) return null;
      return { ...UNREADABLE, ...plainOf(row, plans.jobOf(row.plan_sha256)), state: { kind: 'wiped' } };
    },
    findSealed(returnCode: string): StoredInterview | null {
      const row = selectByCode.get(returnCode);
      return row && cells.hasKey(row.session_id) ? interviewOf(row) : null;
    },
    isReturnCodeTaken: (returnCode: string) => codeTaken.get(returnCode) !== undefined,
    answers: (sessionId: SessionId): AnswerRow[] =>
      selectAnswers.all(sessionId).map((row) => ({
        sessionId,
        itemId: row.item_id,
        number: row.number,
        take: row.take,
        body: bodyOf(sessionId, row.item_id, row.body_json),
        status: AnswerStatus.parse(row.status),
        score:
          row.score_json === null
            ? null
            : AnswerScore.parse(JSON.parse(cells.open(sessionId, answerScorePlace(row.item_id), row.score_json))),
        answeredAt: row.answered_at,
      })),
    recordings: (sessionId: SessionId): RecordingRow[] => selectRecordings.all(sessionId).map(recordingOf),
    findRecording(id: RecordingId): RecordingRow | null {
      const row = selectRecording.get(id);
      return row ? recordingOf(row) : null;
    },
    draft(sessionId: SessionId, draftKey: string): AnswerDraft | null {
      const json = selectDraft.get(sessionId, draftKey);
      return json === undefined
        ? null
        : AnswerDraft.parse(JSON.parse(cells.open(sessionId, draftPlace(draftKey), json)));
    },
    saveDraft(sessionId: SessionId, draftKey: string, draft: AnswerDraft): void {
      const sealed = cells.seal(sessionId, draftPlace(draftKey), JSON.stringify(draft));
      upsertDraft.run(sessionId, draftKey, sealed, parts.now().toISOString());
    },
  };
}
