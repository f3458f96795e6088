import { v7 } from 'uuid';
import { createCodes } from '#main/codes.ts';
import { deletionOver } from '#main/deletion-over.ts';
import type { Deletion } from '#main/session/deletion.ts';
import { deviceSigner } from '#main/store/device-signer.ts';
import { openTombstones } from '#main/store/tombstone-file.ts';
import { createRecordingFiles, type RecordingFiles, type RecordingFilesParts } from '#main/capture/recording-files.ts';
import { type Database, openDatabase } from '#main/store/database.native.ts';
import { type Keeper, openKeeper } from '#main/store/keeper.native.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import type { DiskHelp } from '#main/store/journal/guard-writes.ts';
import { type OpenedKeys, openKeys } from '#main/store/keys/open-keys.ts';
import { openStore, type Store } from '#main/store/open-store.ts';
import type { Workspace } from '#main/store/workspace.ts';

/** What of a kiosk keeps data. */
export interface Kiosk {
  readonly database: Database;
  /** Null where there is no journal. */
  readonly keeper: Keeper | null;
  readonly store: Store;
  readonly files: RecordingFiles;
  readonly codes: ReturnType<typeof createCodes>;
  readonly deletion: Deletion;
}

export interface KioskParts {
  readonly hasJournal: boolean;
  readonly help?: DiskHelp;
  readonly room?: RecordingFilesParts['room'];
  /** What the keys are seen through. */
  readonly watch?: (keys: OpenedKeys) => OpenedKeys;
}

/**
 * Opens a workspace as a kiosk does at its start.
 *
 * @param options.hasJournal false takes the journal away, for negative controls
 * @param options.room what recordings leave free; without it they fill the disk
 */
export async function openKiosk(
  workspace: Workspace,
  { hasJournal, help, room, watch = (keys) => keys }: KioskParts,
): Promise<Kiosk> {
  const now = () => new Date();
  const keys = watch(await openKeys(workspace, knownKeyring));
  const keeper = hasJournal ? openKeeper(workspace, now, help && { help }) : null;
  const database = keeper?.database ?? openDatabase(workspace.databaseFile);
  try {
    return openOver(workspace, keys, keeper, database, room);
  } catch (error) {
    // the lock would keep the next attempt out
    database.close();
    throw error;
  }
}

function openOver(
  workspace: Workspace,
  keys: OpenedKeys,
  keeper: Keeper | null,
  database: Database,
  room: KioskParts['room'],
): Kiosk {
  const now = () => new Date();
  const codes = createCodes(keys.ring.secret);
  const tombstones = openTombstones(workspace.tombstoneFile);
  const signer = deviceSigner(keys.ring.secret);
  const store = openStore(database, { now, newId: () => v7(), reference: codes.reference, keys, tombstones, signer });
  const files = createRecordingFiles({
    directory: workspace.mediaDirectory,
    rows: store.recordings,
    keyOf: store.cells.recordingKey,
    log: () => undefined,
    // an image for a power cut is smaller than what a kiosk leaves free
    ...(room === undefined ? { freeBytes: () => Number.POSITIVE_INFINITY } : { room }),
  });
  const deletion = deletionOver({
    store,
    tombstones,
    codes,
    removeRecordings: files.remove,
    now,
    newId: () => v7(),
    log: () => undefined,
  });
  return { database, keeper, store, files, codes, deletion };
}
