import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
export const BUILT_PRELOAD = join(root, 'out/preload/index.cjs');

/** The preload script as it is shipped, built first when out/ has none or an older one. */
export function readBuiltPreload(): string {
  const source = statSync(join(root, 'preload/index.ts')).mtimeMs;
  if (!existsSync(BUILT_PRELOAD) || statSync(BUILT_PRELOAD).mtimeMs < source) {
    const tool = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
    const build = spawnSync(process.execPath, [tool, 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' });
    if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}${build.stderr}`);
  }
  return readFileSync(BUILT_PRELOAD, 'utf8');
}
