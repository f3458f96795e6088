import type { StaffId } from '#shared/ids.ts';
import type { Settings } from '#shared/settings.ts';
import type { AppParts } from './app.ts';
import { createStaffAccounts } from './review/staff-accounts.ts';
import { createStaffRoster } from './review/staff-roster.ts';
import { createStaffSessions } from './review/staff-sessions.ts';
import type { Store } from './store/open-store.ts';

/** Who works here: accounts with their PINs, who is signed in on which page, and the list of accounts. */
export function connectStaff(
  { clock, keys, newId, randomBytes }: Pick<AppParts, 'clock' | 'keys' | 'newId' | 'randomBytes'>,
  store: Store,
  settings: () => Settings,
) {
  const staffClock = { nowMs: () => clock.now().getTime(), monotonicMs: clock.monotonicMs, bootId: store.bootId };
  const accounts = createStaffAccounts({
    store: store.staff,
    clock: staffClock,
    newId: () => newId() as StaffId,
    random: randomBytes,
    pepper: keys.ring.secret,
  });
  const staff = createStaffSessions({
    accounts,
    clock: staffClock,
    startTimer: clock.after,
    autoLockMs: () => settings().autoLockMs,
    onSignOut: ({ staffId, reason }) =>
      store.ledger.audit({ actor: staffId, action: `staff.${reason}`, subject: staffId, detail: {} }),
  });

  const roster = createStaffRoster({
    store: store.staff,
    accounts,
    clock: staffClock,
    newId: () => newId() as StaffId,
    random: randomBytes,
    pepper: keys.ring.secret,
    onChanged: staff.dismiss,
  });
  return { staff, roster };
}
