import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ForeseenFailure, systemCodeOf } from '../common/foreseen-failure.ts';

/** A file that no folder lists: its bytes are gone when the last process that has it open ends, however it ends. */
export interface NamelessFile extends Disposable {
  readonly fd: number;
  /** What another process wrote to it. */
  text(): string;
}

/** Memory that looks like a folder, on every usual Linux. */
const MEMORY_DIRECTORY = '/dev/shm';

/**
 * Makes a file for a program that takes nothing but files: in memory where the system has a folder for that, else on disk.
 *
 * A pipe would not do: the program reads the sound more than once, and what Node calls a pipe is a socket, which cannot be
 * opened as a file. In one tick, so that the name is gone before the first byte and before anything else happens here.
 *
 * @param cacheDir for a system without such a folder, or with too little room in it
 * @throws ForeseenFailure `recogniser_failed` when neither takes it
 */
export function createNamelessFile(
  cacheDir: string,
  content: string | Uint8Array = '',
  memoryDirectory = MEMORY_DIRECTORY,
): NamelessFile {
  try {
    return createIn(memoryDirectory, content);
  } catch (inMemory) {
    try {
      return createIn(cacheDir, content);
    } catch (onDisk) {
      const codes = [inMemory, onDisk].map(systemCodeOf).join(', ');
      throw new ForeseenFailure('recogniser_failed', `no file for the recogniser can be made (${codes})`, {
        cause: onDisk,
      });
    }
  }
}

function createIn(directory: string, content: string | Uint8Array): NamelessFile {
  const path = join(directory, `anteroom-${randomUUID()}`);
  const fd = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    writeFileSync(fd, content);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, text: () => readFileSync(fd, 'utf8'), [Symbol.dispose]: () => closeSync(fd) };
}
