import { existsSync } from 'node:fs';
import { cp, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';

const DATABASE = 'hub.db';

/**
 * A whole copy of a hub's folder while the hub runs: the database as one moment of it, then recordings and the small files. A folder
 * of that name appears only when everything is in it and on the medium; it starts as a hub by itself.
 *
 * @throws what a disk says
 */
export async function backUpFolder(dataDir: string, target: string): Promise<'done' | 'target_exists' | 'no_hub'> {
  if (existsSync(target)) return 'target_exists';
  if (!existsSync(join(dataDir, DATABASE))) return 'no_hub';
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const database = new Database(join(dataDir, DATABASE), { fileMustExist: true });
  try {
    database.pragma('busy_timeout = 5000');
    database.prepare('vacuum into ?').run(join(unfinished, DATABASE));
  } finally {
    database.close();
  }
  // after the database: a file that it names was there before it was named
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(DATABASE)) continue;
    await cp(join(dataDir, name), join(unfinished, name), { recursive: true, preserveTimestamps: true });
  }
  await syncTree(unfinished);
  await rename(unfinished, target);
  await syncPath(dirname(target));
  return 'done';
}

/** Everything in the folder is on the medium, its names too, before the folder gets its own name. */
async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? syncTree(path) : syncPath(path));
  }
  await syncPath(folder);
}

async function syncPath(path: string): Promise<void> {
  // Windows cannot open a folder for fsync; NTFS journals its names itself
  if (process.platform === 'win32' && (await stat(path)).isDirectory()) return;
  const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
