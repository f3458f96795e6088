import { execFile } from 'node:child_process';
import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Fills a disk with blocks that are taken and never written, until so much is free. */
export function createFiller(folder: string) {
  let files = 0;
  const free = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    free,
    async leave(bytes: number): Promise<void> {
      // the file system needs some of it for itself: what does not fit is tried in halves
      for (let piece = free() - bytes; piece >= 4096; piece = Math.min(Math.floor(piece / 2), free() - bytes)) {
        files += 1;
        const file = join(folder, `filler-${files}`);
        const isWhole = await run('fallocate', ['-l', String(piece), file]).then(
          () => true,
          () => false,
        );
        if (!isWhole) rmSync(file, { force: true });
      }
    },
    empty(): void {
      for (; files > 0; files -= 1) rmSync(join(folder, `filler-${files}`), { force: true });
    },
  };
}
