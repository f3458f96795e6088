import type { SessionId } from '#shared/ids.ts';
import { createAssessmentStore } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import { claimKeys, createCells, type StoreKeys } from './keys/cells.ts';
import { createSearchIndex } from './keys/search-index.ts';
import { createKioskStore } from './kiosk-store.ts';
import { createLedger } from './ledger.ts';
import { createRecordingStore } from './recording-store.ts';
import { createReviewStore } from './review-store.ts';
import { sealEarlierRows } from './seal-earlier-rows.ts';
import { createSessionStore } from './session-store.ts';
import { createStaffStore } from './staff-store.ts';

/**
 * Everything the kiosk keeps, over one open database. Opening it counts as a boot.
 *
 * @throws {KeysUnavailableError} when the keys are not those of this data
 */
export function openStore(
  database: Database,
  parts: {
    now: () => Date;
    newId: () => string;
    reference: (id: SessionId) => string;
    keys: StoreKeys;
  },
) {
  claimKeys(database, parts.keys);
  const sessionOf = database
    .prepare<[string], string>('select session_id from recordings where recording_id = ?')
    .pluck();
  const cells = createCells(parts.keys, (recordingId) => sessionOf.get(recordingId));
  const search = createSearchIndex(database, parts.keys.ring.secret);
  const erased = database.prepare<[], SessionId>(`select session_id from sessions where phase = 'erased'`).pluck();
  // a power cut between an erasure and the end of its key
  cells.destroy(erased.all());
  const sealedRows = sealEarlierRows(database, cells, search);
  const kiosk = createKioskStore(database, { ...parts, cells });
  const deviceId = kiosk.deviceId();
  const bootId = kiosk.startBoot();
  const ledger = createLedger(database, { deviceId, bootId }, cells, parts.now);
  const assessments = createAssessmentStore(database, cells, parts.now);
  const sessions = createSessionStore(database, ledger, assessments, { ...parts, cells, search });
  const recordings = createRecordingStore(database, cells, parts.now);
  const review = createReviewStore(database, sessions, recordings, assessments, search, parts.reference);
  const staff = createStaffStore(database, cells);
  return { deviceId, bootId, cells, sealedRows, kiosk, ledger, sessions, recordings, assessments, review, staff };
}
export type Store = ReturnType<typeof openStore>;
