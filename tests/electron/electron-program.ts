import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PACKAGE = resolve(import.meta.dirname, '../../node_modules/electron');

/** Electron's program, or why it cannot be run here. Nothing is downloaded. */
export function electronProgram(): { program: string } | { missing: string } {
  const pathFile = join(PACKAGE, 'path.txt');
  const program = existsSync(pathFile) ? join(PACKAGE, 'dist', readFileSync(pathFile, 'utf8')) : null;
  if (program === null || !existsSync(program))
    return { missing: "Electron's program is not in node_modules/electron/dist" };
  if (process.getuid?.() === 0) return { missing: 'Electron does not run as root with its sandbox on' };
  return { program };
}
