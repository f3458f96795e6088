/**
 * Bytes that travel beside the contract, the same paths over loopback HTTP and Electron's custom protocol.
 *
 * - `PUT /media/<recordingId>/<sequence>` — one slice, with `x-slice-sha256` and `content-type`; idempotent; answered 204 only
 *   after fdatasync and commit. 409 with `{ "expected": n }` when a slice before it is missing or differs.
 * - `GET /media/<recordingId>` — the recording, with Range; to signed-in staff, or to the candidate while its answer is open.
 * - `GET /speech/<sha256>.wav` — a rendered text.
 */
export const MEDIA_PATH = '/media/';
export const SPEECH_PATH = '/speech/';

/** Header of a slice: SHA-256 of its bytes, lower-case hexadecimal. */
export const SLICE_SHA256_HEADER = 'x-slice-sha256';

/** A slice is one second; even uncompressed speech and 2.5 Mbit/s video stay far below this. */
export const MAX_SLICE_BYTES = 4 * 1024 * 1024;

/** Path to which the page puts slice `sequence` (0-based) of a recording. */
export function slicePath(recordingId: string, sequence: number): string {
  return `${MEDIA_PATH}${recordingId}/${sequence}`;
}

/** Path at which a recording is played. */
export function recordingPath(recordingId: string): string {
  return `${MEDIA_PATH}${recordingId}`;
}
