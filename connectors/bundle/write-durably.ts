import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A file that is on the medium. */
export interface Written {
  /** Hex, of all bytes. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for fsync; NTFS journals its names itself
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file under a name that says it is unfinished, syncs it and only then gives it its name: pulled out at any moment, a
 * medium holds the whole file or none of that name.
 *
 * @param name of the finished file; told once the hash is known
 * @param unfinishedName while it is written; one of its own where several are written into one folder at once
 * @throws what the pieces or the file system throw; nothing is left then
 */
export async function writeDurably(
  folder: string,
  pieces: Pieces,
  name: (written: Written) => string,
  unfinishedName = 'unfinished.part',
): Promise<Written> {
  const unfinished = join(folder, unfinishedName);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    for await (const piece of pieces) {
      await handle.writeFile(piece);
      hash.update(piece);
      sizeBytes += piece.length;
    }
    await handle.sync();
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw error;
  }
  await handle.close();
  const written = { sha256: hash.digest('hex'), sizeBytes };
  await rename(unfinished, join(folder, name(written)));
  await syncFolder(folder);
  return written;
}
