import { AUDIT_ROOT } from '#shared/wire/audit-head.ts';
import { canonicalRecordText, canonicalText } from '#shared/wire/canonical.ts';
import type { MediaReference } from '#shared/wire/record.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';
import { sha256 } from './sha256.ts';

/** One event of an interview or of the kiosk itself, before it is numbered, hashed and queued. */
export interface LedgerRecord {
  id: string;
  type: string;
  /** Null: of the kiosk itself. */
  sessionId: string | null;
  capturedAt: string;
  body: Record<string, unknown>;
  recordings: readonly string[];
}

/** One line of the audit log. */
export interface LedgerAudit {
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, string | number | boolean | null>;
}

export type OutboxState = 'held' | 'withheld' | 'waiting';

const RECORD_SCHEMA_VERSION = 1;

/** Place of a record's sealed JSON. */
export const recordPlace = (recordId: string) => `records.record_json ${recordId}`;

/** Text whose SHA-256 chains an audit line to the one before it. */
export function auditText(row: {
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail_json: string;
  record_id: string | null;
  previous_sha256: string;
}): string {
  const { seq, at, actor, action, subject, detail_json, record_id, previous_sha256 } = row;
  return canonicalText({ seq, at, actor, action, subject, detail_json, record_id, previous_sha256 });
}

/** Appends records and audit lines. Every function must run inside the caller's transaction. */
export function createLedger(
  database: Database,
  device: { deviceId: string; bootId: string },
  cells: Pick<Cells, 'seal'>,
  now: () => Date,
) {
  const lastSeq = database.prepare<[], number>('select coalesce(max(seq), 0) from records').pluck();
  const insertRecord = database.prepare(
    'insert into records (record_id, seq, session_id, type, record_json) values (?, ?, ?, ?, ?)',
  );
  const insertOutbox = database.prepare(
    'insert into outbox (record_id, state, attempts, next_attempt_ms) values (?, ?, 0, 0)',
  );
  const lastAudit = database.prepare<[], { seq: number; sha256: string }>(
    'select seq, sha256 from audit order by seq desc limit 1',
  );
  const insertAudit = database.prepare(
    'insert into audit (seq, at, actor, action, subject, detail_json, record_id, previous_sha256, sha256) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const findFile = database.prepare<
    [string],
    { recording_id: string; sha256: string | null; size_bytes: number; mime_type: string; duration_ms: number }
  >('select recording_id, sha256, size_bytes, mime_type, duration_ms from recordings where recording_id = ?');

  function references(ids: readonly string[]): MediaReference[] {
    return ids.map((id) => {
      const file = findFile.get(id);
      if (!file?.sha256)
        throw new Error(`Recording ${id} is not closed: a record may not name bytes that are not on disk.`);
      const kind = file.mime_type.startsWith('audio/') ? 'audio' : 'video';
      return {
        sha256: file.sha256,
        sizeBytes: file.size_bytes,
        mimeType: file.mime_type,
        kind,
        recordingId: id,
        durationMs: file.duration_ms,
      };
    });
  }

  function audit(entry: LedgerAudit, recordId: string | null = null): void {
    const last = lastAudit.get();
    const row = {
      seq: (last?.seq ?? 0) + 1,
      at: now().toISOString(),
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject,
      detail_json: canonicalText(entry.detail),
      record_id: recordId,
      previous_sha256: last?.sha256 ?? AUDIT_ROOT,
    };
    insertAudit.run(
      row.seq,
      row.at,
      row.actor,
      row.action,
      row.subject,
      row.detail_json,
      row.record_id,
      row.previous_sha256,
      sha256(auditText(row)),
    );
  }

  /** A record, its outbox row and its audit line: all three or none (I2). */
  function append(record: LedgerRecord, state: OutboxState): void {
    const media = references(record.recordings);
    const wire = {
      id: record.id,
      deviceId: device.deviceId,
      bootId: device.bootId,
      seq: Number(lastSeq.get()) + 1,
      type: record.type,
      schemaVersion: RECORD_SCHEMA_VERSION,
      sessionId: record.sessionId,
      capturedAt: record.capturedAt,
      body: record.body,
      ...(media.length > 0 ? { media } : {}),
    };
    const hash = sha256(canonicalRecordText(wire));
    const text = canonicalText({ ...wire, sha256: hash });
    insertRecord.run(
      record.id,
      wire.seq,
      record.sessionId,
      record.type,
      cells.seal(record.sessionId, recordPlace(record.id), text),
    );
    insertOutbox.run(record.id, state);
    audit(
      {
        actor: 'kiosk',
        action: 'record.queued',
        subject: record.sessionId ?? device.deviceId,
        detail: { type: record.type, sha256: hash },
      },
      record.id,
    );
  }

  return { append, audit };
}
export type Ledger = ReturnType<typeof createLedger>;
