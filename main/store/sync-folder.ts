import { closeSync, constants, fsyncSync, openSync } from 'node:fs';

/** Makes new names in a folder durable. */
export function syncFolder(folder: string): void {
  // Windows cannot open a folder; NTFS journals its entries itself
  if (process.platform === 'win32') return;
  const handle = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
