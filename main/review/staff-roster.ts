import type { StaffId } from '#shared/ids.ts';
import { hashPin } from './pin-hash.ts';
import { lockedForMs, noAttempts } from './pin-lock-out.ts';
import { isAllowedPin } from './pin-rules.ts';
import type { StaffAccount, StaffClock, StaffStore } from './ports.ts';
import type { StaffAccounts, VerifyOutcome } from './staff-accounts.ts';

/** Why a change of accounts was not made. */
export type RosterRefusal =
  /** The person who wanted it did not prove to be who is signed in. */
  | { kind: 'not_confirmed'; outcome: Exclude<VerifyOutcome, { kind: 'ok' }> }
  | { kind: 'staff_unknown' | 'last_manager' | 'pin_too_simple' | 'name_taken' };
export type RosterOutcome = { kind: 'ok' } | RosterRefusal;

/** Who makes a change, confirmed with their own PIN. */
export interface Confirmation {
  actor: StaffId;
  yourPin: string;
}

/** The accounts of a site, looked after by its managers. Every change is audited. */
export interface StaffRoster {
  list(): (Omit<StaffAccount, 'pin' | 'attempts'> & { lockedForMs: number })[];
  add(by: Confirmation, account: { name: string; role: StaffAccount['role']; pin: string }): Promise<RosterOutcome>;
  setPin(by: Confirmation, id: StaffId, pin: string): Promise<RosterOutcome>;
  setRole(by: Confirmation, id: StaffId, role: StaffAccount['role']): Promise<RosterOutcome>;
  setState(by: Confirmation, id: StaffId, state: StaffAccount['state']): Promise<RosterOutcome>;
}

const STATE_ACTIONS = {
  active: 'staff.reactivated',
  suspended: 'staff.suspended',
  ended: 'staff.ended',
} as const satisfies Record<StaffAccount['state'], string>;

const isActiveManager = ({ role, state }: StaffAccount): boolean => role === 'manager' && state === 'active';

/**
 * The roster over a store. One manager who can sign in is always left: nobody could make another one.
 *
 * @param parts.accounts checks the PIN of the person who makes a change; wrong ones count towards their lock-out
 * @param parts.onChanged told of the account whose sign-ins have to end
 * @param parts.cost lower scrypt cost for tests; leave out otherwise
 */
export function createStaffRoster(parts: {
  store: StaffStore;
  accounts: Pick<StaffAccounts, 'verify'>;
  clock: StaffClock;
  newId: () => StaffId;
  random: (bytes: number) => Uint8Array;
  pepper: Uint8Array;
  onChanged: (id: StaffId) => void;
  cost?: { n: number; r: number; p: number };
}): StaffRoster {
  const { store, clock, onChanged } = parts;

  async function refusalOf({ actor, yourPin }: Confirmation): Promise<RosterRefusal | null> {
    const outcome = await parts.accounts.verify(actor, yourPin);
    return outcome.kind === 'ok' ? null : { kind: 'not_confirmed', outcome };
  }

  /** An account that something can still be done with. */
  function found(id: StaffId): StaffAccount | null {
    const account = store.get(id);
    return account === undefined || account.state === 'ended' ? null : account;
  }

  /** Looks and writes without waiting in between: two changes at once could otherwise leave nobody. */
  function change(actor: StaffId, id: StaffId, next: Partial<StaffAccount>, action: string): RosterOutcome {
    const account = found(id);
    if (account === null) return { kind: 'staff_unknown' };
    const changed = { ...account, ...next };
    const isLeft = isActiveManager(changed) || store.list().some((each) => each.id !== id && isActiveManager(each));
    if (!isLeft) return { kind: 'last_manager' };
    const detail = next.role === undefined ? {} : { role: next.role };
    store.save(changed, { actor, action, detail });
    onChanged(id);
    return { kind: 'ok' };
  }

  return {
    list: () =>
      store.list().map(({ id, name, role, state, createdAt, attempts }) => ({
        id,
        name,
        role,
        state,
        createdAt,
        lockedForMs: Math.ceil(lockedForMs(attempts, clock)),
      })),

    async add(by, { name, role, pin }) {
      const refusal = await refusalOf(by);
      if (refusal) return refusal;
      if (!isAllowedPin(pin)) return { kind: 'pin_too_simple' };
      const hash = await hashPin(pin, parts);
      const isTaken = store
        .list()
        .some((each) => each.state !== 'ended' && each.name.toLocaleLowerCase() === name.trim().toLocaleLowerCase());
      if (isTaken) return { kind: 'name_taken' };
      const account: StaffAccount = {
        id: parts.newId(),
        name: name.trim(),
        role,
        state: 'active',
        createdAt: new Date(clock.nowMs()).toISOString(),
        pin: hash,
        attempts: noAttempts(clock),
      };
      store.insert(account, { actor: by.actor, action: 'staff.added', detail: { role } });
      onChanged(account.id);
      return { kind: 'ok' };
    },

    async setPin(by, id, pin) {
      const refusal = await refusalOf(by);
      if (refusal) return refusal;
      if (!isAllowedPin(pin)) return { kind: 'pin_too_simple' };
      const outcome = change(by.actor, id, { pin: await hashPin(pin, parts) }, 'staff.pin_changed');
      if (outcome.kind === 'ok') store.saveAttempts(id, noAttempts(clock));
      return outcome;
    },

    async setRole(by, id, role) {
      return (await refusalOf(by)) ?? change(by.actor, id, { role }, 'staff.role_changed');
    },

    async setState(by, id, state) {
      return (await refusalOf(by)) ?? change(by.actor, id, { state }, STATE_ACTIONS[state]);
    },
  };
}
