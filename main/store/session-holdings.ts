import { AnswerDraft } from '#shared/answer.ts';
import type { SyncState } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { HeldReceipt } from '#shared/wire/receipt.ts';
import type { Database } from './database.native.ts';
import { type Cells, isSealed } from './keys/cells.ts';
import { recordPlace } from './ledger.ts';
import { draftPlace } from './session-rows.ts';

/** Where a record or file stands on its way to head office. */
export interface HeldSending {
  state: SyncState;
  sentAt: string | null;
  receipt: HeldReceipt | null;
  lastError: string | null;
}

interface SendingSqlRow {
  state: SyncState;
  sent_at: string | null;
  receipt_json: string | null;
  last_error: string | null;
}

function sendingOf({ state, sent_at, receipt_json, last_error }: SendingSqlRow): HeldSending {
  const receipt = receipt_json === null ? null : HeldReceipt.parse(JSON.parse(receipt_json));
  return { state, sentAt: sent_at, receipt, lastError: last_error };
}

/** What is kept of one interview beside its answers: for whoever asks what is held of them. Reads only. */
export function createSessionHoldings(database: Database, cells: Pick<Cells, 'open'>) {
  return {
    /** Interviews of this id or short reference. */
    idsOf: (name: string): SessionId[] =>
      database
        .prepare<[string, string], SessionId>(
          'select session_id from sessions where session_id = ? or reference = ? order by session_id',
        )
        .pluck()
        .all(name.toLowerCase(), name.toUpperCase()),
    drafts: (id: SessionId) =>
      database
        .prepare<[string], { item_id: string; draft_json: string; saved_at: string }>(
          'select item_id, draft_json, saved_at from drafts where session_id = ? order by item_id',
        )
        .all(id)
        .map(({ item_id, draft_json, saved_at }) => ({
          answerKey: item_id,
          savedAt: saved_at,
          draft: AnswerDraft.parse(JSON.parse(cells.open(id, draftPlace(item_id), draft_json))),
        })),
    /** In the order they were written. `json` is the wire record, or the tombstone of an erased one. */
    records: (id: SessionId) =>
      database
        .prepare<[string], SendingSqlRow & { record_id: string; seq: number; type: string; record_json: string }>(
          `select record_id, seq, type, record_json, state, sent_at, receipt_json, last_error
           from records join outbox using (record_id) where session_id = ? order by seq`,
        )
        .all(id)
        .map((row) => ({
          id: row.record_id,
          seq: row.seq,
          type: row.type,
          isErased: !isSealed(row.record_json) && !('body' in (JSON.parse(row.record_json) as object)),
          json: cells.open(id, recordPlace(row.record_id), row.record_json),
          sending: sendingOf(row),
        })),
    /** By recording. */
    files: (id: SessionId): ReadonlyMap<string, HeldSending> =>
      new Map(
        database
          .prepare<[string], SendingSqlRow & { recording_id: string }>(
            `select recording_id, sync_state state, sent_at, null receipt_json, last_error from recordings where session_id = ?`,
          )
          .all(id)
          .map((row) => [row.recording_id, sendingOf(row)]),
      ),
    /** Lines of the audit log about the interview, oldest first. */
    auditLines: (id: SessionId) =>
      database
        .prepare<[string], { line: number; at: string; actor: string; action: string; detail: string }>(
          'select seq line, at, actor, action, detail_json detail from audit where subject = ? order by seq',
        )
        .all(id)
        .map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown })),
  };
}
