import { existsSync } from 'node:fs';
import { DatabaseRefusedError } from './store/database.native.ts';
import { openKeeper } from './store/keeper.native.ts';
import type { Recovery } from './store/recovery.native.ts';
import { workspaceOf } from './store/workspace.ts';

function report({ reason, setAside, backup, replayed, problems }: Recovery): string {
  return [
    reason,
    setAside === null ? 'There was nothing to set aside.' : `Set aside:   ${setAside}`,
    backup === null ? 'Began from:  an empty database' : `Began from:  ${backup}`,
    `Taken over:  ${replayed} transactions of the journal`,
    ...(problems.length === 0
      ? ['Nothing that was acknowledged is missing.']
      : ['Could not be read, and may be missing:', ...problems.map((problem) => `    ${problem}`)]),
  ].join('\n');
}

/**
 * Does what a kiosk does at its start: a database that is damaged or gone is replaced from its copies and its journal.
 *
 * @param folder data folder of a kiosk that is not running
 * @returns the exit code: 0 sound or repaired, 1 not repairable or not a data folder, 2 repaired but for what could not be read
 */
export function repairCommand(folder: string): number {
  const workspace = workspaceOf(folder);
  const isWorkspace = [workspace.databaseFile, workspace.backupDirectory, workspace.journalDirectory].some((path) =>
    existsSync(path),
  );
  if (!isWorkspace) {
    console.error(`${folder} holds no kiosk data. Give the folder that the kiosk was started with (--data).`);
    return 1;
  }
  try {
    const { database, recovery } = openKeeper(workspace, () => new Date());
    database.close();
    console.log(recovery === null ? 'Every page and row is as it was written. Nothing to repair.' : report(recovery));
    return (recovery?.problems.length ?? 0) === 0 ? 0 : 2;
  } catch (error) {
    if (!(error instanceof DatabaseRefusedError)) throw error;
    console.error(error.message);
    return 1;
  }
}
