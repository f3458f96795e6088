import { openDevices, watchDevices } from './devices.ts';
import type { DeviceEvent, DeviceRequest, OpenFailure } from './devices.ts';
import type { LevelFrame } from './level-frame.ts';
import { createListeners } from './listeners.ts';
import type { Subscribe } from './listeners.ts';
import { openPcmSource } from './pcm-source.ts';
import type { PcmRecording, PcmRoute, PcmSource, PcmSummary } from './pcm-source.ts';
import { createRecorder } from './recorder.ts';
import type { Recorder, RecorderEvent, RecordingFailure, RecordingSummary } from './recorder.ts';
import { failure, success } from './result.ts';
import type { Result } from './result.ts';
import type { PutSlice } from './slice-sender.ts';

export interface CaptureSessionOptions extends DeviceRequest {
  /** How long a refused slice is retried before the recording fails (default 30 s). */
  giveUpAfterMs?: number;
  /** Forces a PCM route for tests and benchmarks. */
  pcmRoute?: PcmRoute;
}

export type CaptureOpenFailure = OpenFailure | { code: 'pcm_unavailable'; message: string };

/** What a running recording tells, and which of its two parts. */
export type CaptureEvent = RecorderEvent & { part: 'av' | 'pcm' };

/** How each part of a recording ended; a part that was not recorded is undefined. */
export interface CaptureOutcome {
  av: Result<RecordingSummary, RecordingFailure> | undefined;
  pcm: Result<PcmSummary, RecordingFailure> | undefined;
}

/**
 * Camera and microphone of one candidate, opened once, recorded answer by answer.
 *
 * The page keeps the stream for its preview; bytes leave only through the `put` functions of `start`.
 */
export interface CaptureSession {
  stream: MediaStream;
  /** Undefined when the session has no microphone. */
  pcmRoute: PcmRoute | undefined;
  /** 20 ms level frames, 25 deliveries a second, from opening to closing except while paused. */
  levels: Subscribe<LevelFrame[]>;
  /** A device ended, changed, or stopped delivering: stop the recording, keep what was acknowledged, ask for the device check. */
  onLost: Subscribe<DeviceEvent>;
  events: Subscribe<CaptureEvent>;
  /** Begins a recording of what has a `put`. Only when none is running. */
  start(puts: { av?: PutSlice; pcm?: PutSlice }): Result<void, { code: 'no_recording_format' }>;
  /** Ends the picture of a running recording for good; the sound goes on, also when it waited for the picture's storage. */
  dropPicture(): void;
  pause(): void;
  resume(): void;
  /** Resolves when every slice is acknowledged or given up. */
  stop(): Promise<CaptureOutcome>;
  /** Stops all tracks. Call `stop` first if the recording is to be kept whole. */
  close(): void;
}

/** When storage stalls one part, the other waits too, so that both keep the same timeline. */
function followStall(event: RecorderEvent, other: { pause(): void; resume(): void } | undefined): void {
  if (event.kind === 'stalled') other?.pause();
  if (event.kind === 'drained') other?.resume();
}

/** Counts who wants the recording held, so that a drained storage does not end a person's pause. */
function holdable(part: { pause(): void; resume(): void }): {
  hold(by: 'person' | 'other_part'): void;
  release(by: 'person' | 'other_part'): void;
} {
  const holders = new Set<'person' | 'other_part'>();
  return {
    hold(by) {
      if (holders.size === 0) part.pause();
      holders.add(by);
    },
    release(by) {
      if (holders.delete(by) && holders.size === 0) part.resume();
    },
  };
}

/** Opens the devices, the PCM path and the watch over both. */
export async function openCaptureSession(
  options: CaptureSessionOptions,
): Promise<Result<CaptureSession, CaptureOpenFailure>> {
  const opened = await openDevices(options);
  if (!opened.ok) return opened;
  const { stream, microphone } = opened.value;
  let pcmSource: PcmSource | undefined;
  if (microphone) {
    const pcm = await openPcmSource({
      track: microphone,
      ...(options.pcmRoute === undefined ? {} : { route: options.pcmRoute }),
    });
    if (!pcm.ok) {
      opened.value.close();
      return pcm;
    }
    pcmSource = pcm.value;
  }

  const lost = createListeners<DeviceEvent>();
  const events = createListeners<CaptureEvent>();
  const unwatch = watchDevices({ stream, ...(pcmSource ? { pcm: pcmSource } : {}) }, lost.emit);
  const patience = options.giveUpAfterMs === undefined ? {} : { giveUpAfterMs: options.giveUpAfterMs };
  let recorder: Recorder | undefined;
  let pcmRecording: PcmRecording | undefined;
  let avHold: ReturnType<typeof holdable> | undefined;
  let pcmHold: ReturnType<typeof holdable> | undefined;

  function otherPart(hold: ReturnType<typeof holdable> | undefined): { pause(): void; resume(): void } | undefined {
    return hold && { pause: () => hold.hold('other_part'), resume: () => hold.release('other_part') };
  }

  return success({
    stream,
    pcmRoute: pcmSource?.route,
    levels: pcmSource?.levels ?? (() => () => undefined),
    onLost: lost.subscribe,
    events: events.subscribe,
    start({ av, pcm }) {
      if (recorder || pcmRecording) throw new Error('a recording is running: stop it before the next one starts');
      if (av) {
        let own: Recorder | undefined;
        const created = createRecorder({
          stream,
          put: av,
          ...patience,
          onEvent(event) {
            if (own === undefined || own !== recorder) return;
            followStall(event, otherPart(pcmHold));
            events.emit({ ...event, part: 'av' });
          },
        });
        if (!created.ok) return failure(created.error);
        own = created.value;
        recorder = own;
        avHold = holdable(recorder);
        recorder.start();
      }
      if (pcm && pcmSource) {
        pcmRecording = pcmSource.record({
          put: pcm,
          ...patience,
          onEvent(event) {
            followStall(event, otherPart(avHold));
            events.emit({ ...event, part: 'pcm' });
          },
        });
        pcmHold = holdable(pcmRecording);
      }
      return success(undefined);
    },
    dropPicture() {
      const dropped = recorder;
      recorder = undefined;
      avHold = undefined;
      pcmHold?.release('other_part');
      // what was acknowledged is on disk; how the rest ends is of no use to anybody
      void dropped?.stop();
    },
    pause() {
      avHold?.hold('person');
      pcmHold?.hold('person');
    },
    resume() {
      avHold?.release('person');
      pcmHold?.release('person');
    },
    async stop() {
      const [av, pcm] = await Promise.all([recorder?.stop(), pcmRecording?.stop()]);
      recorder = undefined;
      pcmRecording = undefined;
      avHold = undefined;
      pcmHold = undefined;
      return { av, pcm };
    },
    close() {
      unwatch();
      pcmSource?.close();
      opened.value.close();
      lost.clear();
      events.clear();
    },
  });
}
