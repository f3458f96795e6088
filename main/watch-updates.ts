import { statfs } from 'node:fs/promises';
import type { AppParts } from './app.ts';
import type { KioskSync } from './kiosk-sync.ts';
import type { Interviews } from './session/interviews.ts';
import type { Settings } from '#shared/settings.ts';
import { NEWEST_SCHEMA } from './store/migrate.ts';
import type { Store } from './store/open-store.ts';
import { lookAtWindow } from './sync/sending-window.ts';
import type { UpdateStatus } from './update/ports.ts';

/** Lets the shell look for new versions, and tells it when this kiosk can do without itself for a minute. */
export function watchUpdates(
  parts: Pick<AppParts, 'updates' | 'keeper' | 'workspace' | 'clock' | 'log'>,
  {
    store,
    settings,
    interviews,
    sync,
  }: {
    store: Store;
    settings: () => Settings;
    interviews: Pick<Interviews, 'view' | 'subscribe' | 'sessionId'>;
    sync: Pick<KioskSync, 'status'>;
  },
): { status(): UpdateStatus; stop(): Promise<void> } {
  const { clock, keeper, workspace, log } = parts;
  let quietSinceMs = clock.monotonicMs();
  interviews.subscribe(() => (quietSinceMs = clock.monotonicMs()));
  return parts.updates.watch({
    deviceId: store.deviceId,
    schema: NEWEST_SCHEMA,
    async facts() {
      const { bavail, bsize } = await statfs(workspace.directory);
      const now = clock.now().getTime();
      return {
        freeBytes: bavail * bsize,
        // read last: nothing is waited for between this and what is done about it
        isInterviewing: interviews.view().state.kind !== 'idle' || interviews.sessionId() !== null,
        isRecording: store.recordings.listOpen().length > 0,
        quietForMs: clock.monotonicMs() - quietSinceMs,
        isSending: sync.status().state === 'sending',
        isInHours: lookAtWindow(settings().updates.window, now).isOpen,
      };
    },
    prepare: keeper.nightly,
    audit: (action, detail) => store.ledger.audit({ actor: 'kiosk', action, subject: store.deviceId, detail }),
    log,
    clock,
  });
}
