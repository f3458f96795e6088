import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { createRecordingFiles } from '#main/capture/recording-files.ts';
import { createCodes } from '#main/codes.ts';
import { createDeletion } from '#main/session/deletion.ts';
import { fakeClock, type FakeClock } from '#main/session/interviews.fake.ts';
import { startRetention } from '#main/session/retention.ts';
import { deviceSigner } from '#main/store/device-signer.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { openStore } from '#main/store/open-store.ts';
import { createOutboxStore } from '#main/store/outbox-store.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { openTombstones } from '#main/store/tombstone-file.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';

export const CANARY = 'flamingoflagpole in the seventeenth aisle';
export const DAY_MS = 86_400_000;

/** Where a deletion can be cut off. */
export const STEPS = ['rows', 'key', 'tombstone', 'row_of_file', 'file', 'mark_of_file'] as const;
export type Step = (typeof STEPS)[number];

export interface BenchOptions {
  clock?: FakeClock;
  /** Called after each step of a deletion. */
  after?: (step: Step) => void;
  /** Head office's clock. */
  hubClock?: () => number | null;
  isIdle?: () => boolean;
  /** Without it a kiosk forgets whom it deleted: the negative control. */
  hasTombstones?: boolean;
  /** What puts things right at the start; switched off to look at what a crash left. */
  isStarted?: boolean;
}

const CONSENTS = { recording: true, scoring: true, sending: true, talentPool: false };

/** A kiosk over a real workspace, from the store up to deleting by rule; what a candidate would do is done by hand. */
export async function openKioskBench(directory: string, options: BenchOptions = {}) {
  const clock = options.clock ?? fakeClock();
  const after = options.after ?? (() => undefined);
  const workspace = await createWorkspace(directory);
  const keys = await openKeys(workspace, knownKeyring);
  const codes = createCodes(keys.ring.secret);
  const keeper = openKeeper(workspace, clock.now);
  const file = openTombstones(workspace.tombstoneFile);
  const tombstones =
    options.hasTombstones === false
      ? { read: () => ({ tombstones: [], problems: [] }), append: () => undefined }
      : file;
  const newId = () => v7();
  const store = openStore(keeper.database, {
    now: clock.now,
    newId,
    reference: codes.reference,
    keys: {
      ring: keys.ring,
      sessions: {
        ...keys.sessions,
        destroy(ids) {
          // at the start there is nothing to destroy
          const isDeleting = ids.some((id) => keys.sessions.find(id) !== null);
          if (isDeleting) after('rows');
          keys.sessions.destroy(ids);
          if (isDeleting) after('key');
        },
      },
    },
    signer: deviceSigner(keys.ring.secret),
    tombstones: {
      read: tombstones.read,
      append(lines) {
        tombstones.append(lines);
        if (lines.length > 0) after('tombstone');
      },
    },
  });
  const newestAuditMs = store.kiosk.lastSeenMs();
  const outbox = createOutboxStore(keeper.database, { path: (id) => id, cells: store.cells, maxWaitMs: 0 });
  const mediaFolder = (id: RecordingId) => join(workspace.mediaDirectory, id);
  const logged: string[] = [];
  const log = (event: string) => void logged.push(event);
  const files = createRecordingFiles({
    directory: workspace.mediaDirectory,
    rows: {
      ...store.recordings,
      remove(id) {
        store.recordings.remove(id);
        after('row_of_file');
      },
    },
    keyOf: store.cells.recordingKey,
    log,
  });
  await files.recover();
  const deletion = createDeletion({
    store: store.sessions,
    find: store.sessions.find,
    findWithoutKey: store.sessions.findWithoutKey,
    deletions: {
      ...store.deletions,
      noteFileGone(id) {
        store.deletions.noteFileGone(id);
        after('mark_of_file');
      },
    },
    holds: store.holds,
    tombstones: tombstones.read,
    async removeRecordings(ids) {
      await files.remove(ids);
      after('file');
    },
    codes,
    now: clock.now,
    newId,
    log,
  });
  if (options.isStarted !== false) await deletion.honourTombstones();
  const retention = startRetention({
    rows: store.retention,
    find: (id) => (store.cells.hasKey(id) ? store.sessions.find(id) : store.sessions.findWithoutKey(id)),
    pack: () => ({ retentionDays: 90, talentPoolDays: 180 }),
    deletion,
    isIdle: options.isIdle ?? (() => true),
    clock: {
      now: clock.now,
      monotonicMs: () => clock.monotonicMs(),
      // a test looks when it likes
      after: () => () => undefined,
    },
    builtAtMs: Date.parse('2026-01-01T00:00:00.000Z'),
    newestAuditMs,
    readHubClock: async () => options.hubClock?.() ?? null,
    log,
  });

  return {
    workspace,
    store,
    outbox,
    deletion,
    retention,
    clock,
    codes,
    logged,
    nightly: keeper.nightly,
    /** A finished interview with an answer, a name and a recording, as its candidate left it. */
    async interview(
      change: { consents?: Partial<typeof CONSENTS>; isFinished?: boolean } = {},
    ): Promise<{ id: SessionId; recordingId: RecordingId }> {
      const [id, recordingId] = [v7() as SessionId, v7() as RecordingId];
      const consents = { ...CONSENTS, ...change.consents };
      const at = clock.now().toISOString();
      const record = (type: string, body: Record<string, unknown>, recordings: readonly RecordingId[] = []) => ({
        id: newId(),
        type,
        sessionId: id,
        capturedAt: at,
        body,
        recordings,
      });
      const audit = { actor: 'candidate', action: 'test', subject: id, detail: {} };
      const interview = sampleInterview(id, {
        consents,
        identity: { by: 'name', name: CANARY, phone: '139 0000 0000' },
        startedAt: at,
      });
      const row = { id: recordingId, sessionId: id, itemId: 'q', take: 1, part: 1, kind: 'av', mimeType: '' } as const;
      const empty = {
        state: 'recording',
        slices: 0,
        sizeBytes: 0,
        sha256: null,
        durationMs: 0,
        startedAt: at,
      } as const;
      store.sessions.commit({
        interview,
        newRecordings: [{ ...row, ...empty }],
        records: [record('identity.given', { identity: interview.identity })],
        audit: [audit],
      });
      const bytes = Buffer.concat([Buffer.from(CANARY), randomBytes(100)]);
      await files.create(recordingId);
      await files.appendSlice(recordingId, 0, bytes, createHash('sha256').update(bytes).digest('hex'), 'video/webm');
      await files.finish(recordingId, 1);
      store.sessions.commit({
        interview,
        answer: {
          sessionId: id,
          itemId: 'q',
          number: 1,
          take: 1,
          body: { kind: 'typed', text: CANARY },
          status: 'scored',
          score: null,
          answeredAt: at,
        },
        records: [record('answer.saved', { text: CANARY }, [recordingId])],
        audit: [audit],
      });
      if (change.isFinished === false) {
        store.sessions.commit({
          interview: {
            ...interview,
            phase: 'sealed',
            state: { kind: 'sealed', from: { kind: 'survey' }, reason: 'idle' },
          },
          records: [record('session.sealed', { reason: 'idle' })],
          audit: [audit],
        });
        return { id, recordingId };
      }
      store.sessions.commit({
        interview: { ...interview, phase: 'finalized', state: { kind: 'wiped' }, finalizedAt: at },
        records: [record('session.finalized', {})],
        audit: [audit],
        outbox: consents.sending ? 'release' : 'withhold',
      });
      return { id, recordingId };
    },
    /** An interview that began a moment ago: nothing was said or written yet. */
    begun(): { id: SessionId } {
      const id = v7() as SessionId;
      const at = clock.now().toISOString();
      store.sessions.commit({
        interview: sampleInterview(id, { startedAt: at }),
        records: [{ id: newId(), type: 'session.started', sessionId: id, capturedAt: at, body: {}, recordings: [] }],
        audit: [],
      });
      return { id };
    },
    /** Its candidate stops for good, as the interview's own step stores it. */
    withdraw(id: SessionId): void {
      const interview = store.sessions.find(id);
      if (!interview) throw new Error(`no interview ${id}`);
      store.sessions.eraseContents({
        interview: { ...interview, identity: null, phase: 'withdrawn', state: { kind: 'withdrawn' } },
        records: [],
        audit: [{ actor: 'candidate', action: 'session.withdrawn', subject: id, detail: {} }],
      });
    },
    lastAuditLine: () =>
      keeper.database
        .prepare<[], { seq: number; sha256: string }>('select seq, sha256 from audit order by seq desc limit 1')
        .get(),
    /** Head office confirms what waits: records, files, or both. */
    confirm(what: { records: boolean; files: boolean } = { records: true, files: true }): void {
      const nowMs = clock.now().getTime();
      const at = clock.now().toISOString();
      if (what.records) {
        const receipts = outbox.pendingRecords(1000, nowMs).map(({ id }, index) => ({
          status: 'accepted' as const,
          id,
          sha256: '0'.repeat(64),
          hubSeq: index + 1,
          receivedAt: at,
        }));
        outbox.markSent(receipts, at);
      }
      if (what.files) for (const { sha256 } of outbox.pendingMedia(1000, nowMs)) outbox.markMediaSent(sha256, at);
    },
    hasFile: (id: RecordingId) => existsSync(mediaFolder(id)),
    phaseOf: (id: SessionId) => store.sessions.find(id)?.phase,
    auditLines: () =>
      keeper.database
        .prepare<[], { actor: string; action: string; subject: string }>(
          'select actor, action, subject from audit order by seq',
        )
        .all(),
    async close() {
      await retention.stop();
      await files.stop();
      keeper.database.close();
    },
  };
}
export type KioskBench = Awaited<ReturnType<typeof openKioskBench>>;

/** Names of the files of a workspace that hold a text. */
export async function filesWith(directory: string, text: string): Promise<string[]> {
  const names = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = await Promise.all(
    names.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return (await readFile(path)).includes(text) ? [path.slice(directory.length + 1)] : [];
    }),
  );
  return found.flat().toSorted();
}
