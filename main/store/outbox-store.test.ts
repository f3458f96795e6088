import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { outboxStoreConformance } from '#main/sync/outbox-store.conformance.ts';
import { MAX_WAIT_MS } from '#main/sync/ports.ts';
import { openDatabase } from './database.native.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { recordPlace } from './ledger.ts';
import { openStore } from './open-store.ts';
import { createOutboxStore } from './outbox-store.ts';
import { sampleInterview } from './sample-interview.fake.ts';
import { sha256 } from './sha256.ts';

const now = () => new Date('2026-11-22T08:00:00.000Z');

/** A finished interview whose records and files may leave. */
outboxStoreConformance('SQLite', async () => {
  const database = openDatabase(':memory:');
  const store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys: keysInMemory() });
  const id = v7() as SessionId;
  const interview = sampleInterview(id, {
    phase: 'finalized',
    state: { kind: 'receipt' },
    consents: { recording: true, scoring: true, sending: true, talentPool: false },
    consentVersions: { recording: 1, scoring: 1, sending: 1, talentPool: 1 },
    finalizedAt: now().toISOString(),
  });
  const audit = [{ actor: 'candidate', action: 'test', subject: id, detail: {} }];
  let parts = 0;
  return {
    outbox: createOutboxStore(database, {
      path: (recording) => recording,
      cells: store.cells,
      maxWaitMs: MAX_WAIT_MS,
    }),
    async addRecords(count, type = 'answer.saved') {
      const ids = Array.from({ length: count }, () => v7());
      const records = ids.map((each) => ({
        id: each,
        type,
        sessionId: id,
        capturedAt: now().toISOString(),
        body: { text: '你好' },
        recordings: [],
      }));
      store.sessions.commit({ interview, records, audit, outbox: 'release' });
      const rows = database
        .prepare<[], { record_id: string; record_json: string }>(
          'select record_id, record_json from records order by seq',
        )
        .all();
      return rows
        .filter((row) => ids.includes(row.record_id))
        .map((row) => WireRecord.parse(JSON.parse(store.cells.open(id, recordPlace(row.record_id), row.record_json))));
    },
    async addMedia(kind) {
      const recording = v7() as RecordingId;
      const mimeType = `${kind}/webm`;
      parts += 1;
      const row = {
        sessionId: id,
        itemId: 'q',
        take: 1,
        part: parts,
        mimeType,
        state: 'recording' as const,
        slices: 0,
        sizeBytes: 0,
      };
      store.sessions.commit({
        interview,
        newRecordings: [
          { ...row, id: recording, kind: 'av', sha256: null, durationMs: 0, startedAt: now().toISOString() },
        ],
        records: [],
        audit,
      });
      const bytes = randomBytes(500);
      store.recordings.addSlice(
        recording,
        { sequence: 0, offsetBytes: 0, sizeBytes: bytes.length, sha256: sha256(bytes), frameSha256: sha256(bytes) },
        mimeType,
      );
      store.recordings.close(recording, 'complete', sha256(bytes), 1000);
      store.sessions.commit({ interview, records: [], audit, outbox: 'release' });
      return {
        sha256: sha256(bytes),
        path: recording,
        sizeBytes: bytes.length,
        mimeType,
        kind,
      };
    },
  };
});
