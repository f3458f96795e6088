import { v7 } from 'uuid';
import { createRecordingFiles, type RecordingFiles } from '#main/capture/recording-files.ts';
import { type Database, openDatabase } from '#main/store/database.native.ts';
import { type Keeper, openKeeper } from '#main/store/keeper.native.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { openStore, type Store } from '#main/store/open-store.ts';
import type { Workspace } from '#main/store/workspace.ts';

/** What of a kiosk keeps data. */
export interface Kiosk {
  readonly database: Database;
  /** Null where there is no journal. */
  readonly keeper: Keeper | null;
  readonly store: Store;
  readonly files: RecordingFiles;
}

/**
 * Opens a workspace as a kiosk does at its start.
 *
 * @param hasJournal false takes the journal away, for negative controls
 */
export async function openKiosk(workspace: Workspace, { hasJournal }: { hasJournal: boolean }): Promise<Kiosk> {
  const now = () => new Date();
  const keys = await openKeys(workspace, knownKeyring);
  const keeper = hasJournal ? openKeeper(workspace, now) : null;
  const database = keeper?.database ?? openDatabase(workspace.databaseFile);
  const store = openStore(database, { now, newId: () => v7(), reference: (id) => id.slice(-6), keys });
  const files = createRecordingFiles({
    directory: workspace.mediaDirectory,
    rows: store.recordings,
    keyOf: store.cells.recordingKey,
    log: () => undefined,
    // an image for a power cut is smaller than what a kiosk leaves free
    freeBytes: () => Promise.resolve(Number.POSITIVE_INFINITY),
  });
  return { database, keeper, store, files };
}
