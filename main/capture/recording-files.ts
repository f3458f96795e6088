import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '#shared/ids.ts';
import type { RecordingEntry, RecordingRows, SliceOutcome } from './recording-port.ts';

/** 16 kHz, 16 bit, mono. */
const PCM_BYTES_PER_MS = 32;
/** Slices are one second of video each; used only when no sound was recorded beside it. */
const SLICE_MS = 1000;
const CONTENT = 'recording.bin';
/** Bytes of a slice that was being written when the power went: kept beside, never part of the recording. */
const TAIL = 'recording.tail';

const MIB = 1024 * 1024;
/**
 * What recordings leave free on the disk (I8): answers and their records must still fit when video has filled the rest, and
 * sound, which is what answers are scored from, goes on longer than video. A day of answers takes less than 20 MiB.
 */
export const KEPT_FREE_BYTES: Readonly<Record<RecordingEntry['kind'], number>> = { av: 512 * MIB, pcm: 256 * MIB };

export interface RecordingFilesParts {
  /** `media/` of the workspace. */
  directory: string;
  rows: RecordingRows;
  log: (event: string, detail: Record<string, unknown>) => void;
  /** Bytes that may still be written beside the recordings; asks the file system by default. */
  freeBytes?: () => Promise<number>;
  /** Called for every stored slice: somebody is there. */
  onSlice?: (id: RecordingId) => void;
}

/** Makes a new folder entry durable: without this a power cut can lose a file whose bytes were synced. */
async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory; NTFS journals its entries itself
  if (process.platform === 'win32') return;
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function bytesFree({ bavail, bsize }: { bavail: number; bsize: number }): number {
  return bavail * bsize;
}

/**
 * Files of the recordings: one folder each, slices appended in order and synced to the disk one by one before they are
 * acknowledged, so that a crash costs at most the slice in flight.
 */
export function createRecordingFiles(parts: RecordingFilesParts) {
  const { directory, rows, log } = parts;
  const freeBytes = parts.freeBytes ?? (async () => bytesFree(await statfs(directory)));
  const handles = new Map<RecordingId, FileHandle>();
  const failed = new Set<RecordingId>();
  const queues = new Map<RecordingId, Promise<unknown>>();

  const folder = (id: RecordingId) => join(directory, id);
  const path = (id: RecordingId) => join(folder(id), CONTENT);

  /** Slices of one recording are written one at a time. */
  function inOrder<T>(id: RecordingId, work: () => Promise<T>): Promise<T> {
    const before = queues.get(id) ?? Promise.resolve();
    const result = before.then(work, work);
    const settledResult = result.then(
      () => undefined,
      () => undefined,
    );
    queues.set(id, settledResult);
    void settledResult.then(() => {
      if (queues.get(id) === settledResult) queues.delete(id);
    });
    return result;
  }

  async function handleOf(id: RecordingId): Promise<FileHandle> {
    const known = handles.get(id);
    if (known) return known;
    const handle = await open(path(id), constants.O_RDWR);
    handles.set(id, handle);
    return handle;
  }

  async function release(id: RecordingId): Promise<void> {
    const handle = handles.get(id);
    handles.delete(id);
    await handle?.close();
  }

  async function append(
    id: RecordingId,
    sequence: number,
    bytes: Uint8Array,
    sha256: string,
    mimeType: string,
  ): Promise<SliceOutcome> {
    const entry = rows.find(id);
    if (!entry) return { outcome: 'unknown_recording' };
    if (failed.has(id)) return { outcome: 'storage_failed', code: 'EARLIER_FAILURE' };
    if (hashOf(bytes) !== sha256) return { outcome: 'hash_mismatch' };
    if (sequence < entry.slices) {
      return rows.slice(id, sequence)?.sha256 === sha256
        ? { outcome: 'already_stored' }
        : { outcome: 'different_bytes' };
    }
    if (entry.state !== 'recording') return { outcome: 'closed' };
    if (sequence > entry.slices) return { outcome: 'out_of_order', expected: entry.slices };
    if ((await freeBytes()) < KEPT_FREE_BYTES[entry.kind] + bytes.length) {
      failed.add(id);
      log('recording.no_room', { recordingId: id, sequence, kind: entry.kind });
      return { outcome: 'storage_failed', code: 'NO_ROOM' };
    }
    try {
      const handle = await handleOf(id);
      let written = 0;
      while (written < bytes.length) {
        written += (await handle.write(bytes, written, bytes.length - written, entry.sizeBytes + written)).bytesWritten;
      }
      await handle.datasync();
      rows.addSlice(id, { sequence, offsetBytes: entry.sizeBytes, sizeBytes: bytes.length, sha256 }, mimeType);
    } catch (error) {
      // after a failed sync the kernel may call lost pages clean: nothing of this recording is acknowledged any more (I7)
      failed.add(id);
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
      log('recording.write_failed', { recordingId: id, sequence, code });
      return { outcome: 'storage_failed', code };
    }
    parts.onSlice?.(id);
    return { outcome: 'stored' };
  }

  async function hashFile(id: RecordingId, sizeBytes: number): Promise<string> {
    const hash = createHash('sha256');
    if (sizeBytes > 0)
      for await (const chunk of createReadStream(path(id), { start: 0, end: sizeBytes - 1 }))
        hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  function durationOf(entry: RecordingEntry): number {
    if (entry.kind === 'pcm') return Math.round(entry.sizeBytes / PCM_BYTES_PER_MS);
    const sound = rows.partnerDurationMs(entry.id);
    return sound !== null && sound > 0 ? sound : entry.slices * SLICE_MS;
  }

  async function close(entry: RecordingEntry, state: 'complete' | 'interrupted'): Promise<void> {
    await release(entry.id);
    rows.close(entry.id, state, await hashFile(entry.id, entry.sizeBytes), durationOf(entry));
  }

  return {
    /** Makes folder and empty file, both durable. */
    async create(id: RecordingId): Promise<void> {
      await mkdir(folder(id), { recursive: true, mode: 0o700 });
      const handle = await open(path(id), constants.O_RDWR | constants.O_CREAT, 0o600);
      handles.set(id, handle);
      await handle.sync();
      await syncDirectory(folder(id));
      await syncDirectory(directory);
    },

    /** Stores one slice; resolves after fdatasync and commit. Repeating a slice is harmless. */
    appendSlice: (
      id: RecordingId,
      sequence: number,
      bytes: Uint8Array,
      sha256: string,
      mimeType: string,
    ): Promise<SliceOutcome> => inOrder(id, () => append(id, sequence, bytes, sha256, mimeType)),

    /**
     * Closes a recording. With `expectedSlices` it is complete only when exactly that many have arrived; with null it is
     * closed as interrupted with what there is.
     */
    finish: (id: RecordingId, expectedSlices: number | null): Promise<{ ok: true } | { ok: false; missing: number }> =>
      inOrder(id, async () => {
        const entry = rows.find(id);
        if (!entry || entry.state !== 'recording') return { ok: true };
        if (expectedSlices !== null && entry.slices < expectedSlices)
          return { ok: false, missing: expectedSlices - entry.slices };
        await close(entry, expectedSlices === null ? 'interrupted' : 'complete');
        return { ok: true };
      }),

    /** Removes rows and files, rows first: a file without a row is found by `verify`, a row without its file would be a lie. */
    async remove(ids: readonly RecordingId[]): Promise<void> {
      for (const id of ids) {
        await inOrder(id, async () => {
          await release(id);
          rows.remove(id);
          await rm(folder(id), { recursive: true, force: true });
        });
      }
    },

    /**
     * After a crash: closes what was open. Bytes behind the last acknowledged slice are set aside in a file of their own,
     * never silently deleted, never appended to.
     */
    async recover(): Promise<void> {
      for (const entry of rows.listOpen().toSorted((a, b) => (a.kind === b.kind ? 0 : a.kind === 'pcm' ? -1 : 1))) {
        const found = await stat(path(entry.id)).catch(() => null);
        const onDisk = found?.size ?? 0;
        if (onDisk < entry.sizeBytes)
          log('recording.bytes_missing', { recordingId: entry.id, expected: entry.sizeBytes, onDisk });
        if (onDisk > entry.sizeBytes) await setTailAside(entry.id, entry.sizeBytes, onDisk);
        if (found) await close(entry, 'interrupted');
        log('recording.recovered', {
          recordingId: entry.id,
          sizeBytes: entry.sizeBytes,
          tailBytes: Math.max(0, onDisk - entry.sizeBytes),
        });
      }
      await removeNeverBegun();
    },

    /** Where the bytes lie; for playing, analysing and sending. */
    path,
    folder,

    async stop(): Promise<void> {
      await Promise.all(queues.values());
      for (const id of handles.keys()) await release(id);
    },
  };

  /** Folders made for a recording whose row was never committed. One with bytes in it stays, and `verify` names it. */
  async function removeNeverBegun(): Promise<void> {
    for (const name of await readdir(directory)) {
      const id = name as RecordingId;
      if (rows.find(id)) continue;
      const sizes = await Promise.all((await readdir(folder(id))).map((file) => stat(join(folder(id), file))));
      if (sizes.some(({ size }) => size > 0)) continue;
      await rm(folder(id), { recursive: true });
      log('recording.never_begun', { recordingId: id });
    }
  }

  async function setTailAside(id: RecordingId, from: number, to: number): Promise<void> {
    const source = await open(path(id), constants.O_RDWR);
    try {
      const tail = Buffer.alloc(to - from);
      await source.read(tail, 0, tail.length, from);
      const aside = await open(`${join(folder(id), TAIL)}.new`, 'w', 0o600);
      await aside.writeFile(tail);
      await aside.sync();
      await aside.close();
      await rename(`${join(folder(id), TAIL)}.new`, join(folder(id), TAIL));
      await syncDirectory(folder(id));
      await source.truncate(from);
      await source.datasync();
    } finally {
      await source.close();
    }
  }
}
export type RecordingFiles = ReturnType<typeof createRecordingFiles>;
