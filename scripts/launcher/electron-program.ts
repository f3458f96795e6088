import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Electron as its npm package unpacked it. */
export interface ElectronProgram {
  readonly directory: string;
  readonly file: string;
}

/**
 * Electron's program, fetched and checked against the hashes in its npm package when it is not there yet.
 *
 * @param root the project's folder
 * @returns null when it cannot be had here
 */
export function electronProgram(root: string): ElectronProgram | null {
  const folder = join(root, 'node_modules', 'electron');
  const fetched = spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 600_000 });
  if (fetched.status !== 0) return null;
  const directory = join(folder, 'dist');
  return { directory, file: join(directory, readFileSync(join(folder, 'path.txt'), 'utf8')) };
}
