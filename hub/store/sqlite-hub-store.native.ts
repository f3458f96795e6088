import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { HubSessionSummary, type HubSessionDetail } from '#shared/wire/hub-session.ts';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';
import { QuarantineReason, type Receipt } from '#shared/wire/receipt.ts';
import { MediaReference, WireRecord } from '#shared/wire/record.ts';
import type { BadLine, HubStore, IntakeLine, MediaRow, QuarantineRow, SoundLine } from './hub-store.ts';
import { createAuditHeads } from './audit-heads.native.ts';
import { createErasure, EMPTIED } from './erasure.native.ts';
import { createIntake } from './migrations/0010-create-intake.ts';
import { eraseSessions } from './migrations/0020-erase-sessions.ts';
import { keepAuditHeads } from './migrations/0030-keep-audit-heads.ts';

const migrations = [createIntake, eraseSessions, keepAuditHeads];

const RecordRow = z.object({
  hubSeq: z.int(),
  receivedAt: z.string(),
  sha256: z.string(),
  isParsed: z.int(),
  raw: z.string(),
});
const MediaSqlRow = z.object({
  sha256: z.string(),
  sizeBytes: z.int(),
  metadata: z.string(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});
const QuarantineSqlRow = z.object({
  deviceId: z.string(),
  id: z.string().nullable(),
  reason: QuarantineReason,
  raw: z.string(),
  receivedAt: z.string(),
});
const MediaErasureRow = z.object({ isReferred: z.int(), isRemoved: z.int() });
const MediaMetadata = z.record(z.string(), z.string().nullable());

/** The file was written by a newer release; nothing was touched. Install that release or restore an older backup. */
export class HubStoreFromFutureError extends Error {
  override readonly name = 'HubStoreFromFutureError';
  constructor(file: string, version: number) {
    super(`${file} has schema version ${version}, newer than this release understands. Install the newer release.`);
  }
}

/**
 * Opens (creating it if needed) the hub's SQLite store: WAL and `synchronous=FULL`, so that a commit is on the disk.
 * @throws {HubStoreFromFutureError} for a file of a newer release.
 */
export function openSqliteHubStore(file: string): HubStore {
  const db = new Database(file);
  try {
    prepareDatabase(db, file);
  } catch (error) {
    db.close();
    throw error;
  }

  const erasure = createErasure(db);
  const auditHeads = createAuditHeads(db);
  const selectRecord = db.prepare(
    'select hub_seq "hubSeq", received_at "receivedAt", sha256, is_parsed "isParsed", raw from records where device_id = ? and id = ?',
  );
  const insertRecord = db.prepare(
    `insert into records (device_id, id, boot_id, seq, type, schema_version, session_id, captured_at, received_at, sha256, is_parsed, raw)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertReference = db.prepare(
    'insert into media_references (hub_seq, session_id, sha256, reference) values (?, ?, ?, ?) on conflict do nothing',
  );
  const insertQuarantine = db.prepare(
    `insert into quarantine (device_id, raw_sha256, id, sha256, reason, received_at, raw) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (device_id, raw_sha256, reason) do nothing`,
  );
  const selectQuarantine = db.prepare(
    'select received_at "receivedAt" from quarantine where device_id = ? and raw_sha256 = ? and reason = ?',
  );
  const upsertMedia = db.prepare(
    `insert into media (sha256, size_bytes, metadata, created_at) values (?, ?, ?, ?)
     on conflict (sha256) do update set size_bytes = excluded.size_bytes, metadata = excluded.metadata, completed_at = null`,
  );
  const selectMedia = db.prepare(
    'select sha256, size_bytes "sizeBytes", metadata, created_at "createdAt", completed_at "completedAt" from media where sha256 = ?',
  );
  const deleteMedia = db.prepare('delete from media where sha256 = ?');
  const selectErasedAt = db.prepare('select min(erased_at) "erasedAt" from erased_sessions where session_id = ?');
  const selectMediaErasure = db.prepare(
    `select exists (select 1 from media_references m where m.sha256 = e.sha256) "isReferred",
       e.removed_at is not null "isRemoved" from erased_media e where e.sha256 = ?`,
  );
  const selectMediaToRemove = db.prepare('select sha256 from erased_media where removed_at is null').pluck();
  const updateRemoved = db.prepare('update erased_media set removed_at = ? where sha256 = ?');

  function quarantine(
    deviceId: string,
    line: Omit<BadLine, 'reason' | 'verdict'>,
    reason: QuarantineReason,
    at: string,
  ): Receipt {
    const raw = erasure.isErasedAside(deviceId, line.id, line.raw) ? EMPTIED : line.raw;
    insertQuarantine.run(deviceId, line.rawSha256, line.id, line.sha256, reason, at, raw);
    const { receivedAt } = z
      .object({ receivedAt: z.string() })
      .parse(selectQuarantine.get(deviceId, line.rawSha256, reason));
    return { status: 'quarantined', reason, id: line.id, sha256: line.sha256, hubSeq: null, receivedAt };
  }

  function putSound(deviceId: string, line: SoundLine, at: string): Receipt {
    const { record } = line;
    const found = selectRecord.get(deviceId, record.id);
    if (found !== undefined) {
      const held = RecordRow.parse(found);
      if (held.sha256 === record.sha256) {
        return {
          status: 'duplicate',
          id: record.id,
          sha256: held.sha256,
          hubSeq: held.hubSeq,
          receivedAt: held.receivedAt,
        };
      }
      const aside = { id: record.id, sha256: record.sha256, rawSha256: sha256Hex(line.raw), raw: line.raw };
      return quarantine(deviceId, aside, 'id_conflict', at);
    }
    const isErasure = record.type === ERASURE_TYPE && record.sessionId !== null;
    const isUnderErasure = isErasure || erasure.isErased(deviceId, record.sessionId);
    const { lastInsertRowid } = insertRecord.run(
      deviceId,
      record.id,
      record.bootId,
      record.seq,
      record.type,
      record.schemaVersion,
      record.sessionId,
      record.capturedAt,
      at,
      record.sha256,
      line.isParsed ? 1 : 0,
      isUnderErasure && !isErasure ? EMPTIED : line.raw,
    );
    const hubSeq = Number(lastInsertRowid);
    const files = record.media ?? [];
    if (isErasure && record.sessionId !== null) erasure.erase(deviceId, record.sessionId, at);
    if (isUnderErasure) {
      erasure.emptyAside(deviceId, record.id);
      erasure.disown(files.map((media) => media.sha256));
    } else {
      for (const media of files) insertReference.run(hubSeq, record.sessionId, media.sha256, JSON.stringify(media));
    }
    const status = line.isParsed ? 'accepted' : 'accepted_unparsed';
    return { status, id: record.id, sha256: record.sha256, hubSeq, receivedAt: at };
  }

  const noteRemoved = db.transaction((sha256: string, at: string) => {
    updateRemoved.run(at, sha256);
    deleteMedia.run(sha256);
  });

  const putAll = db.transaction((deviceId: string, lines: readonly IntakeLine[], at: string) =>
    lines.map((line) =>
      line.verdict === 'sound' ? putSound(deviceId, line, at) : quarantine(deviceId, line, line.reason, at),
    ),
  );

  return {
    putLines: async (deviceId, lines, receivedAt) => {
      const receipts = putAll.immediate(deviceId, lines, receivedAt);
      // What an erasure emptied must not live on in the write-ahead log.
      if (lines.some((line) => line.verdict === 'sound' && line.record.type === ERASURE_TYPE)) truncateLog(db);
      return receipts;
    },
    admitClaim: async (deviceId, claim, at) => auditHeads.admit(deviceId, claim, at),
    findAuditHead: async (deviceId) => auditHeads.findHead(deviceId),
    listAuditAlarms: async (limit) => auditHeads.listAlarms(limit),
    forgetAuditHead: async (deviceId) => auditHeads.forgetHead(deviceId),
    isDeviceKnown: async (deviceId) =>
      db.prepare('select 1 from records where device_id = ? limit 1').get(deviceId) !== undefined,
    listSessions: async (limit) => HubSessionSummary.array().parse(db.prepare(listSessionsSql).all(limit)),
    findSession: async (sessionId) => {
      const rows = RecordRow.array().parse(
        db
          .prepare(
            `select hub_seq "hubSeq", received_at "receivedAt", sha256, is_parsed "isParsed", raw
             from records where session_id = ? order by device_id, seq, hub_seq`,
          )
          .all(sessionId),
      );
      if (rows.length === 0) return null;
      const references = z
        .object({ reference: z.string(), isComplete: z.int() })
        .array()
        .parse(db.prepare(sessionMediaSql).all(sessionId));
      const { erasedAt } = z.object({ erasedAt: z.string().nullable() }).parse(selectErasedAt.get(sessionId));
      const detail: HubSessionDetail = {
        sessionId,
        erasedAt,
        records: rows
          .filter((row) => row.raw !== EMPTIED)
          .map((row) => ({
            hubSeq: row.hubSeq,
            receivedAt: row.receivedAt,
            isParsed: row.isParsed === 1,
            record: WireRecord.parse(JSON.parse(row.raw)),
          })),
        media: references.map((row) => ({
          ...MediaReference.parse(JSON.parse(row.reference)),
          isComplete: row.isComplete === 1,
        })),
      };
      return detail;
    },
    listQuarantine: async (limit): Promise<QuarantineRow[]> =>
      QuarantineSqlRow.array().parse(
        db
          .prepare(
            `select device_id "deviceId", id, reason, raw, received_at "receivedAt"
             from quarantine order by quarantine_seq desc limit ?`,
          )
          .all(limit),
      ),
    countRecords: async () => z.object({ n: z.int() }).parse(db.prepare('select count(*) n from records').get()).n,
    putMedia: async (media) => {
      upsertMedia.run(media.sha256, media.sizeBytes, JSON.stringify(media.metadata), media.createdAt);
    },
    findMedia: async (sha256): Promise<MediaRow | null> => {
      const found = selectMedia.get(sha256);
      if (found === undefined) return null;
      const row = MediaSqlRow.parse(found);
      return { ...row, metadata: MediaMetadata.parse(JSON.parse(row.metadata)) };
    },
    completeMedia: async (sha256, completedAt) => {
      db.prepare('update media set completed_at = ? where sha256 = ?').run(completedAt, sha256);
    },
    forgetMedia: async (sha256) => {
      deleteMedia.run(sha256);
    },
    findMediaErasure: async (sha256) => {
      const found = selectMediaErasure.get(sha256);
      if (found === undefined) return null;
      const { isReferred, isRemoved } = MediaErasureRow.parse(found);
      if (isReferred === 0) return 'erased';
      return isRemoved === 1 ? null : 'removing';
    },
    listMediaToRemove: async () => z.string().array().parse(selectMediaToRemove.all()),
    noteMediaRemoved: async (sha256, removedAt) => {
      noteRemoved.immediate(sha256, removedAt);
    },
    close: async () => {
      truncateLog(db);
      db.close();
    },
  };
}

const listSessionsSql = `
  select r.session_id "sessionId", min(r.device_id) "deviceId", count(*) "recordCount",
    (select count(distinct m.sha256) from media_references m where m.session_id = r.session_id) "mediaCount",
    (select count(distinct m.sha256) from media_references m join media f on f.sha256 = m.sha256
      where m.session_id = r.session_id and f.completed_at is not null) "mediaCompleteCount",
    min(r.captured_at) "firstCapturedAt", max(r.captured_at) "lastCapturedAt", max(r.received_at) "lastReceivedAt",
    (select min(e.erased_at) from erased_sessions e where e.session_id = r.session_id) "erasedAt"
  from records r where r.session_id is not null
  group by r.session_id order by max(r.hub_seq) desc limit ?`;

const sessionMediaSql = `
  select min(m.reference) reference, max(f.completed_at is not null) "isComplete"
  from media_references m left join media f on f.sha256 = m.sha256
  where m.session_id = ? group by m.sha256 order by min(m.hub_seq), m.sha256`;

function prepareDatabase(db: Database.Database, file: string): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  // Erased content is overwritten on its page, not only unlinked from it.
  db.pragma('secure_delete = ON');
  db.pragma('busy_timeout = 5000');
  const mode = db.pragma('journal_mode', { simple: true });
  const synchronous = db.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== 2) {
    throw new Error(`${file} did not open durably: journal_mode=${String(mode)}, synchronous=${String(synchronous)}.`);
  }
  const latest = migrations.at(-1)?.version ?? 0;
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > latest) throw new HubStoreFromFutureError(file, found);
  // Files of before this version were written without secure_delete: stale copies of moved rows lie in their free space.
  // First, not last: after a crash in between it is done again.
  if (found > 0 && found < eraseSessions.version) db.exec('vacuum');
  for (const migration of migrations) {
    if (migration.version <= found) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
  // A crash may have come between an erasure and the truncation of the log.
  truncateLog(db);
}

function truncateLog(db: Database.Database): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
