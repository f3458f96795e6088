import { createRecordingReader } from '#main/capture/recording-reader.ts';
import { nodeKeyring } from '#main/node-keyring.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { openStore } from '#main/store/open-store.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import type { RecordingId } from '#shared/ids.ts';

/** A recording of a kiosk with its bytes as the page sent them. */
export interface ReadRecording {
  readonly id: RecordingId;
  readonly kind: 'av' | 'pcm';
  readonly bytes: Buffer;
}

/** Opens every recording in the data folder of a kiosk that was stopped. */
export async function readRecordings(data: string): Promise<ReadRecording[]> {
  const workspace = workspaceOf(data);
  const keys = await openKeys(workspace, nodeKeyring(process.env));
  const { database } = openKeeper(workspace, () => new Date());
  try {
    const { recordings, cells } = openStore(database, {
      now: () => new Date(),
      newId: () => crypto.randomUUID(),
      reference: (id) => id,
      keys,
    });
    const open = createRecordingReader({
      directory: workspace.mediaDirectory,
      rows: recordings,
      keyOf: cells.recordingKey,
    });
    const rows = database
      .prepare<[], { id: RecordingId; kind: 'av' | 'pcm' }>('select recording_id as id, kind from recordings')
      .all();
    return await Promise.all(rows.map(async (row) => ({ ...row, bytes: await open(row.id).whole() })));
  } finally {
    database.close();
  }
}
