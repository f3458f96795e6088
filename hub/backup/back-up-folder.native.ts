import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const DATABASE = 'hub.db';

/**
 * A whole copy of a hub's folder while the hub runs: the database as one moment of it, then recordings and the small files. A folder
 * of that name appears only when everything is in it; it starts as a hub by itself.
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
  await rename(unfinished, target);
  return 'done';
}
