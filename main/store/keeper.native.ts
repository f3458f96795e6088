import { rmSync } from 'node:fs';
import { backupProblems, listBackups, makeBackup } from './backups.native.ts';
import { changedSchema, type Database, type OpeningOptions } from './database.native.ts';
import { changedRows } from './journal/changed-rows.ts';
import { openWorkspaceDatabase, type Recovery } from './recovery.native.ts';
import type { RowWatch } from './journal/row-watch.ts';
import type { Workspace } from './workspace.ts';

/** Looks after the one database of a workspace: copies, nightly reading, and letting go of old copies. */
export interface Keeper {
  readonly database: Database;
  /** What had to be repaired at this start; null for nothing. */
  readonly recovery: Recovery | null;
  /** What of the rows is still to be read. */
  readonly rows: RowWatch;
  /**
   * Reads every page and row, makes a copy, and reads the copies that are kept.
   *
   * @returns what is wrong, in sentences for a technician; empty when all is well
   */
  nightly(): string[];
  /** A copy made now replaces all others, and the journal before it goes: nothing beside the database holds what was in the clear. */
  forgetCopies(): void;
}

function pagesOf(database: Database): string[] {
  const pages = database.pragma('integrity_check') as { integrity_check: string }[];
  return pages.map(({ integrity_check }) => integrity_check).filter((text) => text !== 'ok');
}

/**
 * Opens a workspace's database, repaired where that is possible.
 *
 * @throws {DatabaseRefusedError} as `openWorkspaceDatabase`
 */
export function openKeeper(workspace: Workspace, now: () => Date, options?: OpeningOptions): Keeper {
  const { database, journal, recovery, rows } = openWorkspaceDatabase(workspace, now(), options);
  if (journal === null) throw new Error('a workspace always has a journal');
  try {
    // written home and synced anew: of what was last written before an error of the disk the kernel may hold the only copy
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    database,
    recovery,
    rows,
    nightly() {
      const problems = [...pagesOf(database), ...changedSchema(database), ...changedRows(database)];
      // a copy of damage would push out a sound one
      if (problems.length === 0) makeBackup(database, journal, workspace.backupDirectory);
      for (const { file } of listBackups(workspace.backupDirectory)) {
        for (const problem of backupProblems(file)) problems.push(`${file}: ${problem}`);
      }
      return problems;
    },
    forgetCopies() {
      // of damage that is not found yet there would be no sound copy left
      rows.finish();
      database.pragma('wal_checkpoint(TRUNCATE)');
      makeBackup(database, journal, workspace.backupDirectory, 1);
      rmSync(workspace.setAsideDirectory, { recursive: true, force: true });
    },
  };
}
