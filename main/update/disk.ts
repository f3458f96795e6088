import { closeSync, constants, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { copyFile, chmod } from 'node:fs/promises';

/**
 * Everything that placing a version changes on the disk, step by step: a test takes the power away after each of them. Nothing is
 * durable before it was synced: bytes of a file by `sync(file)`, names in a folder by `sync(folder)`.
 */
export interface Disk {
  makeFolder(path: string): void;
  /** Makes or empties a file and writes all of it. */
  write(path: string, text: string): void;
  /** @param mode of the copy */
  copy(from: string, to: string, mode: number): Promise<void>;
  sync(path: string): void;
  rename(from: string, to: string): void;
  /** A file or a folder with everything in it; nothing happens when it is not there. */
  remove(path: string): void;
}

function writeWhole(path: string, text: string): void {
  const handle = openSync(path, 'w', 0o644);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let from = 0; from < bytes.length;) from += writeSync(handle, bytes, from);
  } finally {
    closeSync(handle);
  }
}

function syncPath(path: string): void {
  const isFolder = statSync(path).isDirectory();
  // Windows cannot open a folder; NTFS journals its entries itself
  if (isFolder && process.platform === 'win32') return;
  const handle = openSync(path, isFolder ? constants.O_RDONLY : constants.O_RDWR);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The computer's own disk. */
export const systemDisk: Disk = {
  makeFolder: (path) => void mkdirSync(path, { recursive: true, mode: 0o755 }),
  write: writeWhole,
  async copy(from, to, mode) {
    await copyFile(from, to);
    await chmod(to, mode);
  },
  sync: syncPath,
  rename: renameSync,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};
