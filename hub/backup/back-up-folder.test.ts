import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';

/** Runs the backup in a process of its own under strace; its calls, or null where there is no strace. */
async function tracedBackup(dataDir: string, target: string): Promise<string | null> {
  const log = `${target}.trace`;
  const module = new URL('back-up-folder.native.ts', import.meta.url).href;
  const program = `const { backUpFolder } = await import('${module}');
    console.log(await backUpFolder('${dataDir}', '${target}'));`;
  const args = [
    '-f',
    '-y',
    '-e',
    'trace=fsync,rename',
    '-o',
    log,
    process.execPath,
    '--input-type=module',
    '-e',
    program,
  ];
  const run = spawnSync('strace', args, { encoding: 'utf8' });
  if (run.error !== undefined) return null;
  expect(run.stdout.trim()).toBe('done');
  return readFile(log, 'utf8');
}

test('every file and folder of a backup is on the medium before it gets its name, and the name after that', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-backup-'));
  const dataDir = join(folder, 'data');
  await mkdir(join(dataDir, 'media', 'ab'), { recursive: true });
  await writeFile(join(dataDir, 'media', 'ab', 'abcd'), 'a recording');
  await writeFile(join(dataDir, 'token'), 'a token');
  await openSqliteDatabase(join(dataDir, 'hub.db')).close();
  const target = join(folder, 'backup');
  const trace = await tracedBackup(dataDir, target);
  if (trace === null) return context.skip('There is no strace here (Debian: strace).');
  const lines = trace.split('\n');
  const named = lines.findIndex((line) => line.includes(`rename("${target}.unfinished", "${target}")`));
  expect(named).toBeGreaterThan(0);
  const synced = (path: string, among: readonly string[]) =>
    among.some((line) => line.includes('fsync(') && line.includes(`<${path}>`));
  const before = ['', '/hub.db', '/token', '/media', '/media/ab', '/media/ab/abcd'].map(
    (name) => `${target}.unfinished${name}`,
  );
  expect(before.filter((path) => !synced(path, lines.slice(0, named)))).toEqual([]);
  expect(synced(folder, lines.slice(named))).toBe(true);
  // the look sees what was not synced
  expect(synced(join(dataDir, 'token'), lines)).toBe(false);
  await rm(folder, { recursive: true, force: true });
});
