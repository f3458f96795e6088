import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listBackups, syncFile } from './backups.native.ts';
import { changedSchema, type Database } from './database.native.ts';
import { changedRows } from './journal/changed-rows.ts';
import { journalPosition } from './journal/guard-writes.ts';
import { openWorkspaceDatabase } from './recovery.native.ts';
import { type Workspace, workspaceOf } from './workspace.ts';

const MAX_LISTED = 10;

/** What came of putting the newest copy and the journal back in a folder of their own. */
export interface RestoreTest {
  readonly testedAt: string;
  /** The copy that was taken; null: everything came from the journal. */
  readonly backup: string | null;
  /** Transactions replayed from the journal. */
  readonly replayed: number;
  /** Number of the last transaction in the database, and in what was restored. */
  readonly position: number;
  readonly restoredPosition: number;
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly restoredRows: number }[];
  readonly isWhole: boolean;
  readonly problems: readonly string[];
}

interface TableSum {
  readonly rows: number;
  /** Of the hashes of all rows. */
  readonly sum: string;
}

function sumsOf(database: Database): Map<string, TableSum> {
  const sums = new Map<string, { rows: number; hash: ReturnType<typeof createHash> }>();
  const rows = database.prepare<[], { table_name: string; row_id: number; sha256: Buffer }>(
    'select table_name, row_id, sha256 from row_hashes order by table_name, row_id',
  );
  for (const { table_name: name, row_id: rowId, sha256 } of rows.iterate()) {
    const sum = sums.get(name) ?? { rows: 0, hash: createHash('sha256') };
    sum.rows += 1;
    sum.hash.update(`${rowId} `).update(sha256);
    sums.set(name, sum);
  }
  return new Map([...sums].map(([name, { rows: count, hash }]) => [name, { rows: count, sum: hash.digest('hex') }]));
}

/**
 * Tries what a repair would do, on copies: the newest copy of the database and the journal, in a folder beside the data, opened as a
 * workspace whose database is gone, and compared row by row with the database itself. Changes nothing; what is sealed stays sealed.
 *
 * @param database open, of the workspace
 */
export function testRestore(workspace: Workspace, database: Database, now: Date): RestoreTest {
  const folder = mkdtempSync(join(workspace.directory, 'restore-test-'));
  try {
    const trial = workspaceOf(folder);
    const [newest] = listBackups(workspace.backupDirectory);
    mkdirSync(trial.backupDirectory, { recursive: true, mode: 0o700 });
    if (newest) {
      const copy = join(trial.backupDirectory, basename(newest.file));
      copyFileSync(newest.file, copy);
      syncFile(copy);
    }
    cpSync(workspace.journalDirectory, trial.journalDirectory, { recursive: true });
    const { database: restored, recovery } = openWorkspaceDatabase(trial, now);
    try {
      const [before, after] = [sumsOf(database), sumsOf(restored)];
      const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
      const different = names.filter((name) => before.get(name)?.sum !== after.get(name)?.sum);
      const position = journalPosition(database);
      const restoredPosition = journalPosition(restored);
      const problems = [
        ...(recovery === null ? ['Nothing was restored: there was neither a copy nor a journal.'] : recovery.problems),
        ...different.map((name) => `Table ${name} is not what it is in the database.`),
        ...changedSchema(restored),
        ...changedRows(restored),
        ...(position === restoredPosition
          ? []
          : [`It ends at transaction ${restoredPosition}, the database at ${position}.`]),
      ];
      return {
        testedAt: now.toISOString(),
        backup: recovery?.backup == null ? null : basename(recovery.backup),
        replayed: recovery?.replayed ?? 0,
        position,
        restoredPosition,
        tables: names.map((name) => ({
          name,
          rows: before.get(name)?.rows ?? 0,
          restoredRows: after.get(name)?.rows ?? 0,
        })),
        isWhole: problems.length === 0,
        problems: problems.slice(0, MAX_LISTED),
      };
    } finally {
      restored.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
