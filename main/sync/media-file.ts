import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { MediaSource } from '#connectors/target.ts';

const PIECE_BYTES = 1024 * 1024;

/** Opens a plain file as media; null when there is none. @throws on any other failure of the file system. */
export async function openMediaFile(path: string): Promise<MediaSource | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (file === null) return null;
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    read: async (start, end) => {
      const bytes = Buffer.alloc(end - start);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => file.close(),
  };
}

/** Hex SHA-256 of all bytes of a source. */
export async function hashMedia(source: MediaSource): Promise<string> {
  const hash = createHash('sha256');
  for (let start = 0; start < source.sizeBytes; start += PIECE_BYTES) {
    hash.update(await source.read(start, Math.min(start + PIECE_BYTES, source.sizeBytes)));
  }
  return hash.digest('hex');
}
