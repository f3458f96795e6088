import type { HeldRecord } from '#connectors/target.ts';
import type { ReceiptProof } from '#shared/wire/receipt-proof.ts';
import type { HeldReceipt } from '#shared/wire/receipt.ts';
import type { SendingClass } from '#shared/wire/sending-order.ts';

/** A record waiting to leave. It is checked before it is sent; a damaged row is parked, not sent. */
export type OutboxRecord = {
  readonly id: string;
  /** What was found in the row, read when it is asked for. */
  readonly record: unknown;
  /** The text of the record, UTF-8, where a key of the kiosk vouches that it is what the kiosk wrote, byte for byte; else null. */
  readonly authentic: Buffer | null;
  /** Failed attempts of this record alone (not of the network). */
  readonly attempts: number;
};

/** A file waiting to leave. */
export type OutboxMedia = {
  readonly sha256: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly mimeType: string;
  readonly kind: 'video' | 'audio';
  readonly resumeUrl: string | null;
  readonly attempts: number;
};

/** Figures for the screens. */
export type OutboxCounts = {
  readonly waiting: number;
  readonly sent: number;
  readonly parked: number;
  readonly mediaWaiting: number;
  readonly mediaSent: number;
  readonly mediaParked: number;
  /** Bytes of files not sent yet, parked ones left out. */
  readonly bytesWaiting: number;
  /** Latest receipt of a record or file, ISO 8601 UTC; null before the first. */
  readonly lastSentAt: string | null;
};

/**
 * The kiosk's outbox. Synchronous like the database under it; each call is one transaction.
 * `outbox-store.conformance.ts` states the promises and runs over every implementation.
 *
 * An entry is due when `nextAttemptAtMs <= nowMs`, and also when `nextAttemptAtMs > nowMs + MAX_WAIT_MS`: no wait is
 * that long, so the clock was set back and the entry would be stuck otherwise.
 */
export type OutboxStore = {
  /**
   * Due records in the order of `shared/wire/sending-order.ts`, inside a class by `seq`.
   * @param upTo The last class wanted; all of them when not given.
   * @param butNot Records that are on their way already.
   */
  readonly pendingRecords: (
    limit: number,
    nowMs: number,
    upTo?: SendingClass,
    butNot?: ReadonlySet<string>,
  ) => readonly OutboxRecord[];
  /** Latest records of a type that were confirmed, as they were sent; those that can be read, in any order. */
  readonly latestSent: (type: string, limit: number) => readonly HeldRecord[];
  /** Keeps the receipts, with what proves them where they are signed, and counts the records as sent. Unknown ids and repeats change nothing. */
  readonly markSent: (receipts: readonly HeldReceipt[], sentAt: string, proof?: ReceiptProof | null) => void;
  /** Counts one more attempt of each record and hides it until `nextAttemptAtMs`. A sent record stays sent. */
  readonly markTransient: (ids: readonly string[], nextAttemptAtMs: number, reason: string) => void;
  /** Puts records aside for a person, with the reason; they are never pending again by themselves. */
  readonly park: (ids: readonly string[], reason: string) => void;
  /** Due files, audio before video, then oldest first. Two recordings with the same bytes are one entry. */
  readonly pendingMedia: (limit: number, nowMs: number) => readonly OutboxMedia[];
  readonly saveResumeUrl: (sha256: string, resumeUrl: string) => void;
  readonly markMediaSent: (sha256: string, sentAt: string) => void;
  readonly markMediaTransient: (sha256: string, nextAttemptAtMs: number, reason: string) => void;
  readonly parkMedia: (sha256: string, reason: string) => void;
  readonly counts: () => OutboxCounts;
};

/** Longest wait an entry is ever given: 1 h. See {@link OutboxStore}. */
export const MAX_WAIT_MS = 3_600_000;

/** Wall time for people and for the outbox, a steady clock for every wait. */
export type SyncClock = {
  /** Wall clock, ms since 1970; may jump. */
  readonly nowMs: () => number;
  /** Never goes back within a process. */
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Randomness for jitter: a number from 0 up to, not including, 1. */
export type SyncRandom = () => number;

/** One line of the log; never carries a token or a record body. */
export type SyncLog = (
  level: 'info' | 'warn' | 'error',
  event: string,
  fields: Readonly<Record<string, string | number>>,
) => void;
