import { failure, success } from './result.ts';
import type { Result } from './result.ts';
import { createSliceSender } from './slice-sender.ts';
import type { PutFailure, PutSlice, SliceSenderEvent } from './slice-sender.ts';

/** Best first: H.264 costs 24 % of a core at 480p, VP9 38 %, and VP8 drops frames under load (measured, docs of capture). */
const VIDEO_TYPES = [
  'video/x-matroska;codecs=avc1,opus',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
] as const;
const AUDIO_TYPES = ['audio/webm;codecs=opus'] as const;
const SLICE_MS = 1000;
const VIDEO_BITS_PER_SECOND = 1_000_000;
const AUDIO_BITS_PER_SECOND = 64_000;

/** What a finished recording was. */
export interface RecordingSummary {
  slices: number;
  /** The final type: it can differ from the asked one, which is why it is read after the data flowed. */
  mimeType: string;
  /** Recorded time, pauses excluded. */
  durationMs: number;
}

/** Why a recording ended badly. Next step for a person: call the staff; slices already acknowledged are safe. */
export type RecordingFailure = PutFailure | { code: 'recorder_failed'; message: string };

/** `ended_itself`: every track ended (unplugged) and the browser stopped the recording; what came before is being sent. */
export type RecorderEvent = SliceSenderEvent | { kind: 'failed'; failure: RecordingFailure } | { kind: 'ended_itself' };

export interface RecorderOptions {
  stream: MediaStream;
  put: PutSlice;
  onEvent?: (event: RecorderEvent) => void;
  /** How long a refused slice is retried before the recording fails (default 30 s). */
  giveUpAfterMs?: number;
}

export interface Recorder {
  /** The type asked for; the final one is in the slices and the summary. */
  requestedMimeType: string;
  start(): void;
  /** A person's pause. What was recorded so far is handed out at once, so that a crash during the pause loses nothing. */
  pause(): void;
  resume(): void;
  /** Resolves after the last slice is acknowledged. Calling it again gives the same promise. */
  stop(): Promise<Result<RecordingSummary, RecordingFailure>>;
}

/** The first recording type this browser supports for the stream, if any. */
export function chooseMimeType(
  hasVideo: boolean,
  isSupported: (type: string) => boolean = (type) => MediaRecorder.isTypeSupported(type),
): string | undefined {
  return (hasVideo ? VIDEO_TYPES : AUDIO_TYPES).find((type) => isSupported(type));
}

/** Counts recorded time: runs between `run` and `hold`. */
function createStopwatch(): { run(): void; hold(): void; elapsedMs(): number } {
  let total = 0;
  let since: number | undefined;
  return {
    run() {
      since ??= performance.now();
    },
    hold() {
      if (since !== undefined) total += performance.now() - since;
      since = undefined;
    },
    elapsedMs: () => total + (since === undefined ? 0 : performance.now() - since),
  };
}

/**
 * Records a stream into one-second slices that leave the page in order, never more than two held.
 *
 * When storage is slow the recording pauses (`stalled`) and goes on when all is stored (`drained`).
 */
export function createRecorder(options: RecorderOptions): Result<Recorder, { code: 'no_recording_format' }> {
  const { stream, put, onEvent, giveUpAfterMs } = options;
  const requestedMimeType = chooseMimeType(stream.getVideoTracks().length > 0);
  if (requestedMimeType === undefined) return failure({ code: 'no_recording_format' });

  const media = new MediaRecorder(stream, {
    mimeType: requestedMimeType,
    videoBitsPerSecond: VIDEO_BITS_PER_SECOND,
    audioBitsPerSecond: AUDIO_BITS_PER_SECOND,
  });
  const stopwatch = createStopwatch();
  const holds = new Set<'person' | 'storage'>();
  const stopped = Promise.withResolvers<void>();
  let hasStarted = false;
  let lastBlob: Blob | undefined;
  let recorderFailure: RecordingFailure | undefined;
  let stopping: Promise<Result<RecordingSummary, RecordingFailure>> | undefined;

  const isRunning = (): boolean => media.state !== 'inactive';

  function hold(reason: 'person' | 'storage'): void {
    holds.add(reason);
    if (media.state !== 'recording') return;
    if (reason === 'person') media.requestData();
    media.pause();
    stopwatch.hold();
  }

  function release(reason: 'person' | 'storage'): void {
    holds.delete(reason);
    if (stopping || holds.size > 0 || media.state !== 'paused') return;
    media.resume();
    stopwatch.run();
  }

  const sender = createSliceSender({
    put,
    ...(giveUpAfterMs === undefined ? {} : { giveUpAfterMs }),
    onEvent(event) {
      if (event.kind === 'stalled') hold('storage');
      if (event.kind === 'drained') release('storage');
      onEvent?.(event);
    },
  });

  function fail(reason: RecordingFailure): void {
    recorderFailure ??= reason;
    if (isRunning()) media.stop();
    onEvent?.({ kind: 'failed', failure: reason });
  }

  media.addEventListener('start', () => {
    if (media.state === 'recording') stopwatch.run();
  });
  media.addEventListener('dataavailable', ({ data }) => {
    if (media.state !== 'inactive') {
      sender.push({ bytes: data, mimeType: media.mimeType, isLast: false });
      return;
    }
    // After stop() a slice already under way can come before the final one: only the 'stop' event tells which was last.
    if (lastBlob) sender.push({ bytes: lastBlob, mimeType: media.mimeType, isLast: false });
    lastBlob = data;
  });
  media.addEventListener('stop', () => {
    stopwatch.hold();
    sender.push({ bytes: lastBlob ?? new ArrayBuffer(0), mimeType: media.mimeType, isLast: true });
    lastBlob = undefined;
    stopped.resolve();
    if (!stopping && !recorderFailure) onEvent?.({ kind: 'ended_itself' });
  });
  media.addEventListener('error', (event) => {
    const { error } = event as Event & { error?: DOMException };
    fail({ code: 'recorder_failed', message: error?.message ?? 'the recorder stopped with an unnamed error' });
  });
  void sender.finished.then((sent) => {
    if (!sent.ok) fail(sent.error);
  });

  async function finish(): Promise<Result<RecordingSummary, RecordingFailure>> {
    stopwatch.hold();
    if (media.state === 'recording') media.pause();
    // The last piece is a slice as well: it may not become the third in the page.
    await sender.untilRoom();
    // The wait may have ended in a failure, which stops the recorder by itself.
    if (isRunning()) media.stop();
    if (!hasStarted)
      return failure(recorderFailure ?? { code: 'recorder_failed', message: 'stopped before it started' });
    await stopped.promise;
    const sent = await sender.finished;
    if (recorderFailure) return failure(recorderFailure);
    if (!sent.ok) return failure(sent.error);
    return success({
      slices: sent.value.slices,
      mimeType: media.mimeType,
      durationMs: Math.round(stopwatch.elapsedMs()),
    });
  }

  return success({
    requestedMimeType,
    start() {
      try {
        media.start(SLICE_MS);
        hasStarted = true;
      } catch (error) {
        // A stream whose tracks have just ended is refused here.
        fail({ code: 'recorder_failed', message: error instanceof Error ? error.message : String(error) });
      }
    },
    pause() {
      hold('person');
    },
    resume() {
      release('person');
    },
    stop() {
      stopping ??= finish();
      return stopping;
    },
  });
}
