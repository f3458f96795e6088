import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { sha256 } from '#main/store/sha256.ts';
import { verifyWorkspace } from '#main/store/verify.native.ts';
import type { Workspace } from '#main/store/workspace.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { Ack } from './acks.ts';
import { type Kiosk, openKiosk } from './kiosk.ts';

/** What is left of what was acknowledged. */
export interface Comparison {
  readonly acknowledged: number;
  /** Each that is gone or another's, as the writer named it. */
  readonly lost: readonly string[];
  /** Rows of records, outbox and audit without their counterparts (I2). */
  readonly orphans: number;
  /** Slices that were handed over and are not there; one may be in flight. */
  readonly unsaved: readonly string[];
}

function bytesAt(file: string, offset: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  if (!existsSync(file)) return Buffer.alloc(0);
  const handle = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(handle, bytes, 0, size, offset));
  } finally {
    closeSync(handle);
  }
}

function contentOf({ database, store, files }: Kiosk, { kind, id }: Ack): string | null {
  switch (kind) {
    case 'interview': {
      const interview = store.sessions.find(id as SessionId);
      return interview && sha256(canonicalText(interview));
    }
    case 'record': {
      const json = database
        .prepare<[string], string>('select record_json from records where record_id = ?')
        .pluck()
        .get(id);
      return json === undefined ? null : sha256(canonicalText((JSON.parse(json) as { body: unknown }).body));
    }
    case 'slice': {
      const [recording = '', sequence] = id.split('/');
      const row = store.recordings.slice(recording as RecordingId, Number(sequence));
      return row && sha256(bytesAt(files.path(recording as RecordingId), row.offsetBytes, row.sizeBytes));
    }
    case 'recording': {
      const row = store.recordings.find(id as RecordingId);
      if (row?.state !== 'complete') return null;
      return sha256(bytesAt(files.path(row.id), 0, row.sizeBytes));
    }
  }
}

/** Compares an open kiosk with what its writer said. */
export function compare(kiosk: Kiosk, said: readonly Ack[]): Comparison {
  const acks = said.filter((ack) => ack.said === 'ack');
  const lost = acks.filter((ack) => contentOf(kiosk, ack) !== ack.sha256);
  const begun = said.filter((ack) => ack.said === 'begin');
  const orphans = kiosk.database
    .prepare<[], number>(
      `select count(*) from records full join outbox using (record_id)
         full join (select record_id from audit where record_id is not null) audit using (record_id)
       where records.record_id is null or outbox.record_id is null or audit.record_id is null`,
    )
    .pluck()
    .get();
  return {
    acknowledged: acks.length,
    lost: lost.map(({ kind, id }) => `${kind} ${id}`),
    orphans: orphans ?? 0,
    unsaved: begun.filter((ack) => contentOf(kiosk, ack) !== ack.sha256).map(({ id }) => id),
  };
}

/** Nothing is left of a folder that no kiosk can be started on. */
function allLost(said: readonly Ack[]): Comparison {
  const acks = said.filter((ack) => ack.said === 'ack');
  const unsaved = said.filter((ack) => ack.said === 'begin').map(({ id }) => id);
  return { acknowledged: acks.length, lost: acks.map(({ kind, id }) => `${kind} ${id}`), orphans: 0, unsaved };
}

/**
 * Starts a kiosk on what an end without farewell has left, with all that it does then, and compares.
 *
 * @returns `problems` is why it cannot be started, or what `verify` says afterwards
 */
export async function reopenAndCompare(
  workspace: Workspace,
  said: readonly Ack[],
  { hasJournal }: { hasJournal: boolean },
): Promise<Comparison & { problems: readonly string[] }> {
  let kiosk: Kiosk | null = null;
  let comparison: Comparison;
  try {
    kiosk = openKiosk(workspace, { hasJournal });
    await kiosk.files.recover();
    comparison = compare(kiosk, said);
  } catch (error) {
    return { ...allLost(said), problems: [`cannot be started: ${String(error)}`] };
  } finally {
    kiosk?.database.close();
  }
  const { findings } = await verifyWorkspace(workspace.directory);
  const problems = findings.flatMap(({ check, problems }) => problems.map((each) => `${check}: ${each}`));
  return { ...comparison, problems };
}
