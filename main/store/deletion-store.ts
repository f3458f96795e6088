import { DeletionMethod } from '#shared/deletion.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { AUDIT_ROOT } from '#shared/wire/audit-head.ts';
import { certificateText, DeletionCertificate } from '#shared/wire/deletion-certificate.ts';
import type { Database } from './database.native.ts';
import type { DeviceSigner } from './device-signer.ts';
import type { Tombstone, Tombstones } from './tombstone-file.ts';

/** Why, and at whose wish, an interview is deleted. */
export interface ErasureOrder {
  method: DeletionMethod;
  /** A staff id, `candidate`, or `retention` for the rule of the pack. */
  actor: string;
}

/** One deletion, for the manager. */
export interface DeletionRow {
  id: string;
  sessionId: SessionId;
  method: DeletionMethod;
  actor: string;
  deletedAt: string;
  /** Null while files, copies or the journal may still hold some of it. */
  finishedAt: string | null;
  /** Null where nothing had been said or written, and where the kiosk had no key to sign with. */
  certificate: DeletionCertificate | null;
}

interface DeletionSqlRow {
  deletion_id: string;
  session_id: string;
  method: string;
  actor: string;
  deleted_at: string;
  certificate_json: string | null;
  finished_at: string | null;
}

function deletionOf(row: DeletionSqlRow): DeletionRow {
  return {
    id: row.deletion_id,
    sessionId: row.session_id as SessionId,
    method: DeletionMethod.parse(row.method),
    actor: row.actor,
    deletedAt: row.deleted_at,
    finishedAt: row.finished_at,
    certificate: row.certificate_json === null ? null : DeletionCertificate.parse(JSON.parse(row.certificate_json)),
  };
}

/**
 * What was deleted, and what of it is still to be done. A deletion has three steps, each of which may be cut off and is done
 * again at the next start: rows (one transaction), then key and tombstone, then files.
 */
export function createDeletionStore(
  database: Database,
  parts: {
    now: () => Date;
    newId: () => string;
    deviceId: string;
    /** Nothing is certified without. */
    signer?: DeviceSigner;
    tombstones?: Tombstones;
    destroyKeys: (sessionIds: readonly SessionId[]) => void;
    /** The key epoch that goes with an interview; null where it was not sealed. */
    keyEpoch: (sessionId: SessionId) => number | null;
  },
) {
  const { now, signer } = parts;
  const insert = database.prepare(
    'insert into deletions (deletion_id, session_id, method, actor, deleted_at, certificate_json) values (?, ?, ?, ?, ?, ?)',
  );
  const selectRecords = database.prepare<[string], { record_id: string; type: string }>(
    'select record_id, type from records where session_id = ? order by seq',
  );
  const selectFiles = database.prepare<[string], { recordingId: string; sha256: string | null; sizeBytes: number }>(
    `select recording_id "recordingId", sha256, size_bytes "sizeBytes" from recordings where session_id = ? order by recording_id`,
  );
  const selectHead = database.prepare<[], { seq: number; sha256: string }>(
    'select seq, sha256 from audit order by seq desc limit 1',
  );
  const doom = database.prepare(`
    insert into doomed_files (recording_id, session_id) select recording_id, session_id from recordings where session_id = ?
    on conflict do nothing`);
  const goneWithIt = [
    'holds',
    'wanted_deletions',
    'retention_marks',
    'wanted_reviews',
    'reviews',
    'ratings',
    'decisions',
    'proposals',
  ];
  const release = goneWithIt.map((table) => database.prepare(`delete from ${table} where session_id = ?`));
  const selectUnforgotten = database.prepare<[], DeletionSqlRow>(
    'select * from deletions where forgotten_at is null order by deletion_id',
  );
  const noteForgotten = database.prepare('update deletions set forgotten_at = ? where forgotten_at is null');
  const finish = database.prepare(`
    update deletions set finished_at = ? where finished_at is null and forgotten_at is not null
      and session_id not in (select session_id from doomed_files)`);
  const selectUntold = database.prepare<[], { session_id: string; phase: string; method: string | null }>(`
    select session_id, phase,
      (select method from deletions where deletions.session_id = sessions.session_id order by deletion_id desc limit 1) method
    from sessions where phase in ('erased', 'withdrawn')`);
  const adopt = database.prepare(`
    insert into doomed_files (recording_id, session_id)
    select recording_id, session_id from sessions cross join recordings using (session_id) where phase in ('erased', 'withdrawn')
    on conflict do nothing`);

  /** Certifies what is about to be emptied; null where nothing had been said or written yet. */
  function certify(certificateId: string, sessionId: SessionId, order: ErasureOrder, at: string) {
    const records = selectRecords.all(sessionId);
    const files = selectFiles.all(sessionId);
    if (!signer || (files.length === 0 && records.every(({ type }) => type === 'session.started'))) return null;
    const unsigned = {
      format: 'anteroom.deletion-certificate' as const,
      version: 1 as const,
      certificateId,
      deviceId: parts.deviceId,
      sessionId,
      recordIds: records.map(({ record_id }) => record_id),
      files,
      method: order.method,
      actor: order.actor,
      deletedAt: at,
      keyEpochDestroyed: parts.keyEpoch(sessionId),
      previousAuditHead: selectHead.get() ?? { seq: 0, sha256: AUDIT_ROOT },
      publicKey: signer.publicKey,
    };
    const signature = signer.sign(Buffer.from(certificateText(unsigned), 'utf8'));
    return DeletionCertificate.parse({ ...unsigned, signature });
  }

  /** Every interview that is deleted or withdrawn, as the tombstone file has to name it. */
  const tombstonesOf = (): Tombstone[] =>
    selectUntold.all().map(({ session_id, phase, method }) => ({
      sessionId: session_id as SessionId,
      method: method === null ? (phase === 'withdrawn' ? 'withdrawal' : 'code') : DeletionMethod.parse(method),
    }));
  const unforgotten = (): DeletionRow[] => selectUnforgotten.all().map(deletionOf);
  let isGathering = false;

  /** Names deleted interviews beside the database, each once for every way it was deleted. */
  function nameDeleted(deleted: readonly Tombstone[]): void {
    const named = new Set(parts.tombstones?.read().tombstones.map((each) => `${each.sessionId} ${each.method}`));
    parts.tombstones?.append(deleted.filter((each) => !named.has(`${each.sessionId} ${each.method}`)));
  }

  /** Destroys keys of whatever was deleted since and names it in the tombstones; after a crash too. */
  function settle(): void {
    const open = isGathering ? [] : unforgotten();
    if (open.length === 0) return;
    parts.destroyKeys(open.map(({ sessionId }) => sessionId));
    nameDeleted(open);
    noteForgotten.run(now().toISOString());
  }

  return {
    settle,
    /** Deletions within `work` are settled once, at its end: all other keys are wrapped anew each time. */
    together(work: () => void): void {
      isGathering = true;
      try {
        work();
      } finally {
        isGathering = false;
      }
      settle();
    },
    /** Names what the database knows and the tombstone file lost or never had. */
    writeMissingTombstones: () => nameDeleted(tombstonesOf()),
    /**
     * Writes down that an interview is being deleted, and certifies it; must run inside the transaction that empties its rows,
     * before it does.
     */
    note(sessionId: SessionId, order: ErasureOrder): DeletionCertificate | null {
      const [id, at] = [parts.newId(), now().toISOString()];
      const certificate = certify(id, sessionId, order, at);
      doom.run(sessionId);
      for (const statement of release) statement.run(sessionId);
      const json = certificate === null ? null : JSON.stringify(certificate);
      insert.run(id, sessionId, order.method, order.actor, at, json);
      return certificate;
    },
    /** The newest first. */
    list: (limit: number): DeletionRow[] =>
      database
        .prepare<[number], DeletionSqlRow>('select * from deletions order by deletion_id desc limit ?')
        .all(limit)
        .map(deletionOf),
    /** Deletions whose key and tombstone are still to be seen to. */
    unforgotten,
    /** Recordings whose files are still to be removed, also such whose rows are gone already. */
    doomedFiles: (): RecordingId[] =>
      database
        .prepare<[], string>('select recording_id from doomed_files order by recording_id')
        .pluck()
        .all() as RecordingId[],
    noteFileGone: (id: RecordingId): void =>
      void database.prepare('delete from doomed_files where recording_id = ?').run(id),
    /** Closes deletions of which nothing is left to be done. */
    finish: (): void => void finish.run(now().toISOString()),
    /** Recordings that an earlier release left behind when it was cut off: to be removed like all others. */
    adoptLeftovers: (): void => void adopt.run(),
    /** The newest deletion of an interview; null when there is none. */
    lastOf(sessionId: SessionId): DeletionRow | null {
      const row = database
        .prepare<[string], DeletionSqlRow>(
          'select * from deletions where session_id = ? order by deletion_id desc limit 1',
        )
        .get(sessionId);
      return row ? deletionOf(row) : null;
    },
  };
}
