import type { CaptureOpenFailure, CaptureSession, CaptureSessionOptions } from '#renderer/capture/capture-session.ts';
import type { Result } from '#renderer/capture/result.ts';
import type { RecordingSlice } from '#renderer/api/put-slice.ts';

/** What the candidate's screens need of camera, microphone and storage; the app passes the real ones. */
export interface CapturePort {
  open(options: CaptureSessionOptions): Promise<Result<CaptureSession, CaptureOpenFailure>>;
  putSlice(slice: RecordingSlice, signal: AbortSignal): Promise<void>;
}
