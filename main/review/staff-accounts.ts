import type { StaffId } from '#shared/ids.ts';
import { hashPin, isPin } from './pin-hash.ts';
import { attemptsLeft, countedAttempt, lockedForMs, noAttempts, rebased } from './pin-lock-out.ts';
import { isAllowedPin } from './pin-rules.ts';
import type { StaffAccount, StaffClock, StaffStore } from './ports.ts';

/** An account as the sign-in screen may know it. */
export interface StaffListing {
  id: StaffId;
  name: string;
  role: StaffAccount['role'];
  /** 0 when not locked out. */
  lockedForMs: number;
}

export type SetUpOutcome =
  | { kind: 'ok'; account: StaffListing }
  | { kind: 'already_set_up' }
  | { kind: 'pin_too_simple' };

export type VerifyOutcome =
  | { kind: 'ok'; account: StaffListing }
  | { kind: 'pin_wrong'; attemptsLeft: number }
  | { kind: 'locked_out'; retryAfterMs: number }
  /** Somebody else has suspended or ended it. */
  | { kind: 'suspended' };

/** Accounts of the people of a site. */
export interface StaffAccounts {
  /** True until the first account exists. */
  needsSetup(): boolean;
  /** Those that can be chosen to sign in: all that have not ended. */
  list(): StaffListing[];
  /** Makes the first account. There is no default PIN. */
  setUp(name: string, pin: string): Promise<SetUpOutcome>;
  verify(id: StaffId, pin: string): Promise<VerifyOutcome>;
}

const SHORTEST_PEPPER_BYTES = 32;

/** Runs tasks one after the other: two guesses at the same time would otherwise share one count. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return function enqueue<T>(task: () => Promise<T>): Promise<T> {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}

/**
 * Accounts with PINs over a store. Lock-out: five wrong PINs lock for 30 s, each further one twice as long up to an hour.
 * Each attempt is stored before its PIN is looked at, so killing the kiosk between attempts gives no free guesses.
 *
 * @param parts.pepper at least 32 bytes kept outside the database, in a file only the kiosk's user can read
 * @param parts.cost lower scrypt cost for tests; leave out otherwise
 * @throws {RangeError} when the pepper is too short
 */
export function createStaffAccounts(parts: {
  store: StaffStore;
  clock: StaffClock;
  newId: () => StaffId;
  random: (bytes: number) => Uint8Array;
  pepper: Uint8Array;
  cost?: { n: number; r: number; p: number };
}): StaffAccounts {
  const { store, clock, pepper } = parts;
  if (pepper.length < SHORTEST_PEPPER_BYTES) {
    throw new RangeError(`The pepper has ${pepper.length} bytes; it needs ${SHORTEST_PEPPER_BYTES}.`);
  }
  const enqueue = createQueue();

  for (const account of store.list()) {
    const attempts = rebased(account.attempts, clock);
    if (attempts !== undefined) store.saveAttempts(account.id, attempts);
  }

  function toListing({ id, name, role, attempts }: StaffAccount): StaffListing {
    return { id, name, role, lockedForMs: Math.ceil(lockedForMs(attempts, clock)) };
  }

  async function setUp(name: string, pin: string): Promise<SetUpOutcome> {
    if (store.list().length > 0) return { kind: 'already_set_up' };
    if (!isAllowedPin(pin)) return { kind: 'pin_too_simple' };
    const account: StaffAccount = {
      id: parts.newId(),
      name: name.trim(),
      role: 'manager',
      state: 'active',
      createdAt: new Date(clock.nowMs()).toISOString(),
      pin: await hashPin(pin, parts),
      attempts: noAttempts(clock),
    };
    store.insert(account, { actor: account.id, action: 'staff.added', detail: { role: account.role } });
    return { kind: 'ok', account: toListing(account) };
  }

  async function verify(id: StaffId, pin: string): Promise<VerifyOutcome> {
    const account = store.get(id);
    // names to choose from come from the list, so an unknown id is a stale screen or an attack: nothing to try
    if (account === undefined) return { kind: 'pin_wrong', attemptsLeft: 0 };
    if (account.state !== 'active') return { kind: 'suspended' };
    const remaining = lockedForMs(account.attempts, clock);
    if (remaining > 0) return { kind: 'locked_out', retryAfterMs: Math.ceil(remaining) };
    const attempts = countedAttempt(account.attempts, clock);
    store.saveAttempts(id, attempts);
    if (await isPin(pin, account.pin, pepper)) {
      const cleared = noAttempts(clock);
      store.saveAttempts(id, cleared);
      return { kind: 'ok', account: toListing({ ...account, attempts: cleared }) };
    }
    const lockMs = lockedForMs(attempts, clock);
    return lockMs > 0
      ? { kind: 'locked_out', retryAfterMs: Math.ceil(lockMs) }
      : { kind: 'pin_wrong', attemptsLeft: attemptsLeft(attempts) };
  }

  return {
    needsSetup: () => store.list().length === 0,
    list: () =>
      store
        .list()
        .filter(({ state }) => state !== 'ended')
        .map(toListing),
    setUp: (name, pin) => enqueue(() => setUp(name, pin)),
    verify: (id, pin) => enqueue(() => verify(id, pin)),
  };
}
