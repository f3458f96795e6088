import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '#shared/ids.ts';
import type { RecordingEntry } from './recording-port.ts';

export interface Playable {
  path: string;
  /** How much of the file may be played. */
  sizeBytes: number;
  mimeType: string;
}

export interface PlaybackParts {
  /** The recording itself, never written here. */
  path: (id: RecordingId) => string;
  folder: (id: RecordingId) => string;
  find: (id: RecordingId) => RecordingEntry | null;
  log: (event: string, detail: Record<string, unknown>) => void;
}

const MATROSKA_TYPE = 'video/x-matroska';
const SEEKABLE = new Map([
  [MATROSKA_TYPE, 'playback.mkv'],
  ['video/webm', 'playback.webm'],
  ['audio/webm', 'playback.webm'],
]);

function containerOf(mimeType: string): string {
  return mimeType.split(';')[0] ?? '';
}

/**
 * Files that a player can seek in. A browser's recorder writes neither length nor seek points, so a copy that has both is
 * made beside the recording when it is first played. Whatever cannot be copied is played as it was recorded.
 */
export function createPlayback(parts: PlaybackParts) {
  const { path, folder, find, log } = parts;
  const running = new Map<RecordingId, Promise<Playable | null>>();
  /** Not tried again before the next start: a player asks for many ranges. */
  const refused = new Set<RecordingId>();

  async function found(copy: string, mimeType: string): Promise<Playable | null> {
    const known = await stat(copy).catch(() => null);
    return known === null ? null : { path: copy, sizeBytes: known.size, mimeType };
  }

  async function make(entry: RecordingEntry, container: string, copy: string): Promise<Playable | null> {
    const { id, sizeBytes } = entry;
    const unfinished = `${copy}.new`;
    const startedAt = performance.now();
    try {
      // loaded when something is played, not when the kiosk starts
      const { copySeekable } = await import('./playback-copy.ts');
      const isMatroska = container === MATROSKA_TYPE;
      const outcome = await copySeekable({ from: path(id), sizeBytes, isMatroska, to: unfinished });
      if (outcome.isMade) {
        await rename(unfinished, copy);
        const { blocks, droppedBytes } = outcome;
        const tookMs = Math.round(performance.now() - startedAt);
        log('playback.made', { recordingId: id, blocks, sizeBytes, droppedBytes, tookMs });
        return { path: copy, sizeBytes: outcome.sizeBytes, mimeType: container };
      }
      log('playback.not_seekable', { recordingId: id, code: outcome.code });
    } catch (error) {
      // a full disk, a file the library cannot read: the recording is played as it is
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      log('playback.not_seekable', { recordingId: id, code, error: String(error) });
    }
    refused.add(id);
    await rm(unfinished, { force: true });
    return null;
  }

  return {
    /**
     * What to play for a recording: the seekable copy, made at the first call, or the bytes stored so far when it is still
     * being recorded or cannot be copied. Calls at the same time share one copy.
     * @throws when there is no such recording
     */
    async open(id: RecordingId): Promise<Playable> {
      const entry = find(id);
      if (entry === null) throw new Error(`There is no recording ${id}.`);
      const asRecorded = {
        path: path(id),
        sizeBytes: entry.sizeBytes,
        mimeType: entry.mimeType || 'application/octet-stream',
      };
      const container = containerOf(entry.mimeType);
      const name = SEEKABLE.get(container);
      if (entry.state === 'recording' || name === undefined || refused.has(id)) return asRecorded;
      const copy = join(folder(id), name);
      const work =
        running.get(id) ?? found(copy, container).then((playable) => playable ?? make(entry, container, copy));
      running.set(id, work);
      try {
        return (await work) ?? asRecorded;
      } finally {
        if (running.get(id) === work) running.delete(id);
      }
    },

    /** Makes no more copies of these and waits for those being made: for erasing, when nothing may be written any more. */
    async release(ids: readonly RecordingId[]): Promise<void> {
      for (const id of ids) refused.add(id);
      await Promise.all(ids.map(async (id) => running.get(id)));
    },

    /** Waits for the copies being made. */
    async stop(): Promise<void> {
      await Promise.all(running.values());
    },
  };
}
