import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const IMAGE_BYTES = 64 * 1024 * 1024;

/** A disk in a file: what lies in the file is what the disk holds if the power goes now. */
export interface LoopImage {
  readonly file: string;
  /** Mounts it, does the work there and unmounts it, also when the work failed. */
  mounted<T>(work: (folder: string) => Promise<T>): Promise<T>;
}

function imageOf(file: string, mountPoint: string): LoopImage {
  return {
    file,
    async mounted(work) {
      mkdirSync(mountPoint, { recursive: true });
      await run('mount', ['-o', 'loop', file, mountPoint]);
      try {
        return await work(mountPoint);
      } finally {
        await run('umount', [mountPoint]).catch(() => run('umount', ['-l', mountPoint]));
      }
    },
  };
}

/**
 * Makes an empty ext4 disk in a folder.
 *
 * @param options more words for `mkfs.ext4`
 * @param bytes its size; only what is written takes room
 */
export async function makeImage(
  folder: string,
  options: readonly string[] = [],
  bytes = IMAGE_BYTES,
): Promise<LoopImage> {
  const file = join(folder, 'disk.img');
  await writeFile(file, '');
  await truncate(file, bytes);
  await run('mkfs.ext4', ['-q', '-F', ...options, file]);
  return imageOf(file, join(folder, 'mounted'));
}

/** What a power cut at this moment leaves of a disk. */
export async function cutPower({ file }: LoopImage): Promise<LoopImage> {
  const copy = `${file}.after-cut`;
  await run('cp', ['--sparse=always', '--reflink=auto', file, copy]);
  return imageOf(copy, `${copy}.mounted`);
}

/** Why no disk can be mounted here, in a sentence; null where it can. */
export async function whyNoLoopImages(): Promise<string | null> {
  if (process.platform !== 'linux') return `loop mounts need Linux; this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'loop mounts need root';
  const folder = mkdtempSync(join(tmpdir(), 'faults-probe-'));
  try {
    const image = await makeImage(folder);
    await image.mounted(() => Promise.resolve());
    return null;
  } catch (error) {
    return `no loop mounts here: ${error instanceof Error ? error.message.trim() : String(error)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
