import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { MediaSource } from '#connectors/target.ts';
import { openSealedMedia } from '#main/sealed-media.ts';
import { createRecordingFiles } from '#main/capture/recording-files.ts';
import { createCodes } from '#main/codes.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import type { Keyring } from '#main/store/keys/keyring-port.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { openStore, type Store } from '#main/store/open-store.ts';
import { createOutboxStore } from '#main/store/outbox-store.ts';
import { MAX_WAIT_MS, type OutboxCounts, type OutboxStore } from '#main/sync/ports.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import type { RecordingRow, StoredInterview } from '#main/store/session-rows.ts';
import { createWorkspace, type Workspace } from '#main/store/workspace.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';

/** A file of an interview: what a page or a handset recorded. */
export interface SampleRecording {
  readonly itemId: string;
  readonly kind: 'av' | 'pcm';
  readonly mimeType: string;
  readonly bytes: Buffer;
}

export interface SampleSession {
  readonly change?: Partial<StoredInterview>;
  readonly answers?: Readonly<Record<string, AnswerBody>>;
  readonly recordings?: readonly SampleRecording[];
  /** False: the candidate refused sending. */
  readonly isSent?: boolean;
}

const SLICE_BYTES = 64 * 1024;
const ALL = { recording: true, scoring: true, sending: true, talentPool: false };

/** The real store and the real recordings of a kiosk over a folder, opened and closed around `work`. */
export async function withKiosk<T>(
  directory: string,
  keyring: Keyring,
  work: (kiosk: {
    store: Store;
    workspace: Workspace;
    save: (session: SampleSession) => Promise<SessionId>;
    counts: () => OutboxCounts;
    outbox: OutboxStore;
    openMedia: (path: string) => Promise<MediaSource | null>;
  }) => Promise<T>,
): Promise<T> {
  const workspace = await createWorkspace(directory);
  const now = () => new Date();
  const keys = await openKeys(workspace, keyring);
  const { database } = openKeeper(workspace, now);
  try {
    const { reference } = createCodes(keys.ring.secret);
    const store = openStore(database, { now, newId: () => v7(), reference, keys });
    const files = createRecordingFiles({
      directory: workspace.mediaDirectory,
      rows: store.recordings,
      keyOf: store.cells.recordingKey,
      log: () => undefined,
    });

    async function record(sessionId: SessionId, sample: SampleRecording): Promise<RecordingId> {
      const id = v7() as RecordingId;
      await files.create(id);
      const begun = { state: 'recording', slices: 0, sizeBytes: 0, sha256: null, durationMs: 0 } as const;
      const { itemId, kind, mimeType, bytes } = sample;
      const row: RecordingRow = {
        ...begun,
        id,
        sessionId,
        itemId,
        kind,
        mimeType,
        take: 1,
        part: 1,
        startedAt: now().toISOString(),
      };
      const interview = store.sessions.find(sessionId);
      if (!interview) throw new Error('the interview has to come first');
      store.sessions.commit({ interview, newRecordings: [row], records: [], audit: [] });
      let sequence = 0;
      for (let at = 0; at < bytes.length; at += SLICE_BYTES, sequence += 1) {
        const slice = bytes.subarray(at, at + SLICE_BYTES);
        const { outcome } = await files.appendSlice(id, sequence, slice, sha256(slice), mimeType);
        if (outcome !== 'stored') throw new Error(outcome);
      }
      const { ok } = await files.finish(id, sequence);
      if (!ok) throw new Error('the recording could not be finished');
      return id;
    }

    /** An interview with its answers and files, finished and, where it was agreed to, waiting to be sent. */
    async function save(session: SampleSession): Promise<SessionId> {
      const id = v7() as SessionId;
      const at = now().toISOString();
      const begun = sampleInterview(id, {
        consents: { ...ALL, sending: session.isSent !== false },
        consentVersions: { recording: 2, scoring: 2, sending: 2, talentPool: 2 },
        identity: { by: 'name', name: '王小红', phone: '139 0000 0000' },
        startedAt: at,
        ...session.change,
      });
      const base = { sessionId: id, capturedAt: at };
      const audit = (action: string) => [{ actor: 'candidate', action, subject: id, detail: {} }];
      store.sessions.commit({
        interview: begun,
        records: [{ ...base, id: v7(), type: 'session.resumed', body: {}, recordings: [] }],
        audit: audit('session.started'),
      });
      const recordings: RecordingId[] = [];
      for (const sample of session.recordings ?? []) recordings.push(await record(id, sample));
      const sendable = (session.recordings ?? []).flatMap(({ kind }, index) => {
        const recordingId = recordings[index];
        return kind === 'av' && recordingId !== undefined ? [recordingId] : [];
      });
      for (const [itemId, body] of Object.entries(session.answers ?? {})) {
        const number = 1 + begun.job.items.findIndex((item) => item.id === itemId);
        store.sessions.commit({
          interview: begun,
          answer: {
            sessionId: id,
            itemId,
            number,
            take: 1,
            body,
            status: 'needs_review:short',
            score: null,
            answeredAt: at,
          },
          records: [{ ...base, id: v7(), type: 'answer.saved', body: { itemId, answer: body }, recordings: [] }],
          audit: audit('answer.saved'),
        });
      }
      store.sessions.commit({
        interview: { ...begun, phase: 'finalized', state: { kind: 'receipt' }, finalizedAt: at },
        records: [{ ...base, id: v7(), type: 'session.finalized', body: { closing: true }, recordings: sendable }],
        audit: audit('session.finalized'),
        outbox: session.isSent === false ? 'withhold' : 'release',
      });
      return id;
    }
    const outbox = createOutboxStore(database, { path: (id) => id, cells: store.cells, maxWaitMs: MAX_WAIT_MS });
    const openMedia = (path: string) => openSealedMedia(files.open, path as RecordingId);
    return await work({ store, workspace, save, counts: outbox.counts, outbox, openMedia });
  } finally {
    database.close();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
