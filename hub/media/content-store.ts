import type { Readable } from 'node:stream';

/** The assembled bytes do not have the announced SHA-256; they were discarded. */
export class MediaHashMismatchError extends Error {
  override readonly name = 'MediaHashMismatchError';
}

/** How far a file has come. `absent` also stands for discarded. */
export type MediaState =
  | { readonly state: 'absent' }
  | { readonly state: 'partial'; readonly sizeBytes: number }
  | { readonly state: 'complete'; readonly sizeBytes: number };

/**
 * Files named by the SHA-256 of their bytes; `content-store.conformance.ts` runs over every implementation.
 *
 * Every size it reports is durable. Calls for one sha256 must not overlap (the tus locker sees to it).
 */
export interface ContentStore {
  stateOf(sha256: string): Promise<MediaState>;
  /** Begins a file, dropping any unfinished bytes; a complete file is left as it is. */
  create(sha256: string): Promise<void>;
  /**
   * Appends a stream at `offset` and returns the new, durable size. Bytes received before an error stay.
   * @throws what the stream throws, or the medium.
   */
  append(sha256: string, offset: number, stream: Readable): Promise<number>;
  /**
   * Verifies the unfinished file; from then on it is complete, durably.
   * @throws {MediaHashMismatchError} after discarding the bytes.
   */
  complete(sha256: string): Promise<void>;
  /**
   * Takes a whole file from another medium, verified and durable like one that was uploaded. An upload of the same file that
   * is under way is not disturbed. A complete file is left as it is.
   * @throws {MediaHashMismatchError} after discarding the bytes; what the pieces or the medium throw.
   */
  takeWhole(sha256: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  /** Removes a file, finished or not, durably; harmless when there is none. @throws what the medium throws. */
  remove(sha256: string): Promise<void>;
  /** Bytes `start..end` (both included) of a complete file. */
  read(sha256: string, start: number, end: number): Readable;
}
