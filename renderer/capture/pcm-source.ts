import type { LevelFrame } from './level-frame.ts';
import { createListeners } from './listeners.ts';
import type { Subscribe } from './listeners.ts';
import type { PcmCommand, PcmReport } from './pcm-messages.ts';
import { PCM_SAMPLE_RATE } from './pcm-pipeline.ts';
import workletUrl from './pcm-worklet.ts?worker&url';
import { failure, success } from './result.ts';
import type { Result } from './result.ts';
import { createSliceSender } from './slice-sender.ts';
import type { PutFailure, PutSlice, SliceSender, SliceSenderEvent } from './slice-sender.ts';

const PCM_MIME_TYPE = `audio/pcm;rate=${PCM_SAMPLE_RATE};channels=1;format=s16le`;

/** Which way the samples take. The worklet may insert 10 ms of silence a few times an hour (measured); the track processor lost nothing. */
export type PcmRoute = 'track_processor' | 'audio_worklet';

/** The device stopped or went on delivering samples. */
interface PcmDeviceEvent {
  kind: 'no_pcm' | 'pcm_returned';
}

export interface PcmSummary {
  slices: number;
  samples: number;
  /** Recorded time, pauses excluded. */
  durationMs: number;
}

export interface PcmRecording {
  /** From here no sample is written and no level measured, until `resume`. */
  pause(): void;
  resume(): void;
  /** Resolves after the last slice is acknowledged. Calling it again gives the same promise. */
  stop(): Promise<Result<PcmSummary, PutFailure>>;
}

/** Raw slices are s16le, 16 kHz, mono; each but the last is one second. */
interface PcmRecordingOptions {
  put: PutSlice;
  onEvent?: (event: SliceSenderEvent | { kind: 'failed'; failure: PutFailure }) => void;
  giveUpAfterMs?: number;
}

export interface PcmSource {
  route: PcmRoute;
  /** 20 ms frames, delivered 25 times a second, also while nothing is recorded. */
  levels: Subscribe<LevelFrame[]>;
  deviceEvents: Subscribe<PcmDeviceEvent>;
  /** One recording at a time. */
  record(options: PcmRecordingOptions): PcmRecording;
  close(): void;
}

interface TrackProcessorInit {
  track: MediaStreamTrack;
  maxBufferSize: number;
}

/** The Chromium-only class, with the audio typing the standard library lacks. */
function trackProcessor(): (new (init: TrackProcessorInit) => { readable: ReadableStream<AudioData> }) | undefined {
  return (
    globalThis as {
      MediaStreamTrackProcessor?: new (init: TrackProcessorInit) => { readable: ReadableStream<AudioData> };
    }
  ).MediaStreamTrackProcessor;
}

/** Feeds the worker through an audio context at 16 kHz. Its default sink stays: the none-sink lost over a second a minute. */
async function openWorklet(track: MediaStreamTrack, send: (command: PcmCommand, transfer: Transferable[]) => void) {
  const context = new AudioContext({ sampleRate: PCM_SAMPLE_RATE });
  await context.audioWorklet.addModule(workletUrl);
  const tap = new AudioWorkletNode(context, 'pcm-tap', {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  const { port1, port2 } = new MessageChannel();
  send({ kind: 'open_port', port: port2, sampleRate: context.sampleRate }, [port2]);
  tap.port.postMessage(port1, [port1]);
  context.createMediaStreamSource(new MediaStream([track])).connect(tap);
  await context.resume();
  return context;
}

/**
 * Opens 16 kHz PCM from a microphone track (a clone of it, closed with the source).
 *
 * `route` forces a way for tests and benchmarks; by default the track processor is used wherever it exists.
 */
export async function openPcmSource(options: {
  track: MediaStreamTrack;
  route?: PcmRoute;
}): Promise<Result<PcmSource, { code: 'pcm_unavailable'; message: string }>> {
  const Processor = trackProcessor();
  const route = options.route ?? (Processor ? 'track_processor' : 'audio_worklet');
  const track = options.track.clone();
  const worker = new Worker(new URL('./pcm-worker.ts', import.meta.url), { type: 'module' });
  const levels = createListeners<LevelFrame[]>();
  const deviceEvents = createListeners<PcmDeviceEvent>();
  let context: AudioContext | undefined;
  let active: { sender: SliceSender; samples: number } | undefined;

  const send = (command: PcmCommand, transfer: Transferable[] = []): void => {
    worker.postMessage(command, transfer);
  };

  worker.addEventListener('message', ({ data }: MessageEvent<PcmReport>) => {
    switch (data.kind) {
      case 'levels':
        levels.emit(data.frames);
        break;
      case 'batch':
        if (!active) break;
        active.samples += data.batch.bytes.byteLength / Int16Array.BYTES_PER_ELEMENT;
        active.sender.push({ bytes: data.batch.bytes, mimeType: PCM_MIME_TYPE, isLast: data.batch.isLast });
        break;
      case 'no_pcm':
      case 'pcm_returned':
        deviceEvents.emit({ kind: data.kind });
        break;
    }
  });
  worker.addEventListener('error', () => {
    deviceEvents.emit({ kind: 'no_pcm' });
  });

  function close(): void {
    track.stop();
    worker.terminate();
    levels.clear();
    deviceEvents.clear();
    if (context) void context.close();
  }

  try {
    if (route === 'track_processor' && Processor) {
      const { readable } = new Processor({ track, maxBufferSize: 100 });
      send({ kind: 'open_readable', readable }, [readable]);
    } else {
      context = await openWorklet(track, send);
    }
  } catch (error) {
    close();
    return failure({ code: 'pcm_unavailable', message: error instanceof Error ? error.message : String(error) });
  }

  return success({
    route,
    levels: levels.subscribe,
    deviceEvents: deviceEvents.subscribe,
    record({ put, onEvent, giveUpAfterMs }) {
      const holds = new Set<'person' | 'storage'>();
      let stopping: Promise<Result<PcmSummary, PutFailure>> | undefined;
      const hold = (reason: 'person' | 'storage'): void => {
        holds.add(reason);
        send({ kind: 'pause' });
      };
      const release = (reason: 'person' | 'storage'): void => {
        holds.delete(reason);
        if (holds.size === 0 && !stopping) send({ kind: 'resume' });
      };
      const sender = createSliceSender({
        put,
        ...(giveUpAfterMs === undefined ? {} : { giveUpAfterMs }),
        onEvent(event) {
          if (event.kind === 'stalled') hold('storage');
          if (event.kind === 'drained') release('storage');
          onEvent?.(event);
        },
      });
      const recording = { sender, samples: 0 };
      active = recording;
      send({ kind: 'record' });

      const ended = sender.finished.then((sent): Result<PcmSummary, PutFailure> => {
        if (active === recording) active = undefined;
        if (!sent.ok) {
          send({ kind: 'finish' });
          onEvent?.({ kind: 'failed', failure: sent.error });
          return sent;
        }
        const durationMs = Math.round((recording.samples * 1000) / PCM_SAMPLE_RATE);
        return success({ slices: sent.value.slices, samples: recording.samples, durationMs });
      });

      async function finish(): Promise<Result<PcmSummary, PutFailure>> {
        send({ kind: 'pause' });
        // The last batch is a slice as well: it may not become the third in the page.
        await sender.untilRoom();
        send({ kind: 'finish' });
        return await ended;
      }

      return {
        pause: () => {
          hold('person');
        },
        resume: () => {
          release('person');
        },
        stop() {
          stopping ??= finish();
          return stopping;
        },
      };
    },
    close,
  });
}
