import type { AuditClaim, AuditHead } from '#shared/wire/audit-head.ts';
import type { ReceiptProof } from '#shared/wire/receipt-proof.ts';
import type { Receipt } from '#shared/wire/receipt.ts';
import type { WireRecord } from '#shared/wire/record.ts';

/**
 * Why an attempt failed in a way that passes by itself.
 *
 * - `unreachable`: no connection, or it was cut. - `timeout`: no answer in time. - `not_a_hub`: something answered, but
 *   not with a valid receipt (captive portal, redirect, HTML). - `busy`: 408, 425, 429 or 5xx. - `corrupted`: the
 *   bytes were damaged on the way. - `stopped`: the caller aborted.
 */
export type TransientReason = 'unreachable' | 'timeout' | 'not_a_hub' | 'busy' | 'corrupted' | 'stopped';

/** Try again later; not before `retryAfterMs` when the target said so. */
export type TransientOutcome = {
  readonly kind: 'transient';
  readonly reason: TransientReason;
  readonly retryAfterMs?: number;
};

/**
 * The target does not know this device or its token any more, or holds another audit log of it (`detail` is then an
 * `AuditRefusal`), or what answers there has a bad certificate (a `CertificateRefusal`); a person has to act.
 */
export type RefusedOutcome = { readonly kind: 'fatal'; readonly reason: 'refused'; readonly detail: string };

/** Answer of a probe. */
export type ProbeOutcome =
  /** `at`: the target's own clock, ISO 8601 UTC, where it says. */
  | { readonly kind: 'reachable'; readonly at?: string }
  | { readonly kind: 'unreachable'; readonly reason: TransientReason }
  | { readonly kind: 'refused'; readonly detail: string };

/**
 * Answer to a batch. `sent` means the target answered with receipts; each still has to be compared with what was sent.
 * `too_large`: split it. `rejected`: some record in it is poison; split it to find which.
 */
export type BatchOutcome =
  | {
      readonly kind: 'sent';
      readonly receipts: readonly Receipt[];
      /** What proves them to somebody else; only of a target this kiosk is enrolled at. */
      readonly proof?: ReceiptProof;
    }
  | TransientOutcome
  | RefusedOutcome
  | { readonly kind: 'fatal'; readonly reason: 'too_large' | 'rejected'; readonly detail: string };

/** Answer to an upload. `sent` is the target's word that the whole file is durable and has the right SHA-256. */
export type UploadOutcome =
  | { readonly kind: 'sent' }
  | TransientOutcome
  | RefusedOutcome
  | {
      readonly kind: 'fatal';
      readonly reason: 'too_large' | 'rejected' | 'hash_mismatch' | 'unreadable';
      readonly detail: string;
    };

/** Bytes of a file, read piece by piece (a plain file, or segments decrypted on the way). */
export type MediaSource = {
  readonly sizeBytes: number;
  /** Bytes from `start` up to, not including, `end`; all of them. @throws when the medium cannot be read. */
  readonly read: (start: number, end: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
};

/** One file to send. */
export type MediaUpload = {
  readonly source: MediaSource;
  readonly sha256: string;
  readonly mimeType: string;
  readonly kind: 'video' | 'audio';
  /** Where an earlier attempt left off, as given to `onResumeUrl`; null for a first attempt. */
  readonly resumeUrl: string | null;
  readonly onProgress: (sentBytes: number, totalBytes: number) => void;
  /** Called once the target knows the upload: keep it, a later attempt goes on from there. */
  readonly onResumeUrl: (url: string) => void;
  readonly signal: AbortSignal;
};

/** The device's audit log, as far as a target may see it. */
export type AuditSource = {
  /** The newest head and what stands at the line the target holds: `askedSeq` when it said so, else as last acknowledged. */
  readonly claim: (askedSeq?: number) => AuditClaim;
  /** The target holds this head now, durably. */
  readonly acknowledge: (head: AuditHead) => void;
};

/** Answer to a request for changes. Each change is still to be checked; the cursor is the hub's own word. */
export type ChangesOutcome =
  | { readonly kind: 'changes'; readonly changes: readonly unknown[]; readonly next: number; readonly hasMore: boolean }
  | TransientOutcome
  | RefusedOutcome
  | { readonly kind: 'fatal'; readonly reason: 'unsupported'; readonly detail: string };

/** A record that was checked and is on its way, written once. */
export type OutgoingRecord = {
  readonly id: string;
  readonly deviceId: string;
  readonly sha256: string;
  /** Canonical JSON of the record, its hash included, UTF-8. */
  readonly line: Buffer;
};

/** A record that the target has confirmed, and the number it has there. */
export type HeldRecord = { readonly hubSeq: number; readonly line: Buffer };

/** Somewhere records and media go: hub, webhook, ERP, bundle. Foreseen failures are outcomes; nothing here throws them. */
export type Target = {
  readonly probe: (signal: AbortSignal) => Promise<ProbeOutcome>;
  /** All records of one batch belong to one device. */
  sendBatch(batch: {
    readonly records: readonly WireRecord[];
    /** The same records as they lie in an outbox: a target that sends them as they are need neither read nor write them. */
    readonly outgoing?: readonly OutgoingRecord[];
    /** Records like these that the target has confirmed, the latest ones: it may be referred to them. */
    readonly held?: (limit: number) => readonly HeldRecord[];
    /** Null where there is no log to vouch for. */
    readonly audit: AuditSource | null;
    readonly signal: AbortSignal;
  }): Promise<BatchOutcome>;
  readonly uploadMedia: (upload: MediaUpload) => Promise<UploadOutcome>;
  /** What was published after a cursor; only of a hub this kiosk is enrolled at. */
  readonly pullChanges?: (after: number, signal: AbortSignal) => Promise<ChangesOutcome>;
};
