import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { backupProblems, listBackups, makeBackup, syncFile } from './backups.native.ts';
import { DatabaseRefusedError, type OpenedDatabase, type OpeningOptions, openWithJournal } from './database.native.ts';
import { journalPosition } from './journal/guard-writes.ts';
import { readJournal } from './journal/journal-file.ts';
import type { Workspace } from './workspace.ts';
import { syncFolder } from './sync-folder.ts';

/** What was done about a database that could not be used. */
export interface Recovery {
  /** Why, in a sentence for a technician. */
  readonly reason: string;
  /** Where the old files lie now; null when there were none. */
  readonly setAside: string | null;
  /** The copy that was taken; null: everything comes from the journal. */
  readonly backup: string | null;
  /** Transactions taken from the journal since then. */
  readonly replayed: number;
  /** What could not be read: each may be something that is lost. */
  readonly problems: readonly string[];
}

export interface OpenedWorkspace extends OpenedDatabase {
  readonly recovery: Recovery | null;
}

const SIDE_FILES = ['', '-wal', '-shm', '-journal'];

/** Moves the database and everything that belongs to it away together: a WAL without its database would be taken for another's. */
function setAside({ databaseFile, setAsideDirectory }: Workspace, now: Date): string | null {
  const found = SIDE_FILES.map((suffix) => `${databaseFile}${suffix}`).filter((file) => existsSync(file));
  if (found.length === 0) return null;
  const folder = join(setAsideDirectory, now.toISOString().replaceAll(':', '-'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // the database last: cut off in between, the next start finds it and begins again
  for (const file of found.toReversed()) renameSync(file, join(folder, basename(file)));
  syncFolder(folder);
  return folder;
}

/** Whether the journal reaches back to an empty database. */
function isJournalWhole(workspace: Workspace): boolean {
  const { entries, problems } = readJournal(workspace.journalDirectory);
  return entries[0]?.sequence === 1 && problems.length === 0;
}

/**
 * Whether a copy holds transactions that the database has lost and the journal no longer has: the WAL of days is gone, and the
 * journal reaches back to the oldest copy only.
 */
function isBehindCopy({ database, foundAt, problems }: OpenedDatabase, { backupDirectory }: Workspace): boolean {
  const newest = listBackups(backupDirectory)[0]?.sequence ?? 0;
  return foundAt < newest && (problems.length > 0 || journalPosition(database) < newest);
}

/** Puts the newest copy that can be read in the database's place, or nothing, to begin from an empty one. */
function putBack({ databaseFile, directory }: Workspace, copy: string | null): void {
  if (copy === null) return;
  const unfinished = `${databaseFile}.new`;
  copyFileSync(copy, unfinished);
  syncFile(unfinished);
  renameSync(unfinished, databaseFile);
  syncFolder(directory);
}

function recover(workspace: Workspace, reason: string, now: Date, options: OpeningOptions): OpenedWorkspace {
  const unreadable: string[] = [];
  const backup = listBackups(workspace.backupDirectory).find(({ file }) => {
    const [problem] = backupProblems(file);
    if (problem !== undefined) unreadable.push(`${basename(file)}: ${problem}`);
    return problem === undefined;
  });
  // looked at before anything is moved: with nothing to repair it from, the folder stays as it is
  if (!backup && !isJournalWhole(workspace)) {
    throw new DatabaseRefusedError(
      'damaged',
      `${reason} No backup can be read and the journal does not reach back to the beginning. Keep the folder and call the technician.`,
    );
  }
  const aside = setAside(workspace, now);
  putBack(workspace, backup?.file ?? null);
  const opened = openWithJournal(workspace.databaseFile, workspace.journalDirectory, {
    ...options,
    rowsAtStart: Infinity,
  });
  const { replayed, problems } = opened;
  return {
    ...opened,
    recovery: {
      reason,
      setAside: aside,
      backup: backup?.file ?? null,
      replayed,
      problems: [...unreadable, ...problems],
    },
  };
}

/** From now until a database was read whole, no start leaves rows to be read afterwards. */
export function doubtRows({ doubtFile }: Workspace): void {
  closeSync(openSync(doubtFile, 'a', 0o600));
}

/** A copy is made of what was read whole only: of damage it would push out a sound one. */
function isCopyDue({ recovery, problems, isMigrated }: OpenedWorkspace, { backupDirectory }: Workspace): boolean {
  return recovery !== null || problems.length > 0 || isMigrated || listBackups(backupDirectory).length === 0;
}

/**
 * Opens the database of a workspace, and repairs what can be repaired: a database that is damaged or gone is set aside, the
 * newest copy that can be read takes its place, and the journal is replayed up to the last transaction that was acknowledged.
 *
 * A copy is made at once after a repair and on a workspace that has none, so that there always is one to begin from.
 *
 * @throws {DatabaseRefusedError} `damaged` when nothing is left to repair it from, and all other reasons of `openWithJournal`
 */
export function openWorkspaceDatabase(workspace: Workspace, now: Date, options: OpeningOptions = {}): OpenedWorkspace {
  const { databaseFile, journalDirectory, backupDirectory } = workspace;
  const isDoubted = existsSync(workspace.doubtFile);
  const opened = openWhole(openOrRecover(isDoubted ? Infinity : options.rowsAtStart));
  const { database, journal } = opened;
  if (journal && isCopyDue(opened, workspace)) {
    try {
      makeBackup(database, journal, backupDirectory);
    } catch (error) {
      // the lock would keep the next attempt out
      database.close();
      throw error;
    }
  }
  if (isDoubted) rmSync(workspace.doubtFile, { force: true });
  return opened;

  /** Where a copy is to be made, reads what was left. */
  function openWhole(first: OpenedWorkspace): OpenedWorkspace {
    if (first.rows.status().isDone || !isCopyDue(first, workspace)) return first;
    first.database.close();
    const { foundAt, replayed, problems, isMigrated } = first;
    const second = openOrRecover(Infinity);
    // what the first opening took over and could not read is done with, and still to be told
    return second.recovery === null ? { ...second, foundAt, replayed, problems, isMigrated } : second;
  }

  function openOrRecover(rowsAtStart = Infinity): OpenedWorkspace {
    const isGone = !existsSync(databaseFile);
    const hasPast = listBackups(backupDirectory).length > 0 || readJournal(journalDirectory).entries.length > 0;
    if (isGone && hasPast) return recover(workspace, 'The database is gone.', now, options);
    try {
      const opened = openWithJournal(databaseFile, journalDirectory, { ...options, rowsAtStart });
      if (!isBehindCopy(opened, workspace)) return { ...opened, recovery: null };
      opened.database.close();
      throw new DatabaseRefusedError('damaged', 'The database has lost what a copy still holds.');
    } catch (error) {
      if (!(error instanceof DatabaseRefusedError) || error.code !== 'damaged') throw error;
      return recover(workspace, error.message, now, options);
    }
  }
}
