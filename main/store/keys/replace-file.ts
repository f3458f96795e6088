import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../sync-folder.ts';

const NOISE_BYTES = 1024 * 1024;

function writeNoise(handle: number): void {
  const { size } = fstatSync(handle);
  for (let at = 0; at < size; at += NOISE_BYTES)
    writeSync(handle, randomBytes(Math.min(NOISE_BYTES, size - at)), 0, undefined, at);
  fsyncSync(handle);
}

/**
 * Puts a file in the place of another, whole or not at all, and writes noise over what the other one held: keys in it must not
 * be found on the disk. Flash may keep old blocks all the same; full-disk encryption is the answer to that.
 */
export function replaceFile(file: string, text: string): void {
  const unfinished = `${file}.new`;
  const made = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(made, text);
    fsyncSync(made);
  } finally {
    closeSync(made);
  }
  const old = existsSync(file) ? openSync(file, 'r+') : null;
  renameSync(unfinished, file);
  syncFolder(dirname(file));
  if (old === null) return;
  try {
    writeNoise(old);
  } finally {
    closeSync(old);
  }
}

/** Removes a file whose content must not be found on the disk. */
export function overwriteAndRemove(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    writeNoise(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file);
  syncFolder(dirname(file));
}
