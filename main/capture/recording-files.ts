import { createHash } from 'node:crypto';
import { constants, statfsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '#shared/ids.ts';
import type { RecordingEntry, RecordingKeys, RecordingRows, SliceOutcome } from './recording-port.ts';
import { createRecordingReader } from './recording-reader.ts';
import { sealEarlierRecordings } from './seal-earlier-recordings.ts';
import { FIRST_COPY, isSegmentName, segmentName, segmentOf, segmentSizes } from './sealed/segments.ts';
import { frameHash, makeFrame, rootHash } from './sealed/slice-frame.ts';

/** 16 kHz, 16 bit, mono. */
const PCM_BYTES_PER_MS = 32;
/** Slices are one second of video each; used only when no sound was recorded beside it. */
const SLICE_MS = 1000;
/** Bytes of a slice that was being written when the power went, still sealed: kept beside, never part of the recording. */
const TAIL = 'recording.tail';

const MIB = 1024 * 1024;
/** What a kind of recording needs of the disk. */
export interface RecordingRoom {
  /** Left free at every slice. */
  readonly keptFreeBytes: number;
  /** Wanted above that before a recording begins: a long answer. One that ends after a second helps nobody. */
  readonly toBeginBytes: number;
}

/**
 * What recordings leave free on the disk (I8): answers and their records must still fit when video has filled the rest, and
 * sound, which is what answers are scored from, goes on longer than video. A day of answers takes less than 20 MiB.
 */
export const RECORDING_ROOM: Readonly<Record<RecordingEntry['kind'], RecordingRoom>> = {
  av: { keptFreeBytes: 512 * MIB, toBeginBytes: 32 * MIB },
  pcm: { keptFreeBytes: 256 * MIB, toBeginBytes: 8 * MIB },
};

export interface RecordingFilesParts {
  /** `media/` of the workspace. */
  directory: string;
  rows: RecordingRows;
  keyOf: RecordingKeys;
  log: (event: string, detail: Record<string, unknown>) => void;
  /** Bytes that may still be written beside the recordings; asks the file system by default. */
  freeBytes?: () => number;
  /** What is left free, for tests on small disks. */
  room?: Readonly<Record<RecordingEntry['kind'], RecordingRoom>>;
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

/** Bytes that this user may still write where a folder lies. */
function freeBytesAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length)
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
}

/** Where the next slice of a recording goes. */
interface Writing {
  segment: number;
  file: FileHandle;
  /** Length of the segment file so far. */
  position: number;
  /** Hash of the frame before. */
  previous: Buffer;
}

/**
 * Files of the recordings: one folder each, slices sealed one by one, appended in order to segment files and synced to the
 * disk before they are acknowledged, so that a crash costs at most the slice in flight.
 */
export function createRecordingFiles(parts: RecordingFilesParts) {
  const { directory, rows, log, keyOf } = parts;
  const { freeBytes = () => freeBytesAt(directory), room = RECORDING_ROOM } = parts;
  const openRecording = createRecordingReader({ directory, rows, keyOf });
  const writings = new Map<RecordingId, Writing>();
  const failed = new Set<RecordingId>();
  const queues = new Map<RecordingId, Promise<unknown>>();

  const folder = (id: RecordingId) => join(directory, id);
  const segmentPath = (id: RecordingId, segment: number) => join(folder(id), segmentName(segment));

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

  /** Where slice `sequence` goes: behind the one before it, or into a new segment file. */
  async function writingOf(id: RecordingId, sequence: number): Promise<Writing> {
    const known = writings.get(id);
    const segment = segmentOf(sequence);
    if (known?.segment === segment) return known;
    const before = rows.listSlices(id);
    const position = segmentSizes(before)[segment] ?? 0;
    await known?.file.close();
    writings.delete(id);
    // the first segment was made with the folder
    const isNew = position === 0 && segment > 0;
    const flags = constants.O_RDWR | (isNew ? constants.O_CREAT | constants.O_EXCL : 0);
    const file = await open(segmentPath(id, segment), flags, 0o600);
    const last = before.at(-1);
    const previous = last === undefined ? rootHash(id) : Buffer.from(last.frameSha256, 'hex');
    const writing = { segment, file, position, previous };
    writings.set(id, writing);
    if (isNew) await syncDirectory(folder(id));
    return writing;
  }

  async function release(id: RecordingId): Promise<void> {
    const writing = writings.get(id);
    writings.delete(id);
    await writing?.file.close();
  }

  async function writeFirstCopy(id: RecordingId, key: Uint8Array, bytes: Uint8Array): Promise<void> {
    const frame = makeFrame(key, id, 'copy', { sequence: 0, bytes, previous: rootHash(id) });
    const file = await open(join(folder(id), FIRST_COPY), 'w', 0o600);
    try {
      await writeFully(file, frame, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncDirectory(folder(id));
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
    if (freeBytes() < room[entry.kind].keptFreeBytes + bytes.length) {
      failed.add(id);
      log('recording.no_room', { recordingId: id, sequence, kind: entry.kind });
      return { outcome: 'storage_failed', code: 'NO_ROOM' };
    }
    const key = keyOf(id);
    if (!key) return { outcome: 'unknown_recording' };
    try {
      const writing = await writingOf(id, sequence);
      const frame = makeFrame(key, id, 'segment', { sequence, bytes, previous: writing.previous });
      await writeFully(writing.file, frame, writing.position);
      await writing.file.datasync();
      if (sequence === 0) await writeFirstCopy(id, key, bytes);
      const hash = frameHash(frame);
      const row = { sequence, offsetBytes: entry.sizeBytes, sizeBytes: bytes.length, sha256 };
      rows.addSlice(id, { ...row, frameSha256: hash.toString('hex') }, mimeType);
      writing.position += frame.length;
      writing.previous = hash;
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

  /** Of the plaintext as it can be read again. @throws what reading throws */
  async function hashWhole({ id, sizeBytes }: RecordingEntry): Promise<string> {
    const hash = createHash('sha256');
    if (sizeBytes > 0) for await (const piece of openRecording(id).read(0, sizeBytes)) hash.update(piece);
    return hash.digest('hex');
  }

  function durationOf(entry: RecordingEntry): number {
    if (entry.kind === 'pcm') return Math.round(entry.sizeBytes / PCM_BYTES_PER_MS);
    const sound = failed.has(entry.id) ? null : rows.partnerDurationMs(entry.id);
    return sound !== null && sound > 0 ? sound : entry.slices * SLICE_MS;
  }

  async function close(entry: RecordingEntry, state: 'complete' | 'interrupted'): Promise<void> {
    await release(entry.id);
    rows.close(entry.id, state, await hashWhole(entry), durationOf(entry));
  }

  return {
    /** Makes folder and empty first segment, both durable. */
    async create(id: RecordingId): Promise<void> {
      await mkdir(folder(id), { recursive: true, mode: 0o700 });
      const file = await open(segmentPath(id, 0), constants.O_RDWR | constants.O_CREAT, 0o600);
      await file.sync();
      await file.close();
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

    /** Whether there is room to begin a recording of this kind. Asks the file system: no more than some microseconds. */
    hasRoom: (kind: RecordingEntry['kind']): boolean =>
      freeBytes() >= room[kind].keptFreeBytes + room[kind].toBeginBytes,

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
        await close(entry, expectedSlices === null || failed.has(id) ? 'interrupted' : 'complete');
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
      await sealEarlierRecordings({ directory, rows, keyOf, log });
      for (const entry of rows.listOpen().toSorted((a, b) => (a.kind === b.kind ? 0 : a.kind === 'pcm' ? -1 : 1))) {
        const { id, sizeBytes } = entry;
        const isThere = await stat(folder(id)).then(
          () => true,
          () => false,
        );
        const tailBytes = isThere ? await setTailAside(id) : 0;
        if (isThere) await closeRecovered(entry);
        else log('recording.bytes_missing', { recordingId: id, expected: sizeBytes });
        log('recording.recovered', { recordingId: id, sizeBytes, tailBytes });
      }
      await removeNeverBegun();
    },

    /** Opens the plaintext of a recording; for playing, analysing and sending. @throws {UnreadableRecordingError} */
    open: openRecording,
    folder,

    async stop(): Promise<void> {
      await Promise.all(queues.values());
      for (const id of writings.keys()) await release(id);
    },
  };

  /** A recording whose bytes are damaged stays open and is told, never closed over a hash of something else. */
  async function closeRecovered(entry: RecordingEntry): Promise<void> {
    try {
      await close(entry, 'interrupted');
    } catch (error) {
      log('recording.bytes_missing', { recordingId: entry.id, expected: entry.sizeBytes, error: String(error) });
    }
  }

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

  /** Moves what lies behind the last acknowledged frame into the tail file. @returns how many bytes that were */
  async function setTailAside(id: RecordingId): Promise<number> {
    const sizes = segmentSizes(rows.listSlices(id));
    const names = (await readdir(folder(id))).filter(isSegmentName).toSorted();
    const behind: { file: string; keptBytes: number; bytes: Buffer }[] = [];
    for (const [segment, name] of names.entries()) {
      const file = join(folder(id), name);
      const bytes = await readFile(file);
      const keptBytes = sizes[segment] ?? 0;
      if (bytes.length > keptBytes) behind.push({ file, keptBytes, bytes: bytes.subarray(keptBytes) });
      if (bytes.length < keptBytes)
        log('recording.bytes_missing', { recordingId: id, segment, expected: keptBytes, onDisk: bytes.length });
    }
    if (behind.length === 0) return 0;
    const tail = Buffer.concat(behind.map(({ bytes }) => bytes));
    const aside = await open(`${join(folder(id), TAIL)}.new`, 'w', 0o600);
    await aside.writeFile(tail);
    await aside.sync();
    await aside.close();
    await rename(`${join(folder(id), TAIL)}.new`, join(folder(id), TAIL));
    await syncDirectory(folder(id));
    for (const { file, keptBytes } of behind) {
      const source = await open(file, constants.O_RDWR);
      await source.truncate(keptBytes);
      await source.datasync();
      await source.close();
    }
    return tail.length;
  }
}
export type RecordingFiles = ReturnType<typeof createRecordingFiles>;
