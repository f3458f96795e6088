import type { RecordingId } from '#shared/ids.ts';
import type { AppParts } from './app.ts';
import type { RecordingFiles } from './capture/recording-files.ts';
import { deviceStatus } from './device-status.ts';
import { createHubEnrolment } from './hub-enrolment.ts';
import { createKioskSync } from './kiosk-sync.ts';
import type { openKioskStore } from './open-kiosk-store.ts';
import { openSealedMedia } from './sealed-media.ts';
import { acknowledgedHead } from './store/acknowledged-head.ts';
import { createAuditHeads } from './store/audit-heads.ts';
import { createOutboxStore } from './store/outbox-store.ts';
import { MAX_WAIT_MS } from './sync/ports.ts';
import { wait } from './wait.ts';

/**
 * Everything a kiosk has to do with head office but what comes down from it: sending, enrolment, the heads of its audit log.
 *
 * @param openRecording bytes of a recording that is on this kiosk
 */
export function connectHeadOffice(
  parts: Pick<AppParts, 'clock' | 'keeper' | 'log' | 'random' | 'updates' | 'version' | 'workspace'>,
  { store, deviceKeys }: Pick<ReturnType<typeof openKioskStore>, 'store' | 'deviceKeys'>,
  openRecording: RecordingFiles['open'],
) {
  const { clock, keeper, log, workspace } = parts;
  const settings = () => store.kiosk.settings();
  const auditHeads = createAuditHeads(keeper.database, {
    deviceId: store.deviceId,
    signer: deviceKeys.signer,
    isOwnKey: deviceKeys.isOwn,
    acknowledged: acknowledgedHead(workspace.acknowledgedHeadFile),
    now: clock.now,
    log,
  });
  const sync = createKioskSync({
    outbox: createOutboxStore(keeper.database, { path: (id) => id, cells: store.cells, maxWaitMs: MAX_WAIT_MS }),
    openMedia: (id) => openSealedMedia(openRecording, id as RecordingId),
    way: settings,
    isHeld: () => parts.updates.isOnTrial(),
    enrolment: store.enrolment.current,
    device: {
      deviceId: store.deviceId,
      signer: deviceKeys.signer,
      status: () => deviceStatus({ version: parts.version, workspace, figures: store.figures, sync: sync.status() }),
    },
    audit: auditHeads,
    clock: {
      nowMs: () => clock.now().getTime(),
      monotonicMs: clock.monotonicMs,
      wait: (ms, signal) => wait(ms, signal, clock.after),
    },
    random: parts.random,
    log: (level, event, fields) => log(event, { level, ...fields }),
  });

  parts.updates.onProven(() => void sync.whileStill(() => Promise.resolve()));

  const enrolment = createHubEnrolment({
    deviceId: store.deviceId,
    deviceKeys,
    rows: store.enrolment,
    settings: { current: settings, save: store.kiosk.saveSettings },
    startPublicationsOver: store.publications.startOver,
    audit: (action, detail) => store.ledger.audit({ actor: 'staff', action, subject: store.deviceId, detail }),
    whileStill: sync.whileStill,
    fetch: sync.fetch,
    now: clock.now,
    log,
  });
  sync.subscribe(() => {
    // head office may have gone over to the next key while its answer was lost
    if (sync.status().lastError === 'device_key_unknown') void enrolment.finishKeyChange();
  });

  return { sync, enrolment, auditHeads };
}
