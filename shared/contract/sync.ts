import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Instant } from '../ids.ts';
import { callableBy, Done } from './call.ts';

export const SyncStatus = z.strictObject({
  /** `scheduled`: something waits for the hours that the settings allow; `nextAttemptAt` is when they begin. */
  state: z.enum(['not_configured', 'idle', 'sending', 'scheduled', 'offline', 'refused', 'parked']),
  recordsWaiting: z.int().nonnegative(),
  recordsSent: z.int().nonnegative(),
  recordsParked: z.int().nonnegative(),
  filesWaiting: z.int().nonnegative(),
  filesSent: z.int().nonnegative(),
  bytesWaiting: z.int().nonnegative(),
  lastSentAt: Instant.nullable(),
  nextAttemptAt: Instant.nullable(),
  /** Code of the last failure, for a translated sentence; null when the last attempt succeeded. */
  lastError: z.string().nullable(),
  upload: z.strictObject({ sentBytes: z.int(), totalBytes: z.int() }).nullable(),
});
export type SyncStatus = z.infer<typeof SyncStatus>;

/** The road to head office. */
export const sync = {
  watch: callableBy('manager', 'technician').output(eventIterator(SyncStatus)),
  /** Sends what waits now, whatever the schedule and the hours say. */
  wake: callableBy('manager', 'technician').output(Done),
};
