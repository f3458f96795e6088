import type { Settings } from '#shared/settings.ts';
import type { OpenedKeys } from './store/keys/open-keys.ts';
import type { Store } from './store/open-store.ts';
import { trustRecipient } from './trust-recipient.ts';

/**
 * Keeps settings with their line in the audit log, and sends by them from now on. False when the recovery key they name is none:
 * nothing changed.
 */
export function settingsSaver(parts: {
  readonly keys: OpenedKeys;
  readonly store: Pick<Store, 'kiosk' | 'ledger' | 'deviceId'>;
  readonly configure: (settings: Settings) => void;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}): (next: Settings) => Promise<boolean> {
  const { keys, store, log } = parts;
  return async (next) => {
    if (!(await trustRecipient(keys, next.recoveryRecipient, log))) return false;
    store.kiosk.saveSettings(next);
    store.ledger.audit({ actor: 'staff', action: 'settings.changed', subject: store.deviceId, detail: {} });
    parts.configure(next);
    return true;
  };
}
