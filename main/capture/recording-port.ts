import type { RecordingId } from '#shared/ids.ts';

/** A recording as far as its bytes are concerned. */
export interface RecordingEntry {
  id: RecordingId;
  kind: 'av' | 'pcm';
  mimeType: string;
  state: 'recording' | 'complete' | 'interrupted';
  slices: number;
  /** Bytes of plaintext that are synced and accounted for by slice rows. */
  sizeBytes: number;
  durationMs: number;
}

export interface SliceEntry {
  sequence: number;
  /** Where the slice begins in the recording's plaintext. */
  offsetBytes: number;
  sizeBytes: number;
  /** Of the plaintext, as the page sent it. */
  sha256: string;
  /** Of the sealed frame on the disk, which names the frame before it. */
  frameSha256: string;
}

/** Rows that speak of the bytes. Synchronous: durable when a call returns. */
export interface RecordingRows {
  find(id: RecordingId): RecordingEntry | null;
  slice(id: RecordingId, sequence: number): SliceEntry | null;
  /** All slices of a recording in order. */
  listSlices(id: RecordingId): SliceEntry[];
  addSlice(id: RecordingId, slice: SliceEntry, mimeType: string): void;
  close(id: RecordingId, state: 'complete' | 'interrupted', sha256: string, durationMs: number): void;
  /** Length of the sound recorded beside this video in milliseconds; null without one. */
  partnerDurationMs(id: RecordingId): number | null;
  remove(id: RecordingId): void;
  listOpen(): RecordingEntry[];
  /** Recordings of an earlier release, whose bytes lie in the clear. */
  listPlain(): RecordingEntry[];
  /** Notes the frames that the slices of such a recording were sealed into, all or none. @param hashes in order */
  sealSlices(id: RecordingId, hashes: readonly string[]): void;
}

/**
 * The 32-byte key that the bytes of a recording are sealed with; null when its interview was erased, and with it the key.
 */
export type RecordingKeys = (id: RecordingId) => Uint8Array | null;

/** What became of a slice. Only `stored` and `already_stored` may be shown as saved. */
export type SliceOutcome =
  | { outcome: 'stored' | 'already_stored' }
  /** A slice before it is missing, or the same number came with other bytes. */
  | { outcome: 'out_of_order'; expected: number }
  | { outcome: 'different_bytes' }
  | { outcome: 'hash_mismatch' }
  | { outcome: 'unknown_recording' }
  | { outcome: 'closed' }
  /** The disk refused. Nothing more of this recording is acknowledged. */
  | { outcome: 'storage_failed'; code: string };
