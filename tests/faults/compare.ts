import { UnreadableRecordingError } from '#main/capture/recording-reader.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { recordPlace } from '#main/store/ledger.ts';
import { sha256 } from '#main/store/sha256.ts';
import { verifyWorkspace } from '#main/verify-workspace.ts';
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

/** Bytes of a recording as they can be read again; null when they cannot. */
async function bytesOf({ files }: Kiosk, id: RecordingId, start: number, end: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of files.open(id).read(start, end)) pieces.push(piece);
  } catch (error) {
    if (error instanceof UnreadableRecordingError) return null;
    throw error;
  }
  return Buffer.concat(pieces);
}

async function contentOf(kiosk: Kiosk, { kind, id }: Ack): Promise<string | null> {
  const { database, store } = kiosk;
  switch (kind) {
    case 'interview': {
      const interview = store.sessions.find(id as SessionId);
      return interview && sha256(canonicalText(interview));
    }
    case 'record': {
      const row = database
        .prepare<[string], { session_id: string; record_json: string }>(
          'select session_id, record_json from records where record_id = ?',
        )
        .get(id);
      if (!row) return null;
      const json = store.cells.open(row.session_id, recordPlace(id), row.record_json);
      return sha256(canonicalText((JSON.parse(json) as { body: unknown }).body));
    }
    case 'slice': {
      const [recording = '', sequence] = id.split('/');
      const row = store.recordings.slice(recording as RecordingId, Number(sequence));
      const bytes =
        row && (await bytesOf(kiosk, recording as RecordingId, row.offsetBytes, row.offsetBytes + row.sizeBytes));
      return bytes && sha256(bytes);
    }
    case 'sent': {
      const state = database.prepare<[string], string>('select state from outbox where record_id = ?').pluck().get(id);
      return state === 'sent' ? sha256(id) : null;
    }
    case 'erased': {
      const session = id as SessionId;
      const isGone = store.sessions.find(session)?.phase === 'erased' && !store.cells.hasKey(session);
      return isGone && store.sessions.recordings(session).length === 0 ? sha256(id) : null;
    }
    case 'recording': {
      const row = store.recordings.find(id as RecordingId);
      if (row?.state !== 'complete') return null;
      const bytes = await bytesOf(kiosk, row.id, 0, row.sizeBytes);
      return bytes && sha256(bytes);
    }
  }
}

/** Compares an open kiosk with what its writer said. */
export async function compare(kiosk: Kiosk, said: readonly Ack[]): Promise<Comparison> {
  const missing = async (acks: readonly Ack[]) => {
    const found: Ack[] = [];
    for (const ack of acks) if ((await contentOf(kiosk, ack)) !== ack.sha256) found.push(ack);
    return found;
  };
  const acks = said.filter((ack) => ack.said === 'ack');
  const lost = await missing(acks);
  const unsaved = await missing(said.filter((ack) => ack.said === 'begin'));
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
    unsaved: unsaved.map(({ id }) => id),
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
    kiosk = await openKiosk(workspace, { hasJournal });
    await kiosk.files.recover();
    await kiosk.deletion.honourTombstones();
    comparison = await compare(kiosk, said);
  } catch (error) {
    return { ...allLost(said), problems: [`cannot be started: ${String(error)}`] };
  } finally {
    kiosk?.database.close();
  }
  const { findings } = await verifyWorkspace(workspace.directory, knownKeyring);
  const problems = findings.flatMap(({ check, problems }) => problems.map((each) => `${check}: ${each}`));
  return { ...comparison, problems };
}
