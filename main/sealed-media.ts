import type { MediaSource } from '#connectors/target.ts';
import type { RecordingId } from '#shared/ids.ts';
import { type OpenRecording, UnreadableRecordingError } from './capture/recording-reader.ts';

/** A recording as media to send, opened piece by piece; null when it was erased. */
export async function openSealedMedia(open: OpenRecording, id: RecordingId): Promise<MediaSource | null> {
  try {
    const { sizeBytes, read } = open(id);
    return {
      sizeBytes,
      async read(start, end) {
        const pieces: Buffer[] = [];
        for await (const piece of read(start, end)) pieces.push(piece);
        return Buffer.concat(pieces);
      },
      close: async () => undefined,
    };
  } catch (error) {
    if (error instanceof UnreadableRecordingError) return null;
    throw error;
  }
}
