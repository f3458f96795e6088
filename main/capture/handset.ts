import { createHash } from 'node:crypto';
import type { RecordingId } from '#shared/ids.ts';
import type { HandsetReading } from '#shared/handset.ts';
import type { Microphone, MicrophoneGap, MicrophoneLevel } from './microphone-port.ts';
import type { SliceOutcome } from './recording-port.ts';

const PCM_MIME = 'audio/l16;rate=16000;channels=1';
/** Level frames of 20 ms told at once: ten times a second is as fast as an eye follows. */
const FRAMES_PER_READING = 5;
/** Reported instead of −∞, as the page does for its own microphone. */
const DIGITAL_SILENCE_DBFS = -120;

function frameOf({ rms, peak }: MicrophoneLevel): HandsetReading['frames'][number] {
  const rmsDbfs = rms > 0 ? Math.max(DIGITAL_SILENCE_DBFS, 20 * Math.log10(rms)) : DIGITAL_SILENCE_DBFS;
  return { rmsDbfs, peak, clipRuns: peak >= 1 ? 1 : 0 };
}

/**
 * The wired handset: writes the pcm recording of an answer, second by second like a page would, and lets a screen see how
 * loud it is. Listened to without recording, no sound is kept. `onLost` is told when the sound of a running answer is gone
 * for good, `onGap` of every stretch for which the recording has no sample.
 */
export function createHandset(parts: {
  microphone: Microphone;
  appendSlice: (
    id: RecordingId,
    sequence: number,
    bytes: Uint8Array,
    sha256: string,
    mimeType: string,
  ) => Promise<SliceOutcome>;
  onLost: (code: string) => void;
  onGap: (id: RecordingId, gap: MicrophoneGap & { firstSample: number }) => void;
}) {
  const { microphone } = parts;
  const listeners = new Set<(reading: HandsetReading) => void>();
  let frames: HandsetReading['frames'][number][] = [];
  let recording: RecordingId | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** Opening and closing a device takes time; the next wish waits for the one before. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work, work);
    turn = result.catch(() => undefined);
    return result;
  }

  function tell(reading: HandsetReading): void {
    for (const listener of listeners) listener(reading);
  }

  microphone.subscribe((event) => {
    if (event.kind === 'level') {
      frames.push(frameOf(event.level));
      if (frames.length < FRAMES_PER_READING) return;
      tell({ frames, failure: null });
      frames = [];
    }
    if (event.kind === 'failed' && !event.willRetry) {
      tell({ frames: [], failure: event.failure.code });
      if (recording !== null) parts.onLost(event.failure.code);
    }
  });

  /** Opens the device for its level alone, when somebody watches and nothing is recorded. */
  function follow(): Promise<void> {
    return inTurn(async () => {
      if (recording !== null) return;
      if (listeners.size > 0 && microphone.state() === 'idle') await microphone.start(() => undefined);
      if (listeners.size === 0) await microphone.stop();
    });
  }

  return {
    /** Tells the level until the returned function is called; opens the device for it if need be. */
    listen(listener: (reading: HandsetReading) => void): () => void {
      listeners.add(listener);
      void follow();
      return () => {
        listeners.delete(listener);
        void follow();
      };
    },
    start: (id: RecordingId): Promise<{ ok: true } | { ok: false; code: string }> =>
      inTurn(async () => {
        await microphone.stop();
        recording = id;
        const failure = await microphone.start(async ({ sequence, samples, firstSample, gapsBefore }) => {
          for (const gap of gapsBefore) parts.onGap(id, { ...gap, firstSample });
          const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
          const sha256 = createHash('sha256').update(bytes).digest('hex');
          const { outcome } = await parts.appendSlice(id, sequence, bytes, sha256, PCM_MIME);
          if (outcome !== 'stored' && outcome !== 'already_stored')
            throw new Error(`The slice was not stored: ${outcome}.`);
        });
        // the microphone's own event has told of the loss already
        return failure ? { ok: false, code: failure.code } : { ok: true };
      }),
    pause: (): Promise<void> => inTurn(() => microphone.pause()),
    resume: (): Promise<void> =>
      inTurn(async () => {
        if (microphone.state() !== 'idle') await microphone.resume();
      }),
    /** Number of slices written. */
    async stop(): Promise<number> {
      const { batches } = await inTurn(() => microphone.stop());
      recording = null;
      void follow();
      return batches;
    },
  };
}
