import type { Sites } from './at-sites.ts';
import type { AuditAlarm, AuditHead } from '#shared/wire/audit-head.ts';
import type { HubSessionDetail, HubSessionSummary } from '#shared/wire/hub-session.ts';
import type { Purpose } from '#shared/purpose.ts';
import type { Receipt, QuarantineReason } from '#shared/wire/receipt.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import type { ClaimReading, ClaimVerdict, DeviceKeys } from '../audit/judge-claim.ts';

/** What is kept of a record in columns of its own. */
export type RecordHead = Pick<
  WireRecord,
  'id' | 'deviceId' | 'bootId' | 'seq' | 'type' | 'schemaVersion' | 'sessionId' | 'capturedAt' | 'media' | 'sha256'
>;

/** A line that passed the checks of the intake. */
export type SoundLine = {
  readonly verdict: 'sound';
  readonly record: RecordHead;
  /** False: stored raw, acknowledged `accepted_unparsed`. */
  readonly isParsed: boolean;
  /** The line as it came, UTF-8. */
  readonly raw: Buffer;
};

/** A line to put aside. `id` and `sha256` are what could be read of it. */
export type BadLine = {
  readonly verdict: 'bad';
  readonly reason: Exclude<QuarantineReason, 'id_conflict'>;
  readonly id: string | null;
  readonly sha256: string | null;
  /** SHA-256 of the raw line: the identity of the quarantine row. */
  readonly rawSha256: string;
  readonly raw: string;
};

/** One line of a batch after the intake looked at it. */
export type IntakeLine = SoundLine | BadLine;

/** A row of the quarantine, for a person to look at. */
export type QuarantineRow = {
  readonly deviceId: string;
  readonly id: string | null;
  readonly reason: QuarantineReason;
  readonly raw: string;
  readonly receivedAt: string;
};

/** Announced size and labels of a file on its way. */
export type MediaRow = {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The tus metadata as it came, decoded. */
  readonly metadata: Readonly<Record<string, string | null>>;
  readonly createdAt: string;
  readonly completedAt: string | null;
};

/** What is held of one interview. */
export type HeldSession = Omit<HubSessionDetail, 'names'>;

/**
 * The durable memory of the hub. Every implementation passes `hub-store.conformance.ts`.
 *
 * `putLines` returns only after a durable commit (fsync): the caller may acknowledge at once. Any failure throws and
 * leaves nothing of the batch behind.
 *
 * A `session.erased` record empties, in the same transaction, everything its device said of that session: ids, hashes,
 * order and receipts stay as tombstones, content and media references go. Whatever comes later for that session is
 * acknowledged like any record, and only its tombstone is kept.
 */
export type HubStore = {
  /** Stores a batch from one device in one transaction; one receipt per line, in order. Repeats are harmless, for ever. */
  readonly putLines: (deviceId: string, lines: readonly IntakeLine[], receivedAt: string) => Promise<Receipt[]>;
  /**
   * Judges what a device says of its audit log, by the head held of it, in one durable transaction: a head to keep is kept, a
   * contradiction becomes an alarm. Called before the records of a batch are stored, which are stored only when it may be.
   */
  readonly admitClaim: (deviceId: string, claim: ClaimReading, at: string) => Promise<ClaimVerdict>;
  /** The newest audit head of a device; null when it never sent one. */
  readonly findAuditHead: (deviceId: string) => Promise<AuditHead | null>;
  /** Alarms, the latest seen first. One that is seen again counts up. */
  readonly listAuditAlarms: (limit: number) => Promise<AuditAlarm[]>;
  /** A person has looked into it: the next head of the device counts as its first. Alarms stay. False: there was none. */
  readonly forgetAuditHead: (deviceId: string) => Promise<boolean>;
  /** The keys of a device that is enrolled; null for one that is not. */
  readonly findDeviceKeys: (deviceId: string) => Promise<DeviceKeys | null>;
  /** Lines of records by their numbers, as they came; null unless all are of one device and held with their content. */
  readonly findLines: (
    hubSeqs: readonly number[],
  ) => Promise<{ readonly deviceId: string; readonly lines: readonly Buffer[] } | null>;
  /** Whether any record of the device is held. */
  readonly isDeviceKnown: (deviceId: string) => Promise<boolean>;
  /** Sessions by latest arrival, newest first; those of kiosks at these sites. */
  /** @param purpose of interviews for this alone; null for all of them */
  readonly listSessions: (limit: number, sites?: Sites, purpose?: Purpose | null) => Promise<HubSessionSummary[]>;
  readonly isSessionAtSites: (sessionId: string, sites: Sites) => Promise<boolean>;
  readonly isMediaAtSites: (sha256: string, sites: Sites) => Promise<boolean>;
  /** Everything about one session; null when no record names it. */
  readonly findSession: (sessionId: string) => Promise<HeldSession | null>;
  readonly listQuarantine: (limit: number) => Promise<QuarantineRow[]>;
  /** Count of all records held. */
  readonly countRecords: () => Promise<number>;
  /** Announces a file; replaces an announcement that was never completed. */
  readonly putMedia: (media: Omit<MediaRow, 'completedAt'>) => Promise<void>;
  readonly findMedia: (sha256: string) => Promise<MediaRow | null>;
  /** Called once the bytes are verified and durable under their final name. */
  readonly completeMedia: (sha256: string, completedAt: string) => Promise<void>;
  /** Forgets an announcement whose bytes were discarded. */
  readonly forgetMedia: (sha256: string) => Promise<void>;
  /**
   * Whether erasure touches a file. `erased`: only erased sessions referred to it, it must not come back. `removing`: a
   * session that is not erased refers to it again, but the bytes of before are still to be removed.
   */
  readonly findMediaErasure: (sha256: string) => Promise<'erased' | 'removing' | null>;
  /** Files that erasure left without a session and that are not yet noted as removed; survives a crash. */
  readonly listMediaToRemove: () => Promise<string[]>;
  /** Called once no byte of the file is left; forgets its announcement too. */
  readonly noteMediaRemoved: (sha256: string, removedAt: string) => Promise<void>;
  readonly close: () => Promise<void>;
};
