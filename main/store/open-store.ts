import type { SessionId } from '#shared/ids.ts';
import { createAssessmentStore } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import { createKioskStore } from './kiosk-store.ts';
import { createLedger } from './ledger.ts';
import { createRecordingStore } from './recording-store.ts';
import { createReviewStore } from './review-store.ts';
import { createSessionStore } from './session-store.ts';
import { createStaffStore } from './staff-store.ts';

/** Everything the kiosk keeps, over one open database. Opening it counts as a boot. */
export function openStore(
  database: Database,
  parts: {
    now: () => Date;
    newId: () => string;
    reference: (id: SessionId) => string;
    /** Contents of an interview are gone from the database: copies of them must follow. */
    onErased?: () => void;
  },
) {
  const kiosk = createKioskStore(database, parts);
  const deviceId = kiosk.deviceId();
  const bootId = kiosk.startBoot();
  const ledger = createLedger(database, { deviceId, bootId }, parts.now);
  const assessments = createAssessmentStore(database, parts.now);
  const sessions = createSessionStore(database, ledger, assessments, parts);
  const recordings = createRecordingStore(database, parts.now);
  const review = createReviewStore(database, sessions, recordings, assessments, parts.reference);
  const staff = createStaffStore(database);
  return { deviceId, bootId, kiosk, ledger, sessions, recordings, assessments, review, staff };
}
export type Store = ReturnType<typeof openStore>;
