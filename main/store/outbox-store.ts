import type { ReceiptProof } from '#shared/wire/receipt-proof.ts';
import { HeldReceipt } from '#shared/wire/receipt.ts';
import { SENDING_CLASSES, SENDING_TYPES, type SendingClass } from '#shared/wire/sending-order.ts';
import type { Database } from './database.native.ts';
import { type Cells, KeyGoneError } from './keys/cells.ts';
import { BrokenSealError } from './keys/sealed-bytes.ts';
import { recordPlace } from './ledger.ts';
import { createOutboxFigures, UNSENT_FILE } from './outbox-figures.ts';

interface MediaSqlRow {
  recording_id: string;
  sha256: string;
  size_bytes: number;
  mime_type: string;
  resume_url: string | null;
  attempts: number;
}

interface RecordSqlRow {
  record_id: string;
  session_id: string | null;
  record_json: string;
}

/** Records behind the newest that are looked through for those that were sent. */
const LOOK_BACK = 1000;

const NONE: ReadonlySet<string> = new Set();

/** What is stored was damaged, or the key it was sealed with is destroyed. */
function isUnreadable(error: unknown): boolean {
  return error instanceof BrokenSealError || error instanceof KeyGoneError;
}

/** A condition on `type`; the names are constants of this program, never input. */
function isOneOf(names: readonly string[]): string {
  const terms = names.map((name) => (name.endsWith('.') ? `type glob '${name}*'` : `type = '${name}'`));
  return `(${terms.join(' or ')})`;
}
const RANK = `case when ${isOneOf(SENDING_TYPES.urgent)} then 0 when ${isOneOf(SENDING_TYPES.transcripts)} then 2 else 1 end`;

/**
 * What waits, in the order of sending, so that a page of it costs its own rows and not a sorting of all that waits. Derived, hence
 * temporary: filled once, then kept by triggers in the transactions that change the outbox.
 */
const WAITING_IN_ORDER = `
  create temp table if not exists waiting_records (
    record_id text primary key, sending_rank integer not null, seq integer not null
  ) strict, without rowid;
  create index if not exists temp.waiting_in_order on waiting_records (sending_rank, seq);
  create temp trigger if not exists record_begins_to_wait after insert on main.outbox when new.state = 'waiting' begin
    insert or replace into waiting_records select record_id, ${RANK}, seq from records where record_id = new.record_id;
  end;
  create temp trigger if not exists record_waits after update of state on main.outbox when new.state = 'waiting' begin
    insert or replace into waiting_records select record_id, ${RANK}, seq from records where record_id = new.record_id;
  end;
  create temp trigger if not exists record_waits_no_more after update of state on main.outbox when new.state <> 'waiting' begin
    delete from waiting_records where record_id = new.record_id;
  end;
  create temp trigger if not exists record_is_gone after delete on main.outbox begin
    delete from waiting_records where record_id = old.record_id;
  end;
  insert or replace into waiting_records
    select record_id, ${RANK}, seq from main.outbox join main.records using (record_id) where state = 'waiting';`;

/**
 * The outbox over the kiosk's database: records by their own rows, files by the recordings they are.
 *
 * @param parts.path what the sender opens the bytes of a recording by
 * @param parts.maxWaitMs no wait is longer than this: an entry further in the future was written by a clock that was set back
 */
export function createOutboxStore(
  database: Database,
  parts: { path: (recordingId: string) => string; cells: Pick<Cells, 'open' | 'openSealed'>; maxWaitMs: number },
) {
  database.exec(WAITING_IN_ORDER);

  /** The record, or the stored text itself when it is damaged: the sender checks it and parks what is no record. */
  function opened(row: RecordSqlRow): unknown {
    try {
      return JSON.parse(parts.cells.open(row.session_id, recordPlace(row.record_id), row.record_json));
    } catch (error) {
      if (error instanceof SyntaxError || isUnreadable(error)) return row.record_json;
      throw error;
    }
  }

  /** The text of the record as it was sealed; null when it was not, or cannot be opened. */
  function authentic(row: RecordSqlRow): Buffer | null {
    try {
      return parts.cells.openSealed(row.session_id, recordPlace(row.record_id), row.record_json);
    } catch (error) {
      if (isUnreadable(error)) return null;
      throw error;
    }
  }

  const due = `(next_attempt_ms <= @now or next_attempt_ms > @now + ${parts.maxWaitMs})`;
  const selectWaiting = database.prepare<{ now: number; last: number }, { record_id: string; attempts: number }>(
    `select record_id, attempts from temp.waiting_records cross join outbox using (record_id)
     where sending_rank <= @last and state = 'waiting' and ${due} order by sending_rank, seq`,
  );
  const selectRecords = database.prepare<[string], RecordSqlRow>(
    `select record_id, session_id, record_json from json_each(?) cross join records on record_id = value`,
  );
  // not further back: what was said long ago helps little, and a rare type must not cost a walk through everything
  const selectSent = database.prepare<[string, number], RecordSqlRow & { receipt_json: string }>(
    `select record_id, session_id, record_json, receipt_json from records cross join outbox using (record_id)
     where type = ? and state = 'sent' and receipt_json is not null and seq > (select max(seq) from records) - ${LOOK_BACK}
     order by seq desc limit ?`,
  );
  const selectUnsent = database.prepare<[number, number], RecordSqlRow & { seq: number; state: 'waiting' | 'parked' }>(
    `select record_id, session_id, record_json, seq, state from outbox join records using (record_id)
     where state in ('waiting', 'parked') and seq > ? order by seq limit ?`,
  );
  const sentRecords = database.prepare(
    `update outbox set state = 'sent', receipt_json = receipt, sent_at = @sentAt, last_error = null,
       proof_batch_id = @batchId, proof_signed_at = @signedAt
     from (select value ->> 0 as id, value ->> 1 as receipt from json_each(@receipts))
     where record_id = id and state <> 'sent'`,
  );
  const keepProof = database.prepare(
    `insert into receipt_proofs (batch_id, signed_at, hub_key, signature, hashes) values (?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const postponeRecord = database.prepare(
    `update outbox set attempts = attempts + 1, next_attempt_ms = ?, last_error = ? where record_id = ? and state = 'waiting'`,
  );
  const parkRecord = database.prepare(
    `update outbox set state = 'parked', last_error = ? where record_id = ? and state = 'waiting'`,
  );
  // two recordings with the same bytes are one upload
  const selectMedia = database.prepare<{ now: number; limit: number }, MediaSqlRow>(
    `select min(recording_id) recording_id, sha256, size_bytes, mime_type, max(resume_url) resume_url, max(attempts) attempts from recordings
     where ${UNSENT_FILE} and sync_state = 'waiting' and sha256 is not null and slices > 0 and ${due}
     group by sha256, size_bytes, mime_type order by mime_type like 'video/%', min(recording_id) limit @limit`,
  );
  const ofFile = `where ${UNSENT_FILE} and sync_state = 'waiting' and sha256 = ?`;
  const resume = database.prepare(`update recordings set resume_url = ? ${ofFile}`);
  const sentMedia = database.prepare(
    `update recordings set sync_state = 'sent', sent_at = ?, last_error = null where ${UNSENT_FILE} and sync_state in ('waiting', 'parked') and sha256 = ?`,
  );
  const postponeMedia = database.prepare(
    `update recordings set attempts = attempts + 1, next_attempt_ms = ?, last_error = ? ${ofFile}`,
  );
  const parkMedia = database.prepare(`update recordings set sync_state = 'parked', last_error = ? ${ofFile}`);
  const each = <T>(items: readonly T[], work: (item: T) => void) => database.transaction(() => items.forEach(work))();

  return {
    pendingRecords(
      limit: number,
      nowMs: number,
      upTo: SendingClass = 'transcripts',
      butNot: ReadonlySet<string> = NONE,
    ) {
      const due: { record_id: string; attempts: number }[] = [];
      if (limit > 0) {
        for (const row of selectWaiting.iterate({ now: nowMs, last: SENDING_CLASSES.indexOf(upTo) })) {
          if (butNot.has(row.record_id)) continue;
          due.push(row);
          if (due.length >= limit) break;
        }
      }
      if (due.length === 0) return [];
      const found = selectRecords.all(JSON.stringify(due.map(({ record_id }) => record_id)));
      const rows = new Map(found.map((row) => [row.record_id, row]));
      return due.flatMap(({ record_id: id, attempts }) => {
        const row = rows.get(id);
        if (row === undefined) return [];
        return {
          id,
          attempts,
          get record() {
            return opened(row);
          },
          authentic: authentic(row),
        };
      });
    },
    latestSent: (type: string, limit: number) =>
      selectSent.all(type, limit).flatMap((row) => {
        const line = authentic(row);
        return line === null ? [] : [{ hubSeq: HeldReceipt.parse(JSON.parse(row.receipt_json)).hubSeq, line }];
      }),
    /** What head office has not confirmed, whenever it is due, page by page in the order it was written. */
    unsentRecords: (afterSeq: number, limit: number) =>
      selectUnsent
        .all(afterSeq, limit)
        .map((row) => ({ id: row.record_id, seq: row.seq, state: row.state, record: opened(row) })),
    markSent: (receipts: readonly HeldReceipt[], sentAt: string, proof: ReceiptProof | null = null): void =>
      database.transaction(() => {
        const { changes: newlySent } = sentRecords.run({
          receipts: JSON.stringify(receipts.map((receipt) => [receipt.id, JSON.stringify(receipt)])),
          sentAt,
          batchId: proof?.batchId ?? null,
          signedAt: proof?.signedAt ?? null,
        });
        // an answer that came twice proves nothing that the first did not
        if (proof === null || newlySent === 0) return;
        const { batchId, signedAt, publicKey, signature, hashes } = proof;
        keepProof.run(batchId, signedAt, publicKey, signature, hashes.join('\n'));
      })(),
    markTransient: (ids: readonly string[], nextAttemptAtMs: number, reason: string): void =>
      each(ids, (id) => postponeRecord.run(nextAttemptAtMs, reason, id)),
    park: (ids: readonly string[], reason: string): void => each(ids, (id) => parkRecord.run(reason, id)),
    pendingMedia: (limit: number, nowMs: number) =>
      selectMedia.all({ now: nowMs, limit }).map((row) => ({
        sha256: row.sha256,
        path: parts.path(row.recording_id),
        sizeBytes: row.size_bytes,
        mimeType: row.mime_type,
        kind: row.mime_type.startsWith('audio/') ? ('audio' as const) : ('video' as const),
        resumeUrl: row.resume_url,
        attempts: row.attempts,
      })),
    saveResumeUrl: (sha256: string, resumeUrl: string): void => void resume.run(resumeUrl, sha256),
    markMediaSent: (sha256: string, sentAt: string): void => void sentMedia.run(sentAt, sha256),
    markMediaTransient: (sha256: string, nextAttemptAtMs: number, reason: string): void =>
      void postponeMedia.run(nextAttemptAtMs, reason, sha256),
    parkMedia: (sha256: string, reason: string): void => void parkMedia.run(reason, sha256),
    counts: createOutboxFigures(database),
  };
}
