import { z } from 'zod';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';
import { placeholders, type Queries } from '../database/database.ts';

/** What stands in `raw` where a record or a line put aside was emptied. */
export const EMPTIED = '';

const FileRow = z.object({ sha256: z.string() });

/**
 * The rule "erased stays erased": a session is marked once and for ever, and whatever is or comes under the mark keeps
 * its identity (id, hash, order, receipt) and loses its content. Runs inside the caller's transaction.
 */
export function erasureIn(queries: Queries) {
  /** Marks files as erased unless another session still refers to them. */
  async function disown(files: Iterable<string>): Promise<void> {
    for (const sha256 of new Set(files)) {
      if ((await queries.get('select 1 "one" from media_references where sha256 = ? limit 1', sha256)) !== undefined)
        continue;
      await queries.run(
        'insert into erased_media (sha256) values (?) on conflict (sha256) do update set removed_at = null',
        sha256,
      );
      await queries.run('delete from media where sha256 = ?', sha256);
    }
  }

  return {
    disown,

    /** Those of the sessions that are erased. */
    erasedOf: async (deviceId: string, sessionIds: ReadonlySet<string>): Promise<Set<string>> => {
      if (sessionIds.size === 0) return new Set();
      const rows = await queries.all(
        `select session_id "sessionId" from erased_sessions where device_id = ? and session_id in ${placeholders(1, sessionIds.size)}`,
        deviceId,
        ...sessionIds,
      );
      return new Set(rows.map((row) => z.object({ sessionId: z.string() }).parse(row).sessionId));
    },

    /** Whether a line to put aside belongs to an erased session, as far as can be told from it. */
    isErasedAside: async (deviceId: string, id: string | null, raw: string): Promise<boolean> => {
      const named = await queries.get(
        `select 1 "one" from erased_sessions where instr(?, '"' || session_id || '"') > 0 limit 1`,
        raw,
      );
      if (named !== undefined || id === null) return named !== undefined;
      const recorded = await queries.get(
        `select 1 "one" from records r join erased_sessions e on e.device_id = r.device_id and e.session_id = r.session_id
         where r.device_id = ? and r.id = ?`,
        deviceId,
        id,
      );
      return recorded !== undefined;
    },

    /** A record has come under the mark: lines put aside under its id lose their content too. */
    emptyAside: async (deviceId: string, id: string): Promise<void> => {
      await queries.run(
        `update quarantine set raw = '${EMPTIED}' where device_id = ? and id = ? and raw <> '${EMPTIED}'`,
        deviceId,
        id,
      );
    },

    /** Marks the session and empties what is held of it. Again is harmless; the first instant stays. */
    erase: async (deviceId: string, sessionId: string, erasedAt: string): Promise<void> => {
      await queries.run(
        'insert into erased_sessions (device_id, session_id, erased_at) values (?, ?, ?) on conflict do nothing',
        deviceId,
        sessionId,
        erasedAt,
      );
      await queries.run(
        `update records set raw = '${EMPTIED}' where device_id = ? and session_id = ? and type <> '${ERASURE_TYPE}'`,
        deviceId,
        sessionId,
      );
      // Lines put aside have no session of their own: a line that names the session, or a record of it, belongs to it.
      await queries.run(
        `update quarantine set raw = '${EMPTIED}' where instr(raw, '"' || ? || '"') > 0 or (device_id = ? and id in (
           select id from records where device_id = ? and session_id = ?))`,
        sessionId,
        deviceId,
        deviceId,
        sessionId,
      );
      const files = await queries.all(
        `delete from media_references where hub_seq in (select hub_seq from records where device_id = ? and session_id = ?)
         returning sha256`,
        deviceId,
        sessionId,
      );
      await disown(
        FileRow.array()
          .parse(files)
          .map(({ sha256 }) => sha256),
      );
    },
  };
}
