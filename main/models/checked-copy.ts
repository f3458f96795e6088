import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ModelError, writeError } from './model-error.ts';

export interface CopiedFile {
  readonly sizeBytes: number;
  /** Of the bytes read back from the disk. */
  readonly sha256: string;
}

/**
 * Writes a new file and reads it back.
 *
 * @param bytes what it may throw is passed on as it is
 * @param limitBytes one byte more ends the copy: a source is not believed about its length
 * @throws {ModelError} `input` when the disk refuses, `verification` when the source is longer than the limit or the disk
 * returns other bytes than it was given
 */
export async function copyChecked(
  bytes: AsyncIterable<Uint8Array>,
  to: { path: string; name: string; limitBytes: number; onBytes: (count: number) => void },
): Promise<CopiedFile> {
  const file = await onDisk(to.path, () => open(to.path, 'wx', 0o600));
  try {
    const written = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of bytes) {
      sizeBytes += chunk.length;
      if (sizeBytes > to.limitBytes) {
        throw new ModelError(
          'verification',
          `${to.name} is longer than ${to.limitBytes} bytes and was not taken. Get the file again from its source.`,
        );
      }
      await onDisk(to.path, () => writeWhole(file, chunk));
      written.update(chunk);
      to.onBytes(chunk.length);
    }
    await onDisk(to.path, () => file.sync());
    const sha256 = written.digest('hex');
    const onDiskNow = await onDisk(to.path, () => hashFile(to.path));
    if (onDiskNow !== sha256) {
      throw new ModelError(
        'verification',
        `The disk does not return what was written to ${to.path}. Check the disk before anything else.`,
      );
    }
    return { sizeBytes, sha256 };
  } finally {
    await file.close();
  }
}

async function onDisk<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw writeError(path, error);
  }
}

/** `write` may take less than it was given. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let from = 0; from < chunk.length;) from += (await file.write(chunk, from, chunk.length - from)).bytesWritten;
}

/** Lower-case hexadecimal SHA-256 of a file, never holding more than a block of it. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Makes names in a folder durable. Windows cannot open a folder for fsync; NTFS journals its names itself. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
