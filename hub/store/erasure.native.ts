import type { Database } from 'better-sqlite3';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';

/** What stands in `raw` where a record or a line put aside was emptied. */
export const EMPTIED = '';

/**
 * The rule "erased stays erased": a session is marked once and for ever, and whatever is or comes under the mark keeps
 * its identity (id, hash, order, receipt) and loses its content. Every function runs inside the caller's transaction.
 */
export function createErasure(db: Database) {
  const selectErased = db.prepare('select 1 from erased_sessions where device_id = ? and session_id = ?');
  const insertErased = db.prepare(
    'insert into erased_sessions (device_id, session_id, erased_at) values (?, ?, ?) on conflict do nothing',
  );
  const emptyRecords = db.prepare(
    `update records set raw = '${EMPTIED}' where device_id = ? and session_id = ? and type <> '${ERASURE_TYPE}'`,
  );
  const deleteReferences = db
    .prepare<[string, string], string>(
      `delete from media_references where hub_seq in (select hub_seq from records where device_id = ? and session_id = ?)
       returning sha256`,
    )
    .pluck();
  const selectReference = db.prepare('select 1 from media_references where sha256 = ? limit 1');
  const insertErasedMedia = db.prepare(
    'insert into erased_media (sha256) values (?) on conflict (sha256) do update set removed_at = null',
  );
  const deleteMedia = db.prepare('delete from media where sha256 = ?');
  // Lines put aside have no session of their own: a line that names the session, or a record of it, belongs to it.
  const emptyAsideOfSession = db.prepare(
    `update quarantine set raw = '${EMPTIED}'
     where instr(raw, '"' || @sessionId || '"') > 0 or (device_id = @deviceId and id in (
       select id from records where device_id = @deviceId and session_id = @sessionId))`,
  );
  const emptyAsideOfRecord = db.prepare(
    `update quarantine set raw = '${EMPTIED}' where device_id = ? and id = ? and raw <> '${EMPTIED}'`,
  );
  const selectErasedName = db.prepare(
    `select 1 from erased_sessions where instr(?, '"' || session_id || '"') > 0 limit 1`,
  );
  const selectErasedRecord = db.prepare(
    `select 1 from records r join erased_sessions e on e.device_id = r.device_id and e.session_id = r.session_id
     where r.device_id = ? and r.id = ?`,
  );

  /** Marks files as erased unless another session still refers to them. */
  function disown(files: Iterable<string>): void {
    for (const sha256 of new Set(files)) {
      if (selectReference.get(sha256) !== undefined) continue;
      insertErasedMedia.run(sha256);
      deleteMedia.run(sha256);
    }
  }

  return {
    disown,

    isErased: (deviceId: string, sessionId: string | null): boolean =>
      sessionId !== null && selectErased.get(deviceId, sessionId) !== undefined,

    /** Whether a line to put aside belongs to an erased session, as far as can be told from it. */
    isErasedAside: (deviceId: string, id: string | null, raw: string): boolean =>
      selectErasedName.get(raw) !== undefined || (id !== null && selectErasedRecord.get(deviceId, id) !== undefined),

    /** A record has come under the mark: lines put aside under its id lose their content too. */
    emptyAside: (deviceId: string, id: string): void => {
      emptyAsideOfRecord.run(deviceId, id);
    },

    /** Marks the session and empties what is held of it. Again is harmless; the first instant stays. */
    erase: (deviceId: string, sessionId: string, erasedAt: string): void => {
      insertErased.run(deviceId, sessionId, erasedAt);
      emptyRecords.run(deviceId, sessionId);
      emptyAsideOfSession.run({ deviceId, sessionId });
      disown(deleteReferences.all(deviceId, sessionId));
    },
  };
}
