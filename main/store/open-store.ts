import type { SessionId } from '#shared/ids.ts';
import { type Retention, retentionOf } from '#shared/retention.ts';
import { createAssessmentStore } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import { createDeletionStore } from './deletion-store.ts';
import type { DeviceSigner } from './device-signer.ts';
import { createEnrolmentStore } from './enrolment-store.ts';
import { createFleetFigures } from './fleet-figures.ts';
import { createHoldStore } from './hold-store.ts';
import { claimKeys, createCells, type StoreKeys } from './keys/cells.ts';
import { createSearchIndex } from './keys/search-index.ts';
import { createInsightStore } from './insight-store.ts';
import { createKioskStore } from './kiosk-store.ts';
import { createLedger } from './ledger.ts';
import { createPublicationStore } from './publication-store.ts';
import { createRecordingStore } from './recording-store.ts';
import { createRetentionStore } from './retention-store.ts';
import { createReviewStore } from './review-store.ts';
import { sealEarlierRows } from './seal-earlier-rows.ts';
import { createSessionHoldings } from './session-holdings.ts';
import type { StoredInterview } from './session-rows.ts';
import { createSessionStore } from './session-store.ts';
import { createStaffStore } from './staff-store.ts';
import { createThresholdStore } from './threshold-store.ts';
import type { Tombstones } from './tombstone-file.ts';

/** The strictest pack's period, for a store that is opened without packs. */
const DEFAULT_DAYS = 90;

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
    /** Names deleted interviews beside the database. */
    tombstones?: Tombstones;
    /** Signs certificates of deletion; none are made without. */
    signer?: DeviceSigner;
    /** The period an interview is kept, in days, where it was not written down yet. */
    daysOf?: (interview: StoredInterview) => number;
  },
) {
  const { keys } = parts;
  claimKeys(database, keys);
  const sessionOf = database
    .prepare<[string], string>('select session_id from recordings where recording_id = ?')
    .pluck();
  const cells = createCells(keys, (recordingId) => sessionOf.get(recordingId));
  const search = createSearchIndex(database, keys.ring.secret);
  const erased = database.prepare<[], SessionId>(`select session_id from sessions where phase = 'erased'`).pluck();
  // a power cut between an erasure and the end of its key
  cells.destroy(erased.all());
  const sealedRows = sealEarlierRows(database, cells, search);
  const kiosk = createKioskStore(database, { ...parts, cells });
  const deviceId = kiosk.deviceId();
  const bootId = kiosk.startBoot();
  const ledger = createLedger(database, { deviceId, bootId }, cells, parts.now);
  const assessments = createAssessmentStore(database, cells, parts.now);
  const deletions = createDeletionStore(database, {
    ...parts,
    deviceId,
    destroyKeys: cells.destroy,
    // every destruction of a key ends the epoch it was wrapped in
    keyEpoch: (id) => (cells.hasKey(id) ? keys.ring.current().epoch : null),
  });
  const sessions = createSessionStore(database, ledger, assessments, {
    ...parts,
    cells,
    search,
    noteErasing: deletions.note,
    onErased: deletions.settle,
  });
  const holds = createHoldStore(database, ledger, parts.now);
  const retention = createRetentionStore(database);

  function keptFor(interview: StoredInterview): Retention {
    const facts = retention.factsOf(interview.id, parts.daysOf?.(interview) ?? DEFAULT_DAYS);
    return facts === null ? { state: 'not_kept' } : retentionOf(facts);
  }

  const recordings = createRecordingStore(database, cells, parts.now);
  const review = createReviewStore(database, sessions, recordings, assessments, search, {
    reference: parts.reference,
    keeping: { hold: holds.hold, isWanted: holds.isWanted, lastDeletion: deletions.lastOf, retentionOf: keptFor },
  });
  const staff = createStaffStore(database, cells);
  const holdings = createSessionHoldings(database, cells);
  return {
    deviceId,
    bootId,
    cells,
    sealedRows,
    kiosk,
    ledger,
    sessions,
    recordings,
    assessments,
    review,
    staff,
    deletions,
    holds,
    retention,
    holdings,
    insights: createInsightStore(database, sessions, recordings, assessments),
    thresholds: createThresholdStore(database, { ...parts, ledger, cells }),
    figures: createFleetFigures(database, parts.now),
    enrolment: createEnrolmentStore(database),
    publications: createPublicationStore(database, { ...parts, cells }),
  };
}
export type Store = ReturnType<typeof openStore>;
