import { MAX_BATCH_RECORDS } from '#shared/wire/batch.ts';

/** Times and sizes of the schedule; the defaults are for production, tests shorten them. */
export type SyncSettings = {
  readonly batchRecords: number;
  /** Batches in flight at once at most; fewer while answers are lost (see `lane-count.ts`). */
  readonly lanes: number;
  readonly baseMs: number;
  /** Longest back-off towards a target that answers but is busy. */
  readonly busyCapMs: number;
  /** Longest pause between probes while nothing answers. */
  readonly probeCapMs: number;
  /** Pause after a refusal; a person has to act, but nobody has to press a button afterwards. */
  readonly refusedMs: number;
  /** Pause after a refusal on account of the audit log: that is looked into by people, in hours. */
  readonly auditRefusedMs: number;
  /** Longest `Retry-After` honoured. */
  readonly retryAfterCapMs: number;
  /** How often the outbox is looked at without a reason. */
  readonly tickMs: number;
  /** Failed attempts of one record or file before it is parked. */
  readonly attemptsBeforePark: number;
  /** How long a person's "send now" counts for more than the hours of sending, if not everything is sent before. */
  readonly hurryMs: number;
};

/** What a kiosk sends by. */
export const DEFAULT_SETTINGS: SyncSettings = {
  batchRecords: MAX_BATCH_RECORDS,
  lanes: 6,
  baseMs: 1000,
  busyCapMs: 30_000,
  probeCapMs: 5000,
  refusedMs: 30_000,
  auditRefusedMs: 15 * 60_000,
  retryAfterCapMs: 15 * 60_000,
  tickMs: 30_000,
  attemptsBeforePark: 5,
  hurryMs: 4 * 3_600_000,
};
