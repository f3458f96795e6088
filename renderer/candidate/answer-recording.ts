import type { RecordingPair, SessionEvent } from '#shared/session.ts';
import type { CaptureOutcome, CaptureSession } from '#renderer/capture/capture-session.ts';
import type { PutSlice } from '#renderer/capture/slice-sender.ts';
import type { CapturePort } from './capture-port.ts';

export interface AnswerRecording {
  pause(): void;
  resume(): void;
  /** Stops, waits until every slice is on disk, and says how it went: the event for the core. Later calls get the same answer. */
  finish(): Promise<SessionEvent>;
}

function eventOf(outcome: CaptureOutcome): SessionEvent {
  const { av, pcm } = outcome;
  if ((av && !av.ok) || (pcm && !pcm.ok)) return { type: 'capture_lost', reason: 'storage_failed' };
  return {
    type: 'answer_stopped',
    avSlices: av?.ok ? av.value.slices : 0,
    pcmSlices: pcm?.ok ? pcm.value.slices : 0,
  };
}

/**
 * Starts writing one answer to its recordings. With a wired handset the core records the sound, the page only the picture.
 *
 * Returns null when this browser cannot record at all.
 */
export function startAnswerRecording(options: {
  readonly session: CaptureSession;
  readonly pair: RecordingPair;
  readonly hasPageMicrophone: boolean;
  readonly putSlice: CapturePort['putSlice'];
}): AnswerRecording | null {
  const { session, pair, hasPageMicrophone, putSlice } = options;
  const putTo =
    (recordingId: string): PutSlice =>
    ({ sequence, bytes, sha256, mimeType }, signal) =>
      putSlice({ recordingId, sequence, bytes, sha256, mimeType }, signal);
  const canRecordAv = session.stream.getTracks().length > 0;
  const started = session.start({
    ...(pair.av !== null && canRecordAv ? { av: putTo(pair.av) } : {}),
    ...(pair.pcm !== null && hasPageMicrophone ? { pcm: putTo(pair.pcm) } : {}),
  });
  if (!started.ok) return null;
  let finished: Promise<SessionEvent> | null = null;
  return {
    pause: () => session.pause(),
    resume: () => session.resume(),
    finish() {
      finished ??= session.stop().then(eventOf);
      return finished;
    },
  };
}
