import { z } from 'zod';
import { Clause, WordAssessment } from '#shared/assessment.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { PresenceObservation } from '#shared/presence.ts';
import { Transcript } from '#shared/transcript.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';
import { PLAN_PURPOSE } from './plans-of-purpose.ts';
import { sha256 } from './sha256.ts';

/** What the transcriber said of a recording: a transcript, or the code of why there is none. */
export type StoredTranscript =
  | { state: 'transcribed'; transcript: Transcript }
  | { state: 'failed'; errorCode: string };

/** An answer as its candidate left it on the read-back screen. */
export interface ReadBackRow {
  itemId: string;
  of: 'answer' | 'probe';
  /** Corrected clauses carry the place of the one they replace; what was struck out is gone, what was missing has no time. */
  clauses: Clause[];
}

/** An assessment with all it was made from; plan and bank are kept once and not with every answer. */
export interface AssessmentRow {
  sessionId: SessionId;
  itemId: string;
  input: unknown;
  bank: unknown;
  outcome: { state: 'assessed'; assessment: WordAssessment } | { state: 'failed'; errorCode: string };
}

/** What was made of the words of one item. */
export type StoredAssessment = AssessmentRow['outcome'];

const Clauses = z.array(Clause);

/** Places of sealed cells. */
export const TRANSCRIPT = 'transcripts.transcript_json';
export const PRESENCE = 'presences.presence_json';
export const readBackPlace = (itemId: string, of: string) => `read_backs.clauses_json ${itemId} ${of}`;
export const assessmentPlace = (itemId: string) => `assessments.assessment_json ${itemId}`;
export const assessmentInputPlace = (itemId: string) => `assessments.input_json ${itemId}`;

/** Transcripts, read-backs and assessments in SQLite. Functions named `put…` and `remove…` run inside the caller's transaction. */
export function createAssessmentStore(database: Database, cells: Cells, now: () => Date) {
  const upsertTranscript = database.prepare(`
    insert into transcripts (recording_id, transcript_json, error_code, transcribed_at) values (?, ?, ?, ?)
    on conflict (recording_id) do update set transcript_json = excluded.transcript_json, error_code = excluded.error_code,
      transcribed_at = excluded.transcribed_at`);
  const selectTranscript = database.prepare<[string], { transcript_json: string | null; error_code: string | null }>(
    'select transcript_json, error_code from transcripts where recording_id = ?',
  );
  const upsertReadBack = database.prepare(`
    insert into read_backs (session_id, item_id, of, clauses_json, confirmed_at) values (?, ?, ?, ?, ?)
    on conflict (session_id, item_id, of) do update set clauses_json = excluded.clauses_json, confirmed_at = excluded.confirmed_at`);
  const selectReadBacks = database.prepare<[string], { item_id: string; of: 'answer' | 'probe'; clauses_json: string }>(
    'select item_id, of, clauses_json from read_backs where session_id = ?',
  );
  const insertBank = database.prepare('insert into banks (sha256, bank_json) values (?, ?) on conflict do nothing');
  const upsertAssessment = database.prepare(`
    insert into assessments (session_id, item_id, input_json, bank_sha256, assessment_json, error_code, assessed_at)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (session_id, item_id) do update set input_json = excluded.input_json, bank_sha256 = excluded.bank_sha256,
      assessment_json = excluded.assessment_json, error_code = excluded.error_code, assessed_at = excluded.assessed_at`);
  const selectAssessments = database.prepare<
    [string],
    { item_id: string; assessment_json: string | null; error_code: string | null }
  >('select item_id, assessment_json, error_code from assessments where session_id = ? order by item_id');

  const opened = (sessionId: string, itemId: string, stored: string): WordAssessment =>
    WordAssessment.parse(JSON.parse(cells.open(sessionId, assessmentPlace(itemId), stored)));

  return {
    saveTranscript(id: RecordingId, outcome: StoredTranscript): void {
      const json =
        outcome.state === 'transcribed' ? cells.sealFor(id, TRANSCRIPT, JSON.stringify(outcome.transcript)) : null;
      const code = outcome.state === 'failed' ? outcome.errorCode : null;
      upsertTranscript.run(id, json, code, now().toISOString());
    },
    transcript(id: RecordingId): StoredTranscript | null {
      const row = selectTranscript.get(id);
      if (!row) return null;
      if (row.transcript_json === null) return { state: 'failed', errorCode: row.error_code ?? 'unknown' };
      return {
        state: 'transcribed',
        transcript: Transcript.parse(JSON.parse(cells.openFor(id, TRANSCRIPT, row.transcript_json))),
      };
    },
    putPresence(id: RecordingId, observation: PresenceObservation): void {
      database
        .prepare(
          `insert into presences (recording_id, presence_json) values (?, ?)
           on conflict (recording_id) do update set presence_json = excluded.presence_json`,
        )
        .run(id, cells.sealFor(id, PRESENCE, JSON.stringify(observation)));
    },
    presence(id: RecordingId): PresenceObservation | null {
      const json = database
        .prepare<[string], string>('select presence_json from presences where recording_id = ?')
        .pluck()
        .get(id);
      return json === undefined ? null : PresenceObservation.parse(JSON.parse(cells.openFor(id, PRESENCE, json)));
    },
    putReadBack(sessionId: SessionId, { itemId, of, clauses }: ReadBackRow): void {
      const sealed = cells.seal(sessionId, readBackPlace(itemId, of), JSON.stringify(clauses));
      upsertReadBack.run(sessionId, itemId, of, sealed, now().toISOString());
    },
    removeReadBack(sessionId: SessionId, itemId: string, of: 'answer' | 'probe'): void {
      database
        .prepare('delete from read_backs where session_id = ? and item_id = ? and of = ?')
        .run(sessionId, itemId, of);
    },
    readBacks: (sessionId: SessionId): ReadBackRow[] =>
      selectReadBacks.all(sessionId).map(({ item_id, of, clauses_json }) => ({
        itemId: item_id,
        of,
        clauses: Clauses.parse(JSON.parse(cells.open(sessionId, readBackPlace(item_id, of), clauses_json))),
      })),
    putAssessment({ sessionId, itemId, input, bank, outcome }: AssessmentRow): void {
      const bankJson = canonicalText(bank);
      const bankHash = sha256(bankJson);
      insertBank.run(bankHash, bankJson);
      upsertAssessment.run(
        sessionId,
        itemId,
        cells.seal(sessionId, assessmentInputPlace(itemId), canonicalText(input)),
        bankHash,
        outcome.state === 'assessed'
          ? cells.seal(sessionId, assessmentPlace(itemId), canonicalText(outcome.assessment))
          : null,
        outcome.state === 'failed' ? outcome.errorCode : null,
        now().toISOString(),
      );
    },
    /** By item id. */
    assessments(sessionId: SessionId): ReadonlyMap<string, StoredAssessment> {
      return new Map(
        selectAssessments
          .all(sessionId)
          .map(({ item_id, assessment_json, error_code }): [string, StoredAssessment] => [
            item_id,
            assessment_json === null
              ? { state: 'failed', errorCode: error_code ?? 'unknown' }
              : { state: 'assessed', assessment: opened(sessionId, item_id, assessment_json) },
          ]),
      );
    },
    /**
     * Words of other people's answers to an item, newest first: only to notice a shared script. Erased people are not in it.
     */
    otherAnswers: (sessionId: SessionId, itemId: string, limit: number): string[] =>
      database
        .prepare<[string, string, string, number], { session_id: string; assessment_json: string }>(
          `select session_id, assessment_json from assessments where session_id <> ? and item_id = ? and assessment_json is not null
             and session_id in (select session_id from sessions join plans on plans.sha256 = plan_sha256 where ${PLAN_PURPOSE} = (
               select ${PLAN_PURPOSE} from sessions join plans on plans.sha256 = plan_sha256 where session_id = ?))
           order by session_id desc limit ?`,
        )
        .all(sessionId, itemId, sessionId, limit)
        .filter((row) => cells.hasKey(row.session_id))
        .map((row) => opened(row.session_id, itemId, row.assessment_json))
        .map(({ clauses }) => clauses.map(({ text }) => text).join(' ')),
    /** Everything a person said and what was made of it. */
    removeOf(sessionId: SessionId): void {
      for (const table of ['read_backs', 'assessments'])
        database.prepare(`delete from ${table} where session_id = ?`).run(sessionId);
      for (const table of ['transcripts', 'presences'])
        database
          .prepare(
            `delete from ${table} where recording_id in (select recording_id from recordings where session_id = ?)`,
          )
          .run(sessionId);
    },
  };
}
export type AssessmentStore = ReturnType<typeof createAssessmentStore>;
