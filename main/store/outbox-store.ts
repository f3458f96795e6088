import type { ReceiptProof } from '#shared/wire/receipt-proof.ts';
import type { HeldReceipt } from '#shared/wire/receipt.ts';
import { SENDING_CLASSES, SENDING_TYPES, type SendingClass } from '#shared/wire/sending-order.ts';
import type { Database } from './database.native.ts';
import { type Cells, KeyGoneError } from './keys/cells.ts';
import { BrokenSealError } from './keys/sealed-bytes.ts';
import { recordPlace } from './ledger.ts';

interface MediaSqlRow {
  recording_id: string;
  sha256: string;
  size_bytes: number;
  mime_type: string;
  resume_url: string | null;
  attempts: number;
}

/** A condition on `type`; the names are constants of this program, never input. */
function isOneOf(names: readonly string[]): string {
  const terms = names.map((name) => (name.endsWith('.') ? `type glob '${name}*'` : `type = '${name}'`));
  return `(${terms.join(' or ')})`;
}
const RANK = `case when ${isOneOf(SENDING_TYPES.urgent)} then 0 when ${isOneOf(SENDING_TYPES.transcripts)} then 2 else 1 end`;

/**
 * The outbox over the kiosk's database: records by their own rows, files by the recordings they are.
 *
 * @param parts.path what the sender opens the bytes of a recording by
 * @param parts.maxWaitMs no wait is longer than this: an entry further in the future was written by a clock that was set back
 */
export function createOutboxStore(
  database: Database,
  parts: { path: (recordingId: string) => string; cells: Pick<Cells, 'open'>; maxWaitMs: number },
) {
  /** The record, or the stored text itself when it is damaged: the sender checks it and parks what is no record. */
  function opened(row: { record_id: string; session_id: string; record_json: string }): unknown {
    try {
      return JSON.parse(parts.cells.open(row.session_id, recordPlace(row.record_id), row.record_json));
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof BrokenSealError || error instanceof KeyGoneError)
        return row.record_json;
      throw error;
    }
  }

  const due = `(next_attempt_ms <= @now or next_attempt_ms > @now + ${parts.maxWaitMs})`;
  const selectRecords = database.prepare<
    { now: number; limit: number; last: number },
    { record_id: string; session_id: string; record_json: string; attempts: number }
  >(
    `select record_id, session_id, record_json, attempts from outbox join records using (record_id)
     where state = 'waiting' and ${due} and ${RANK} <= @last order by ${RANK}, seq limit @limit`,
  );
  const selectUnsent = database.prepare<
    [number, number],
    { record_id: string; session_id: string; record_json: string; seq: number; state: 'waiting' | 'parked' }
  >(
    `select record_id, session_id, record_json, seq, state from outbox join records using (record_id)
     where state in ('waiting', 'parked') and seq > ? order by seq limit ?`,
  );
  const sentRecord = database.prepare(
    `update outbox set state = 'sent', receipt_json = ?, sent_at = ?, last_error = null, proof_batch_id = ?, proof_signed_at = ? where record_id = ? and state <> 'sent'`,
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
     where sync_state = 'waiting' and sha256 is not null and slices > 0 and ${due}
     group by sha256, size_bytes, mime_type order by mime_type like 'video/%', min(recording_id) limit @limit`,
  );
  const ofFile = `where sync_state = 'waiting' and sha256 = ?`;
  const resume = database.prepare(`update recordings set resume_url = ? ${ofFile}`);
  const sentMedia = database.prepare(
    `update recordings set sync_state = 'sent', sent_at = ?, last_error = null where sync_state in ('waiting', 'parked') and sha256 = ?`,
  );
  const postponeMedia = database.prepare(
    `update recordings set attempts = attempts + 1, next_attempt_ms = ?, last_error = ? ${ofFile}`,
  );
  const parkMedia = database.prepare(`update recordings set sync_state = 'parked', last_error = ? ${ofFile}`);
  const countRecords = database.prepare<[], { state: string; n: number }>(
    'select state, count(*) n from outbox group by state',
  );
  const countMedia = database.prepare<[], { state: string; n: number; bytes: number }>(
    `select sync_state state, count(*) n, sum(size_bytes) bytes from
       (select distinct sha256, sync_state, size_bytes from recordings where (kind = 'av' or sync_state <> 'held') and sha256 is not null and slices > 0) group by sync_state`,
  );
  const lastSent = database
    .prepare<[], string | null>(
      `select max(at) from (select max(sent_at) at from outbox union all select max(sent_at) at from recordings)`,
    )
    .pluck();
  const each = <T>(items: readonly T[], work: (item: T) => void) => database.transaction(() => items.forEach(work))();

  return {
    pendingRecords: (limit: number, nowMs: number, upTo: SendingClass = 'transcripts') =>
      selectRecords
        .all({ now: nowMs, limit, last: SENDING_CLASSES.indexOf(upTo) })
        .map((row) => ({ id: row.record_id, record: opened(row), attempts: row.attempts })),
    /** What head office has not confirmed, whenever it is due, page by page in the order it was written. */
    unsentRecords: (afterSeq: number, limit: number) =>
      selectUnsent
        .all(afterSeq, limit)
        .map((row) => ({ id: row.record_id, seq: row.seq, state: row.state, record: opened(row) })),
    markSent: (receipts: readonly HeldReceipt[], sentAt: string, proof: ReceiptProof | null = null): void =>
      database.transaction(() => {
        let newlySent = 0;
        for (const receipt of receipts) {
          const { changes } = sentRecord.run(
            JSON.stringify(receipt),
            sentAt,
            proof?.batchId ?? null,
            proof?.signedAt ?? null,
            receipt.id,
          );
          newlySent += changes;
        }
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
    counts() {
      const records = new Map(countRecords.all().map(({ state, n }) => [state, n]));
      const media = new Map(countMedia.all().map((row) => [row.state, row]));
      return {
        waiting: records.get('waiting') ?? 0,
        sent: records.get('sent') ?? 0,
        parked: records.get('parked') ?? 0,
        mediaWaiting: media.get('waiting')?.n ?? 0,
        mediaSent: media.get('sent')?.n ?? 0,
        mediaParked: media.get('parked')?.n ?? 0,
        bytesWaiting: media.get('waiting')?.bytes ?? 0,
        lastSentAt: lastSent.get() ?? null,
      };
    },
  };
}
