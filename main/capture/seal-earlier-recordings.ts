import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '#shared/ids.ts';
import type { RecordingKeys, RecordingRows } from './recording-port.ts';
import { FIRST_COPY, isSegmentName, segmentName, segmentOf } from './sealed/segments.ts';
import { frameHash, makeFrame, rootHash } from './sealed/slice-frame.ts';

/** Where releases before sealing kept the bytes of a recording, and copies of them for players. */
const PLAIN_FILE = 'recording.bin';
const PLAIN_FILES = /^(recording\.(bin|tail)|playback\..*)$/;

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Bytes in the clear must not be found on the disk afterwards. */
async function overwriteAndRemove(path: string): Promise<void> {
  const file = await open(path, constants.O_RDWR);
  try {
    const { size } = await file.stat();
    const noise = randomBytes(64 * 1024);
    for (let at = 0; at < size; at += noise.length) await file.write(noise, 0, Math.min(noise.length, size - at), at);
    await file.sync();
  } finally {
    await file.close();
  }
  await rm(path);
}

/**
 * Seals recordings that an earlier release wrote in the clear: segments first, then their rows, then the old file goes. After a
 * power cut it begins again with the recording it was at.
 */
export async function sealEarlierRecordings(parts: {
  directory: string;
  rows: RecordingRows;
  keyOf: RecordingKeys;
  log: (event: string, detail: Record<string, unknown>) => void;
}): Promise<void> {
  const { directory, rows, keyOf, log } = parts;

  async function sealFrom(source: FileHandle, id: RecordingId, key: Uint8Array): Promise<string[]> {
    const hashes: string[] = [];
    let frames: Buffer[] = [];
    let previous = rootHash(id);
    const slices = rows.listSlices(id);
    for (const [index, { sequence, offsetBytes, sizeBytes }] of slices.entries()) {
      const bytes = Buffer.alloc(sizeBytes);
      await source.read(bytes, 0, sizeBytes, offsetBytes);
      const frame = makeFrame(key, id, 'segment', { sequence, bytes, previous });
      if (sequence === 0)
        await writeNew(join(directory, id, FIRST_COPY), makeFrame(key, id, 'copy', { sequence, bytes, previous }));
      previous = frameHash(frame);
      hashes.push(previous.toString('hex'));
      frames.push(frame);
      const next = slices[index + 1];
      if (next && segmentOf(next.sequence) === segmentOf(sequence)) continue;
      await writeNew(join(directory, id, segmentName(segmentOf(sequence))), Buffer.concat(frames));
      frames = [];
    }
    return hashes;
  }

  for (const { id } of rows.listPlain()) {
    const key = keyOf(id);
    const source = key && (await open(join(directory, id, PLAIN_FILE), 'r').catch(() => null));
    if (!key || !source) {
      log('recording.bytes_missing', { recordingId: id });
      continue;
    }
    try {
      for (const name of await readdir(join(directory, id)))
        if (isSegmentName(name) || name === FIRST_COPY) await rm(join(directory, id, name));
      rows.sealSlices(id, await sealFrom(source, id, key));
    } finally {
      await source.close();
    }
    log('recording.sealed', { recordingId: id });
  }
  // also what a power cut left between the rows and here
  for (const id of await readdir(directory))
    for (const name of await readdir(join(directory, id)))
      if (PLAIN_FILES.test(name) && rows.listSlices(id as RecordingId).some(({ frameSha256 }) => frameSha256 !== ''))
        if (name !== 'recording.tail') await overwriteAndRemove(join(directory, id, name));
}
