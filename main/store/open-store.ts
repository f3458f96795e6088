import type { SessionId } from '#shared/ids.ts';
import { type Retention, retentionOf } from '#shared/retention.ts';
import { createAssessmentStore } from './assessment-store.ts';
import { createAuditStore } from './audit-store.ts';
import type { Database } from './database.native.ts';
import { createDeletionStore } from './deletion-store.ts';
import type { DeviceSigner } from './device-signer.ts';
import { createEnrolmentStore } from './enrolment-store.ts';
import { createExpectedStore } from './expected-store.ts';
import { createFleetFigures } from './fleet-figures.ts';
import { createHoldStore } from './hold-store.ts';
import { createJobStore } from './job-store.ts';
import { claimKeys, createCells, type StoreKeys } from './keys/cells.ts';
import { createSearchIndex } from './keys/search-index.ts';
import { createInsightStore } from './insight-store.ts';
import { createKioskStore } from './kiosk-store.ts';
import { createLedger } from './ledger.ts';
import { createPlanCache } from './plan-cache.ts';
import { createPublicationStore } from './publication-store.ts';
import { createRatingStore } from './rating-store.ts';
import { createRecordingStore } from './recording-store.ts';
import { createRetentionStore } from './retention-store.ts';
import { createReviewStore } from './review-store.ts';
import { sealEarlierRows } from './seal-earlier-rows.ts';
import { createSessionHoldings } from './session-holdings.ts';
import { createSessionIndex } from './session-index.ts';
import type { Sending } from './sending-of.ts';
import type { ListedInterview } from './session-rows.ts';
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
    /** Called before anything of an interview is read or made unreadable; throws where its rows were damaged. */
    checkRows?: (sessionId: string) => void;
    /** The period an interview is kept, in days, where it was not written down yet. */
    daysOf?: (interview: ListedInterview) => number;
  },
) {
  const { keys } = parts;
  claimKeys(database, keys);
  const sessionOf = database
    .prepare<[string], string>('select session_id from recordings where recording_id = ?')
    .pluck();
  const cells = createCells(keys, (recordingId) => sessionOf.get(recordingId), parts.checkRows);
  const search = createSearchIndex(database, keys.ring.secret);
  const plans = createPlanCache(database);
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
    plans,
    noteErasing: deletions.note,
    onErased: deletions.settle,
  });
  const holds = createHoldStore(database, ledger, parts.now);
  const retention = createRetentionStore(database);

  function keptFor(interview: ListedInterview, { openRecords, openFiles, receivedAt }: Sending): Retention {
    const { id, phase } = interview;
    const days = parts.daysOf?.(interview) ?? DEFAULT_DAYS;
    return retentionOf(retention.factsOf({ id, phase, openRecords, openFiles, receivedAt }, days));
  }

  const recordings = createRecordingStore(database, cells, parts.now);
  const review = createReviewStore(database, sessions, recordings, assessments, {
    reference: parts.reference,
    index: createSessionIndex(database, search),
    jobOf: plans.jobOf,
    keeping: { hold: holds.hold, isWanted: holds.isWanted, lastDeletion: deletions.lastOf, retentionOf: keptFor },
  });
  const staff = createStaffStore(database, cells, ledger);
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
    auditLog: createAuditStore(database),
    retention,
    holdings,
    insights: createInsightStore(database, sessions, recordings, assessments),
    thresholds: createThresholdStore(database, { ...parts, ledger, cells }),
    figures: createFleetFigures(database, parts.now),
    enrolment: createEnrolmentStore(database),
    publications: createPublicationStore(database, { ...parts, cells }),
    ratings: createRatingStore(database, ledger, { ...parts, cells }),
    expected: createExpectedStore(database, ledger, { cells }),
    jobs: createJobStore(database, ledger, { ...parts, cells }),
  };
}
export type Store = ReturnType<typeof openStore>;
