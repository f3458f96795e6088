import { retentionDaysOf } from '#shared/retention.ts';
import type { AppParts } from './app.ts';
import { createCodes } from './codes.ts';
import { packOf } from './pack-of.ts';
import { type PublishedResources, publishedResources } from './publications/published-resources.ts';
import { openDeviceKeys } from './store/device-keys.ts';
import { openStore } from './store/open-store.ts';
import { openTombstones } from './store/tombstone-file.ts';

/**
 * Opens the store of a kiosk with its keys, and writes down what had to be put right: rows of an earlier release that were sealed,
 * damaged key files, a database that was repaired.
 */
export function openKioskStore(
  parts: Pick<AppParts, 'clock' | 'newId' | 'keeper' | 'keys' | 'workspace' | 'jobs' | 'packs' | 'log'>,
) {
  const { clock, newId, keeper, keys, workspace, log } = parts;
  const codes = createCodes(keys.ring.secret);
  const deviceKeys = openDeviceKeys(workspace.deviceKeyFile, keys.ring.secret);
  const { signer } = deviceKeys;
  const tombstones = openTombstones(workspace.tombstoneFile);
  let published: PublishedResources | null = null;
  const store = openStore(keeper.database, {
    now: clock.now,
    newId,
    reference: codes.reference,
    keys,
    tombstones,
    signer,
    checkRows: keeper.rows.session,
    daysOf: (interview) => retentionDaysOf(packOf(published?.packs() ?? parts.packs, interview.packId), interview),
  });
  const resources = publishedResources(store.publications, parts, clock.now, store.jobs.newest);
  published = resources;
  /** Before this start writes lines of its own. */
  const newestAuditMs = store.kiosk.lastSeenMs();
  if (store.sealedRows > 0) {
    // what an earlier release kept in the clear is also in the copies of the database and in its journal
    keeper.forgetCopies();
    log('store.sealed', { interviews: store.sealedRows });
  }
  for (const problem of keys.problems) log('keys.repaired', { problem });
  if (deviceKeys.problem !== null) log('keys.device_key_damaged', { problem: deviceKeys.problem });
  if (keeper.recovery !== null) {
    const { reason, setAside, backup, replayed, problems } = keeper.recovery;
    log('store.repaired', { reason, setAside, backup, replayed, problems });
    store.ledger.audit({
      actor: 'kiosk',
      action: 'store.repaired',
      subject: store.deviceId,
      detail: { reason, replayed, unreadable: problems.length },
    });
  }
  // before anybody waits for a list: the first one would take the time
  const readFrom = clock.monotonicMs();
  const interviews = store.review.prepareLists();
  log('review.lists_read', { interviews, ms: Math.round(clock.monotonicMs() - readFrom) });
  return { store, codes, tombstones, deviceKeys, resources, newestAuditMs };
}
