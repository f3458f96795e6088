import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Pack } from '#shared/pack.ts';
import { retentionDaysOf } from '#shared/retention.ts';
import { createRecordingReader, type OpenRecording } from './capture/recording-reader.ts';
import { createCodes } from './codes.ts';
import { locate } from './locations.ts';
import { acknowledgedHead } from './store/acknowledged-head.ts';
import { type AuditHeads, createAuditHeads } from './store/audit-heads.ts';
import { type Database, DatabaseRefusedError } from './store/database.native.ts';
import { type DeviceKeys, openDeviceKeys } from './store/device-keys.ts';
import type { DeviceSigner } from './store/device-signer.ts';
import { openKeeper } from './store/keeper.native.ts';
import { type Keyring, KeysUnavailableError } from './store/keys/keyring-port.ts';
import { openKeys } from './store/keys/open-keys.ts';
import { derivedKey } from './store/keys/sealed-bytes.ts';
import { openStore, type Store } from './store/open-store.ts';
import { readPacks } from './store/resource-files.ts';
import { openTombstones } from './store/tombstone-file.ts';
import { workspaceOf } from './store/workspace.ts';

/** A kiosk whose data cannot be opened; `message` is one sentence for the person at the terminal. */
export class KioskRefusedError extends Error {
  override readonly name = 'KioskRefusedError';
}

/** A kiosk that is not running, opened for a command. It is written to: a command leaves its line in the audit log. */
export interface StoppedKiosk {
  readonly database: Database;
  readonly store: Store;
  readonly signer: DeviceSigner;
  readonly isOwnKey: DeviceKeys['isOwn'];
  readonly auditHeads: AuditHeads;
  readonly packs: readonly Pack[];
  readonly openRecording: OpenRecording;
  /** 32 bytes that only this kiosk can make, for one purpose each. */
  derivedKey(purpose: string): Buffer;
  close(): void;
}

/**
 * Opens the data folder of a kiosk that is not running. Makes no kiosk where there is none.
 *
 * @throws {KioskRefusedError} when the folder holds none, a kiosk uses it, or its keys cannot be had
 */
export async function openStoppedKiosk(folder: string, keyring: Keyring): Promise<StoppedKiosk> {
  const workspace = workspaceOf(folder);
  if (!existsSync(workspace.databaseFile))
    throw new KioskRefusedError(
      `${folder} holds no kiosk data. Give the folder that the kiosk was started with (--data).`,
    );
  const now = () => new Date();
  const packs = await readPacks(join(locate().resourcesDirectory, 'packs'));
  const strict = packs.find(({ id }) => id === 'strict');
  try {
    // the database first: it says whether a kiosk is running, and then nothing may be touched
    const keeper = openKeeper(workspace, now);
    const { database, recovery } = keeper;
    try {
      // read first: where there are no keys, none are made
      await openKeys(workspace, keyring, { isReadOnly: true });
      const keys = await openKeys(workspace, keyring);
      const { signer, isOwn: isOwnKey } = openDeviceKeys(workspace.deviceKeyFile, keys.ring.secret);
      const store = openStore(database, {
        now,
        newId: () => v7(),
        reference: createCodes(keys.ring.secret).reference,
        keys,
        tombstones: openTombstones(workspace.tombstoneFile),
        signer,
        daysOf: (interview) => {
          const pack = packs.find(({ id }) => id === interview.packId) ?? strict;
          if (pack === undefined) throw new Error('The pack "strict" is not shipped.');
          return retentionDaysOf(pack, interview);
        },
      });
      // what the kiosk itself does at its start
      if (store.sealedRows > 0) keeper.forgetCopies();
      if (recovery !== null) {
        const { reason, replayed, problems } = recovery;
        const detail = { reason, replayed, unreadable: problems.length };
        store.ledger.audit({ actor: 'kiosk', action: 'store.repaired', subject: store.deviceId, detail });
      }
      const auditHeads = createAuditHeads(database, {
        deviceId: store.deviceId,
        signer,
        isOwnKey,
        acknowledged: acknowledgedHead(workspace.acknowledgedHeadFile),
        now,
        log: (event, detail) => console.error(`${event} ${JSON.stringify(detail)}`),
      });
      const openRecording = createRecordingReader({
        directory: workspace.mediaDirectory,
        rows: store.recordings,
        keyOf: store.cells.recordingKey,
      });
      return {
        database,
        store,
        signer,
        isOwnKey,
        auditHeads,
        packs,
        openRecording,
        derivedKey: (purpose) => derivedKey(keys.ring.secret, purpose),
        close: () => database.close(),
      };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof DatabaseRefusedError && error.code === 'in_use')
      throw new KioskRefusedError(`A kiosk is running with ${folder}. Stop it, then give the command again.`, {
        cause: error,
      });
    if (error instanceof DatabaseRefusedError || error instanceof KeysUnavailableError)
      throw new KioskRefusedError(error.message, { cause: error });
    throw error;
  }
}
