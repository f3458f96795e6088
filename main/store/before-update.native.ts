import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { backupProblems, listBackups, syncFile } from './backups.native.ts';
import { decodeJournal } from './journal/journal-frames.ts';
import { syncFolder } from './sync-folder.ts';
import type { Workspace } from './workspace.ts';

const NAME = 'anteroom.db';
const NOTE = 'note.json';
const JOURNAL_NAME = /^after-\d{12}\.aj$/;
/**
 * What a program writes by starting; anything else may have been acknowledged to somebody. Deletions that were decided before are
 * finished by any start, and again by the next one.
 */
const HOUSEKEEPING: ReadonlySet<string> = new Set(['boots', 'audit', 'deletions', 'doomed_files']);

/** What stood there when a version gave way to the next one. */
const Note = z.strictObject({
  format: z.literal(1),
  from: z.string(),
  to: z.string(),
  sha256: z.string(),
  /** Files of the journal and their lengths. */
  journal: z.record(z.string(), z.int().nonnegative()),
});
type Note = z.infer<typeof Note>;

const folderOf = (workspace: Workspace) => join(workspace.directory, 'before-update');

function sha256Of(file: string): string {
  const hash = createHash('sha256');
  const handle = openSync(file, 'r');
  const block = Buffer.alloc(1024 * 1024);
  try {
    for (let read = readSync(handle, block); read > 0; read = readSync(handle, block))
      hash.update(block.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

/** SQLite's `user_version`, from the header of a file that has no WAL (sqlite.org/fileformat2.html §1.3). */
function versionOf(file: string): number {
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(100);
    return readSync(handle, header, 0, 100, 0) === 100 ? header.readInt32BE(60) : 0;
  } finally {
    closeSync(handle);
  }
}

function journalFiles({ journalDirectory }: Workspace): Record<string, number> {
  if (!existsSync(journalDirectory)) return {};
  const names = readdirSync(journalDirectory).filter((name) => JOURNAL_NAME.test(name));
  return Object.fromEntries(names.map((name) => [name, statSync(join(journalDirectory, name)).size]));
}

/**
 * Keeps the closed database as it is, for the version that runs now: the next one may bring it to a form this one cannot read, and
 * not become healthy.
 *
 * @throws {Error} when the database is not closed, or the disk does not take the copy; nothing is then left of it
 */
export function keepBeforeUpdate(workspace: Workspace, versions: { from: string; to: string }): void {
  const { databaseFile, directory } = workspace;
  const wal = `${databaseFile}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0) throw new Error('The database is still open: nothing was switched.');
  const folder = folderOf(workspace);
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    const copy = join(unfinished, NAME);
    copyFileSync(databaseFile, copy);
    syncFile(copy);
    const sha256 = sha256Of(databaseFile);
    const problems = sha256Of(copy) === sha256 ? backupProblems(copy) : ['it is not what the database is'];
    if (problems.length > 0)
      throw new Error(`The copy before the update is not good: ${problems.slice(0, 3).join('; ')}`);
    const note: Note = { format: 1, ...versions, sha256, journal: journalFiles(workspace) };
    const noteFile = join(unfinished, NOTE);
    writeFileSync(noteFile, JSON.stringify(note), { mode: 0o600 });
    syncFile(noteFile);
    syncFolder(unfinished);
    renameSync(unfinished, folder);
    syncFolder(directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** The version that runs is healthy, or opened what is there: nobody goes back behind it. */
export function forgetBeforeUpdate(workspace: Workspace): void {
  const folder = folderOf(workspace);
  if (!existsSync(folder)) return;
  // without its note it is nothing: cut off in between, it is not taken for whole
  rmSync(join(folder, NOTE), { force: true });
  rmSync(folder, { recursive: true, force: true });
  syncFolder(workspace.directory);
}

/** Tables that the next version wrote to since, but by starting. */
function acknowledgedSince({ journalDirectory }: Workspace, before: Note['journal']): string[] {
  const tables = new Set<string>();
  for (const name of readdirSync(journalDirectory).filter((each) => JOURNAL_NAME.test(each))) {
    const bytes = readFileSync(join(journalDirectory, name));
    // a file that was begun anew has nothing of before in it
    const known = (before[name] ?? 0) <= bytes.length ? (before[name] ?? 0) : 0;
    const { entries, damaged } = decodeJournal(bytes.subarray(known));
    // a torn end was never acknowledged; what cannot be read before it may have been
    if (damaged.some(({ offset, bytes: length }) => known + offset + length < bytes.length)) tables.add('?');
    for (const { rows } of entries) for (const { table } of rows) if (!HOUSEKEEPING.has(table)) tables.add(table);
  }
  return [...tables].toSorted();
}

/** What came of going back. `written`: tables that would have lost something. */
export type WentBack =
  | { readonly kind: 'back'; readonly from: string; readonly setAside: string }
  | { readonly kind: 'nothing_kept' }
  | { readonly kind: 'would_lose'; readonly written: readonly string[] };

/**
 * Puts the database back as it was before an update that was given up, if nobody was acknowledged anything since. What the newer
 * version left is set aside, never deleted. Cut off anywhere, calling it again finishes it.
 *
 * @param schema newest version of the database that this program reads
 */
export function goBackBeforeUpdate(workspace: Workspace, schema: number, now: Date): WentBack {
  const folder = folderOf(workspace);
  const { databaseFile, directory, journalDirectory, backupDirectory } = workspace;
  let note: Note;
  try {
    note = Note.parse(JSON.parse(readFileSync(join(folder, NOTE), 'utf8')));
  } catch {
    // not there, or torn: nobody may be brought back to something unknown
    return { kind: 'nothing_kept' };
  }
  const copy = join(folder, NAME);
  if (!existsSync(copy) || sha256Of(copy) !== note.sha256 || versionOf(copy) > schema) return { kind: 'nothing_kept' };
  const written = acknowledgedSince(workspace, note.journal);
  if (written.length > 0) return { kind: 'would_lose', written };

  const aside = join(workspace.setAsideDirectory, `update-${now.toISOString().replaceAll(':', '-')}`);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  const unfinished = `${databaseFile}.new`;
  copyFileSync(copy, unfinished);
  syncFile(unfinished);
  // names are kept apart: a copy and a database may have the same
  const setAside = (file: string) => renameSync(file, join(aside, basename(file)));
  /** The database itself stays until the other takes its place: there is never a moment without one. */
  const keepAside = (file: string) => {
    if (file !== databaseFile) return setAside(file);
    copyFileSync(file, join(aside, basename(file)));
    syncFile(join(aside, basename(file)));
  };
  for (const { file } of listBackups(backupDirectory)) if (versionOf(file) > schema) setAside(file);
  for (const [name, size] of Object.entries(journalFiles(workspace)))
    if (note.journal[name] !== size) setAside(join(journalDirectory, name));
  for (const suffix of ['-wal', '-shm', '-journal', ''])
    if (existsSync(`${databaseFile}${suffix}`)) keepAside(`${databaseFile}${suffix}`);
  renameSync(unfinished, databaseFile);
  for (const each of [aside, backupDirectory, journalDirectory, directory]) if (existsSync(each)) syncFolder(each);
  return { kind: 'back', from: note.to, setAside: aside };
}
