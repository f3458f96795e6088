import type { RecordingId } from '#shared/ids.ts';
import { wavHeader } from '#shared/wav-header.ts';
import type { OpenRecording } from './recording-reader.ts';

/** A file that any player opens, as pieces of its bytes. */
export interface PlayableFile {
  /** With the dot. */
  readonly extension: '.webm' | '.mkv' | '.wav' | '.bin';
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const MIB = 1024 * 1024;
/** A copy is made in memory; what is longer than some forty minutes is given as it was recorded. */
const MAX_COPY_BYTES = 256 * MIB;
const SAMPLE_BYTES = 2;

/**
 * A recording for somebody who has no kiosk: WebM or Matroska with length and seek points, sound for analysis as WAV. Frames and
 * samples are those that were recorded, byte for byte.
 *
 * @throws {UnreadableRecordingError} when bytes or key are gone
 */
export async function playableFile(
  open: OpenRecording,
  recording: { id: RecordingId; kind: 'av' | 'pcm'; mimeType: string },
): Promise<PlayableFile> {
  const { sizeBytes, read, whole } = open(recording.id);
  if (recording.kind === 'pcm') {
    const dataBytes = sizeBytes - (sizeBytes % SAMPLE_BYTES);
    return {
      extension: '.wav',
      pieces: (async function* () {
        yield Buffer.from(wavHeader(dataBytes));
        yield* read(0, dataBytes);
      })(),
    };
  }
  const container = recording.mimeType.split(';')[0] ?? '';
  const isMatroska = container === 'video/x-matroska';
  if (!isMatroska && container !== 'video/webm' && container !== 'audio/webm')
    return { extension: '.bin', pieces: read(0, sizeBytes) };
  const extension = isMatroska ? '.mkv' : '.webm';
  if (sizeBytes > MAX_COPY_BYTES) return { extension, pieces: read(0, sizeBytes) };
  const { copySeekable } = await import('./playback-copy.ts');
  const recorded = await whole();
  const copy = await copySeekable(recorded, isMatroska).catch(() => null);
  // bytes that the library cannot copy are still the person's: they get them as they are
  return { extension, pieces: [copy?.isMade ? copy.bytes : recorded] };
}
