import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '#shared/ids.ts';
import type { RecordingEntry, RecordingKeys, SliceEntry } from './recording-port.ts';
import { BrokenSealError } from './sealed/chunked-encryption.ts';
import { FIRST_COPY, type FramePosition, framePositions, segmentName } from './sealed/segments.ts';
import { frameHash, headerOf, openFrame, rootHash } from './sealed/slice-frame.ts';

/** What was looked at and what is wrong with it. */
export interface RecordingFindings {
  slices: { count: number; problems: string[] };
  recordings: { count: number; problems: string[] };
  files: { count: number; problems: string[] };
}

export interface CheckRecordingsParts {
  /** `media/` of the workspace. */
  directory: string;
  ids: readonly RecordingId[];
  find: (id: RecordingId) => RecordingEntry | null;
  listSlices: (id: RecordingId) => SliceEntry[];
  /** Of the whole plaintext; null while it is being recorded. */
  sha256Of: (id: RecordingId) => string | null;
  /** Null where the keys cannot be had: frames are then compared with their rows, and not opened. */
  keyOf: RecordingKeys | null;
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Reads every recording against its rows: frames, their chain, and, where there are keys, what is in them. Changes nothing. */
export async function checkRecordings(parts: CheckRecordingsParts): Promise<RecordingFindings> {
  const { directory, ids, listSlices, keyOf } = parts;
  const slices: RecordingFindings['slices'] = { count: 0, problems: [] };
  const recordings: RecordingFindings['recordings'] = { count: ids.length, problems: [] };

  /** @returns the plaintext; null when it is not what was written, or there is no key */
  function checkFrame(id: RecordingId, frame: Buffer, slice: SliceEntry, previous: Buffer, key: Uint8Array | null) {
    const header = headerOf(frame);
    const isOurs = header?.sequence === slice.sequence && header.previous.equals(previous);
    if (!isOurs || frameHash(frame).toString('hex') !== slice.frameSha256) {
      slices.problems.push(`slice ${slice.sequence} of recording ${id} was changed`);
      return null;
    }
    if (key === null) return null;
    try {
      const bytes = openFrame(key, id, 'segment', frame);
      if (hashOf(bytes) === slice.sha256) return bytes;
    } catch (error) {
      if (!(error instanceof BrokenSealError)) throw error;
    }
    slices.problems.push(`slice ${slice.sequence} of recording ${id} is sealed with another key or holds other bytes`);
    return null;
  }

  async function checkFirstCopy(id: RecordingId, first: SliceEntry | undefined, key: Uint8Array | null): Promise<void> {
    if (first === undefined) return;
    const copy = await readFile(join(directory, id, FIRST_COPY)).catch(() => null);
    if (copy === null) return void slices.problems.push(`the copy of the first slice of recording ${id} is missing`);
    if (key === null) return;
    try {
      if (hashOf(openFrame(key, id, 'copy', copy)) === first.sha256) return;
    } catch (error) {
      if (!(error instanceof BrokenSealError)) throw error;
    }
    slices.problems.push(`the copy of the first slice of recording ${id} was changed`);
  }

  async function readSegments(id: RecordingId, positions: readonly FramePosition[]): Promise<Buffer[]> {
    const segments: Buffer[] = [];
    const last = positions.at(-1)?.segment ?? -1;
    for (let segment = 0; segment <= last; segment++)
      segments.push(await readFile(join(directory, id, segmentName(segment))).catch(() => Buffer.alloc(0)));
    return segments;
  }

  async function checkOne(id: RecordingId): Promise<void> {
    if (!existsSync(join(directory, id))) return void recordings.problems.push(`recording ${id} has no files`);
    const key = keyOf?.(id) ?? null;
    if (keyOf !== null && key === null) recordings.problems.push(`the key of recording ${id} is gone`);
    const rows = listSlices(id);
    const positions = framePositions(rows);
    const segments = await readSegments(id, positions);
    const whole = createHash('sha256');
    let previous = rootHash(id);
    let isReadable = key !== null;
    for (const [index, slice] of rows.entries()) {
      const position = positions[index];
      if (position === undefined) continue;
      slices.count += 1;
      const { segment, offsetBytes, sizeBytes } = position;
      const frame = segments[segment]?.subarray(offsetBytes, offsetBytes + sizeBytes) ?? Buffer.alloc(0);
      const bytes = checkFrame(id, frame, slice, previous, key);
      if (bytes === null) isReadable = false;
      else whole.update(bytes);
      previous = Buffer.from(slice.frameSha256, 'hex');
    }
    await checkFirstCopy(id, rows[0], key);
    const expected = parts.sha256Of(id);
    if (isReadable && expected !== null && whole.digest('hex') !== expected)
      recordings.problems.push(`recording ${id} was changed`);
    const entry = parts.find(id);
    if (
      entry &&
      (entry.slices !== rows.length || entry.sizeBytes !== rows.reduce((sum, row) => sum + row.sizeBytes, 0))
    )
      recordings.problems.push(`recording ${id} lost slices`);
  }

  for (const id of ids) await checkOne(id);
  const known = new Set<string>(ids);
  const folders = existsSync(directory) ? await readdir(directory) : [];
  const strays = folders.filter((name) => !known.has(name)).map((name) => `media/${name} belongs to no recording`);
  return { slices, recordings, files: { count: folders.length, problems: strays } };
}
