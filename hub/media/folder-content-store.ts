import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type ContentStore, MediaHashMismatchError, type MediaState } from './content-store.ts';

/**
 * Opens a folder of files named by the SHA-256 of their bytes.
 *
 * A file grows as `incoming/<sha256>.part` and gets its final name only once its hash is verified. Every size this
 * store reports is on the disk: bytes are fsynced before their offset is told, folders after a create or a rename.
 * Calls for one sha256 must not overlap (the tus locker sees to it).
 */
export async function openFolderContentStore(directory: string): Promise<ContentStore> {
  const incoming = join(directory, 'incoming');
  await mkdir(incoming, { recursive: true });
  await syncDirectory(directory);

  const partPath = (sha256: string): string => join(incoming, `${sha256}.part`);
  const shelf = (sha256: string): string => join(directory, sha256.slice(0, 2));
  const finalPath = (sha256: string): string => join(shelf(sha256), sha256);

  async function stateOf(sha256: string): Promise<MediaState> {
    const complete = await sizeOf(finalPath(sha256));
    if (complete !== null) return { state: 'complete', sizeBytes: complete };
    const file = await openIfThere(partPath(sha256));
    if (file === null) return { state: 'absent' };
    try {
      // Bytes of a cut request may only be in the page cache: an offset is told after they are on the disk.
      await file.sync();
      return { state: 'partial', sizeBytes: (await file.stat()).size };
    } finally {
      await file.close();
    }
  }

  return {
    stateOf,

    async create(sha256: string): Promise<void> {
      if ((await sizeOf(finalPath(sha256))) !== null) return;
      const file = await open(partPath(sha256), 'w');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await syncDirectory(incoming);
    },

    async append(sha256: string, offset: number, stream: Readable): Promise<number> {
      const file = await open(partPath(sha256), constants.O_WRONLY);
      try {
        let position = offset;
        for await (const chunk of stream) {
          if (!(chunk instanceof Uint8Array)) throw new TypeError('Media streams carry bytes.');
          position += await writeFully(file, chunk, position);
        }
        await file.sync();
        return position;
      } finally {
        await file.close();
      }
    },

    async complete(sha256: string): Promise<void> {
      if ((await sizeOf(finalPath(sha256))) !== null) return;
      const part = partPath(sha256);
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(part, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
      if (hash.digest('hex') !== sha256) {
        await unlink(part);
        await syncDirectory(incoming);
        throw new MediaHashMismatchError(`The bytes sent as ${sha256} have another SHA-256.`);
      }
      await mkdir(shelf(sha256), { recursive: true });
      await syncDirectory(directory);
      await rename(part, finalPath(sha256));
      await syncDirectory(shelf(sha256));
      await syncDirectory(incoming);
    },

    async takeWhole(sha256: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
      if ((await sizeOf(finalPath(sha256))) !== null) return;
      const taken = join(incoming, `${sha256}.taken`);
      const hash = createHash('sha256');
      const file = await open(taken, 'w');
      try {
        let position = 0;
        for await (const piece of pieces) {
          hash.update(piece);
          position += await writeFully(file, piece, position);
        }
        await file.sync();
      } catch (error) {
        await file.close();
        await unlinkIfThere(taken);
        throw error;
      }
      await file.close();
      if (hash.digest('hex') !== sha256) {
        await unlinkIfThere(taken);
        throw new MediaHashMismatchError(`The bytes that came as ${sha256} have another SHA-256.`);
      }
      await mkdir(shelf(sha256), { recursive: true });
      await syncDirectory(directory);
      await rename(taken, finalPath(sha256));
      await syncDirectory(shelf(sha256));
      await syncDirectory(incoming);
    },

    async remove(sha256: string): Promise<void> {
      const unfinished = [partPath(sha256), join(incoming, `${sha256}.taken`)];
      for (const path of unfinished) if (await unlinkIfThere(path)) await syncDirectory(incoming);
      if (await unlinkIfThere(finalPath(sha256))) await syncDirectory(shelf(sha256));
    },

    read(sha256: string, start: number, end: number): Readable {
      return createReadStream(finalPath(sha256), { start, end });
    },
  };
}

async function writeFully(file: FileHandle, chunk: Uint8Array, position: number): Promise<number> {
  let written = 0;
  while (written < chunk.length) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
  return written;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function unlinkIfThere(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a folder for fsync; NTFS journals its names itself.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
