import { SLICE_SHA256_HEADER, slicePath } from '#shared/media-routes.ts';

/** One numbered piece of a recording. */
export interface RecordingSlice {
  readonly recordingId: string;
  /** From 0, without gaps. */
  readonly sequence: number;
  readonly bytes: ArrayBuffer;
  /** Lower-case hexadecimal SHA-256 of `bytes`. */
  readonly sha256: string;
  readonly mimeType: string;
}

/** Answers of main/capture/media-requests.ts that no repetition changes. 409 may be a slice that overtook another. */
const FINAL: ReadonlySet<number> = new Set([403, 404, 507]);

/** The core did not take the slice. Sending the same slice again is safe. */
export class SliceRefusedError extends Error {
  override readonly name = 'SliceRefusedError';
  readonly status: number;
  /** The recording is closed, not this page's, or can store nothing more: no later attempt can succeed. */
  readonly isFinal: boolean;

  constructor(slice: RecordingSlice, status: number, answer: string) {
    super(`Slice ${slice.sequence} of recording ${slice.recordingId} was refused (${status}) ${answer}`.trim());
    this.status = status;
    this.isFinal = FINAL.has(status);
  }
}

/**
 * Stores one slice; resolves when it is safe on disk. Idempotent.
 *
 * @throws SliceRefusedError when the core answers anything but 204; TypeError when it cannot be reached
 */
export async function putSlice(slice: RecordingSlice, signal?: AbortSignal): Promise<void> {
  const answer = await fetch(slicePath(slice.recordingId, slice.sequence), {
    method: 'PUT',
    headers: { 'content-type': slice.mimeType, [SLICE_SHA256_HEADER]: slice.sha256 },
    body: slice.bytes,
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.status !== 204) throw new SliceRefusedError(slice, answer.status, await answer.text());
}
