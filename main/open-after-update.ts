import { forgetBeforeUpdate, goBackBeforeUpdate } from './store/before-update.native.ts';
import { DatabaseVersionError } from './store/database-version-error.ts';
import type { OpeningOptions } from './store/database.native.ts';
import { type Keeper, openKeeper } from './store/keeper.native.ts';
import { NEWEST_SCHEMA } from './store/migrate.ts';
import type { Workspace } from './store/workspace.ts';
import type { UpdateShell } from './update/ports.ts';

/**
 * Opens the database of a kiosk that may have been updated, or come back from an update that was given up: the newer version may
 * have brought the database to a form this one cannot read. It is then put back as it was, if nobody was acknowledged anything in
 * between, and otherwise left as it is (ADR 29).
 *
 * @throws {DatabaseVersionError} where going back would lose something, and what `openKeeper` throws
 */
export function openAfterUpdate(
  workspace: Workspace,
  shell: Pick<UpdateShell, 'hasComeBack' | 'isOnTrial' | 'onProven'>,
  parts: OpeningOptions & { now: () => Date; log: (event: string, detail: Record<string, unknown>) => void },
): Keeper {
  const { now, log, ...options } = parts;
  let keeper: Keeper;
  try {
    keeper = openKeeper(workspace, now, options);
  } catch (error) {
    if (!(error instanceof DatabaseVersionError) || !shell.hasComeBack) throw error;
    const back = goBackBeforeUpdate(workspace, NEWEST_SCHEMA, now());
    log('update.database_back', { ...back });
    if (back.kind !== 'back') throw error;
    keeper = openKeeper(workspace, now, options);
    // copies of the newer version were set aside
    for (const problem of keeper.nightly()) log('store.check_failed', { problem });
  }
  if (shell.isOnTrial()) shell.onProven(() => forgetBeforeUpdate(workspace));
  else forgetBeforeUpdate(workspace);
  return keeper;
}
