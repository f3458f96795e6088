import type { RecordingPair, SessionEvent } from '#shared/session.ts';
import type { CaptureOutcome, CaptureSession } from '#renderer/capture/capture-session.ts';
import { type PutSlice, SliceRefusedForGoodError } from '#renderer/capture/slice-sender.ts';
import { SliceRefusedError } from '#renderer/api/put-slice.ts';
import type { CapturePort } from './capture-port.ts';

export interface AnswerRecording {
  /** Goes on with the sound alone. */
  dropPicture(): void;
  pause(): void;
  resume(): void;
  /** Stops, waits until every slice is on disk, and says how it went: the event for the core. Later calls get the same answer. */
  finish(): Promise<SessionEvent>;
}

function eventOf(outcome: CaptureOutcome): SessionEvent {
  const { av, pcm } = outcome;
  // a picture that failed at the very end takes no answer away: it is scored from the sound
  if (pcm && !pcm.ok) return { type: 'capture_lost', reason: 'storage_failed' };
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
    async ({ sequence, bytes, sha256, mimeType }, signal) => {
      try {
        await putSlice({ recordingId, sequence, bytes, sha256, mimeType }, signal);
      } catch (error) {
        if (!(error instanceof SliceRefusedError) || !error.isFinal) throw error;
        throw new SliceRefusedForGoodError(error.message, { cause: error });
      }
    };
  const canRecordAv = session.stream.getTracks().length > 0;
  const started = session.start({
    ...(pair.av !== null && canRecordAv ? { av: putTo(pair.av) } : {}),
    ...(pair.pcm !== null && hasPageMicrophone ? { pcm: putTo(pair.pcm) } : {}),
  });
  if (!started.ok) return null;
  let finished: Promise<SessionEvent> | null = null;
  return {
    dropPicture: () => session.dropPicture(),
    pause: () => session.pause(),
    resume: () => session.resume(),
    finish() {
      finished ??= session.stop().then(eventOf);
      return finished;
    },
  };
}
