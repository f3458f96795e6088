import type { RecordingId } from '#shared/ids.ts';
import { WAV_HEADER_BYTES, wavHeader } from '#shared/wav-header.ts';
import type { RecordingEntry } from './recording-port.ts';
import type { OpenRecording, RecordingBytes } from './recording-reader.ts';

/** Bytes to play, in any place. */
export interface Playable {
  sizeBytes: number;
  mimeType: string;
  read: RecordingBytes['read'];
}

export interface PlaybackParts {
  open: OpenRecording;
  find: (id: RecordingId) => RecordingEntry | null;
  log: (event: string, detail: Record<string, unknown>) => void;
}

const MIB = 1024 * 1024;
/** An answer of three minutes has 25 MiB; what is longer than ten times that is played as it was recorded. */
const MAX_COPY_BYTES = 256 * MIB;
/** Copies that are kept for the ranges a player asks for; the one played longest ago goes first. */
const KEPT_BYTES = 256 * MIB;

const MATROSKA_TYPE = 'video/x-matroska';
const SEEKABLE = new Set([MATROSKA_TYPE, 'video/webm', 'audio/webm']);

function containerOf(mimeType: string): string {
  return mimeType.split(';')[0] ?? '';
}

async function* piecesOf(bytes: Buffer, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += MIB) yield bytes.subarray(at, Math.min(at + MIB, end));
}

/** The sound for analysis as a file that any player plays: its samples behind a header. */
function asWav({ sizeBytes, read }: RecordingBytes): Playable {
  const header = Buffer.from(wavHeader(sizeBytes));
  return {
    sizeBytes: WAV_HEADER_BYTES + sizeBytes,
    mimeType: 'audio/wav',
    async *read(start, end) {
      if (start < WAV_HEADER_BYTES) yield header.subarray(start, Math.min(end, WAV_HEADER_BYTES));
      if (end > WAV_HEADER_BYTES) yield* read(Math.max(0, start - WAV_HEADER_BYTES), end - WAV_HEADER_BYTES);
    },
  };
}

/**
 * What a player can seek in. A browser's recorder writes neither length nor seek points, so a copy that has both is made when
 * a recording is first played, and kept in memory: the disk never sees a recording in the clear. Whatever cannot be copied is
 * played as it was recorded.
 */
export function createPlayback(parts: PlaybackParts) {
  const { open, find, log } = parts;
  /** In the order they were last asked for. */
  const copies = new Map<RecordingId, Promise<Playable | null>>();
  const sizes = new Map<RecordingId, number>();

  async function make(entry: RecordingEntry, container: string): Promise<Playable | null> {
    const { id, sizeBytes } = entry;
    const startedAt = performance.now();
    try {
      // loaded when something is played, not when the kiosk starts
      const { copySeekable } = await import('./playback-copy.ts');
      const outcome = await copySeekable(await open(id).whole(), container === MATROSKA_TYPE);
      if (outcome.isMade) {
        const { blocks, droppedBytes, bytes } = outcome;
        const tookMs = Math.round(performance.now() - startedAt);
        log('playback.made', { recordingId: id, blocks, sizeBytes, droppedBytes, tookMs });
        if (copies.has(id)) sizes.set(id, bytes.length);
        return { sizeBytes: bytes.length, mimeType: container, read: (start, end) => piecesOf(bytes, start, end) };
      }
      log('playback.not_seekable', { recordingId: id, code: outcome.code });
    } catch (error) {
      // bytes the library cannot read, or a damaged slice: what can be read is played as it is
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      log('playback.not_seekable', { recordingId: id, code, error: String(error) });
    }
    return null;
  }

  function forget(id: RecordingId): void {
    copies.delete(id);
    sizes.delete(id);
  }

  function letGoOfOldest(): void {
    let kept = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [id, size] of [...sizes].slice(0, -1)) {
      if (kept <= KEPT_BYTES) return;
      forget(id);
      kept -= size;
    }
  }

  return {
    /**
     * What to play for a recording: the seekable copy, made at the first call, or the bytes stored so far when it is still
     * being recorded or cannot be copied. Calls at the same time share one copy.
     * @throws when there is no such recording, or it was erased
     */
    async open(id: RecordingId): Promise<Playable> {
      const entry = find(id);
      if (entry === null) throw new Error(`There is no recording ${id}.`);
      if (entry.kind === 'pcm') return asWav(open(id));
      const container = containerOf(entry.mimeType);
      const asRecorded = () => {
        const { sizeBytes, read } = open(id);
        return { sizeBytes, mimeType: entry.mimeType || 'application/octet-stream', read };
      };
      if (entry.state === 'recording' || !SEEKABLE.has(container) || entry.sizeBytes > MAX_COPY_BYTES)
        return asRecorded();
      const copy = copies.get(id) ?? make(entry, container);
      // the newest is the last
      const size = sizes.get(id);
      forget(id);
      copies.set(id, copy);
      if (size !== undefined) sizes.set(id, size);
      const playable = await copy;
      letGoOfOldest();
      return playable ?? asRecorded();
    },

    /** Forgets the copies of these: for erasing. */
    release(ids: readonly RecordingId[]): void {
      for (const id of ids) forget(id);
    },
  };
}
