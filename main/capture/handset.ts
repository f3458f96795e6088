import { createHash } from 'node:crypto';
import type { RecordingId } from '#shared/ids.ts';
import type { Microphone, MicrophoneGap } from './microphone-port.ts';
import type { SliceOutcome } from './recording-port.ts';

const PCM_MIME = 'audio/l16;rate=16000;channels=1';

/**
 * Writes the wired handset's sound as the pcm recording of an answer, second by second like a page would.
 * `onLost` is told when the sound of a running answer is gone for good.
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
  /** Told of every stretch of time for which the recording has no sample. */
  onGap: (id: RecordingId, gap: MicrophoneGap & { firstSample: number }) => void;
}) {
  const { microphone } = parts;
  microphone.subscribe((event) => {
    if (event.kind === 'failed' && !event.willRetry) parts.onLost(event.failure.code);
  });

  return {
    async start(id: RecordingId): Promise<{ ok: true } | { ok: false; code: string }> {
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
    },
    pause: () => microphone.pause(),
    async resume(): Promise<void> {
      if (microphone.state() !== 'idle') await microphone.resume();
    },
    /** Number of slices written. */
    stop: async (): Promise<number> => (await microphone.stop()).batches,
  };
}
