import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { changedSchema, type Database } from './database.native.ts';
import { changedRows } from './journal/changed-rows.ts';
import { journalPosition } from './journal/guard-writes.ts';
import type { Journal } from './journal/journal-file.ts';
import { syncFolder } from './sync-folder.ts';

/** As many whole copies are kept; one that cannot be read any more is then not the end. */
const GENERATIONS = 3;
const FILE_NAME = /^at-(\d{12})\.db$/;

/** A whole copy of the database, and the number of the last journal entry in it. */
export interface Backup {
  readonly file: string;
  readonly sequence: number;
}

/** Copies in a folder, the newest first. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const found = FILE_NAME.exec(name);
      return found ? [{ file: join(folder, name), sequence: Number(found[1]) }] : [];
    })
    .toSorted((a, b) => b.sequence - a.sequence);
}

/** The position in the journal is no row with a hash of its own; the name of the copy says what it must be. */
function movedPosition(database: Database, name: string): string[] {
  const named = FILE_NAME.exec(name)?.[1];
  const found = journalPosition(database);
  return named === undefined || Number(named) === found ? [] : [`its position became ${found}`];
}

/** What is wrong with a copy; empty when every page and every row of it is as it was written. */
export function backupProblems(file: string): string[] {
  let database: Database;
  try {
    database = new BetterSqlite3(file, { fileMustExist: true, readonly: true });
  } catch (error) {
    return [`cannot be opened: ${String(error)}`];
  }
  try {
    const pages = database.pragma('integrity_check') as { integrity_check: string }[];
    const broken = pages.map(({ integrity_check }) => integrity_check).filter((text) => text !== 'ok');
    if (broken.length > 0) return broken;
    return [...changedSchema(database), ...changedRows(database), ...movedPosition(database, basename(file))];
  } catch (error) {
    return [`cannot be read: ${String(error)}`];
  } finally {
    database.close();
  }
}

/** Waits until a file is on the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Makes a whole copy of the database, reads it again from the disk, and lets go of what it makes needless: older copies than
 * the third, and journal files that all copies are ahead of.
 *
 * @param keep how many copies stay; 1 after an erasure, so that no copy holds what was erased
 * @throws {Error} when the copy is not what it was made from; nothing is then removed
 */
export function makeBackup(database: Database, journal: Journal, folder: string, keep = GENERATIONS): Backup {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sequence = journalPosition(database);
  const file = join(folder, `at-${String(sequence).padStart(12, '0')}.db`);
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  database.exec(`vacuum into '${unfinished.replaceAll("'", "''")}'`);
  syncFile(unfinished);
  const problems = backupProblems(unfinished);
  if (problems.length > 0) {
    rmSync(unfinished, { force: true });
    throw new Error(`The backup is not what the database was: ${problems.slice(0, 3).join('; ')}`);
  }
  renameSync(unfinished, file);
  syncFolder(folder);
  journal.startFile();
  const kept = listBackups(folder);
  for (const { file: old } of kept.slice(keep)) rmSync(old);
  syncFolder(folder);
  journal.forget(Math.min(...kept.slice(0, keep).map((each) => each.sequence)));
  return { file, sequence };
}
