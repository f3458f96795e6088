import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { StaffId } from '#shared/ids.ts';
import { hashPin, isPin, PIN_COST } from './pin-hash.ts';
import { LONGEST_LOCK_MS } from './pin-lock-out.ts';
import { isPinTooSimple } from './pin-rules.ts';
import type { PinAttempts, StaffStore } from './ports.ts';
import { createStaffAccounts } from './staff-accounts.ts';
import { FakeStaffClock } from './staff-clock.fake.ts';
import { createFakeStaffStore } from './staff-store.fake.ts';

const PIN = '482915';
const WRONG = '739104';
const TEN_YEARS_MS = 10 * 365 * 86_400_000;
/** Cheap for tests of everything but the hash itself. */
const cost = { n: 1024, r: 8, p: 1 };
const pepper = randomBytes(32);

function build(over: { store?: StaffStore; clock?: FakeStaffClock } = {}) {
  const clock = over.clock ?? new FakeStaffClock();
  const store = over.store ?? createFakeStaffStore();
  const start = () =>
    createStaffAccounts({ store, clock, newId: () => StaffId.parse(v7()), random: randomBytes, pepper, cost });
  return { clock, store, start, accounts: start() };
}

async function withManager() {
  const kiosk = build();
  const outcome = await kiosk.accounts.setUp('Wang Fang', PIN);
  if (outcome.kind !== 'ok') throw new Error(outcome.kind);
  return { ...kiosk, id: outcome.account.id };
}

async function fail(accounts: ReturnType<typeof createStaffAccounts>, id: StaffId, times: number) {
  let last: Awaited<ReturnType<typeof accounts.verify>> | undefined;
  for (let i = 0; i < times; i += 1) last = await accounts.verify(id, WRONG);
  return last;
}

test('a new kiosk has no account and no PIN opens it', async () => {
  const { accounts } = build();
  expect(accounts.needsSetup()).toBe(true);
  expect(await accounts.verify(StaffId.parse(v7()), '123456')).toEqual({ kind: 'pin_wrong', attemptsLeft: 0 });
});

test('the first account is a manager, and there is only one first account', async () => {
  const { accounts } = build();
  const [one, two] = await Promise.all([accounts.setUp(' Wang Fang ', PIN), accounts.setUp('Intruder', PIN)]);
  expect(one).toMatchObject({ kind: 'ok', account: { name: 'Wang Fang', role: 'manager', lockedForMs: 0 } });
  expect(two).toEqual({ kind: 'already_set_up' });
  expect(accounts.needsSetup()).toBe(false);
});

test('the PIN opens, another does not', async () => {
  const { accounts, id } = await withManager();
  expect(await accounts.verify(id, PIN)).toMatchObject({ kind: 'ok', account: { id } });
  expect(await accounts.verify(id, WRONG)).toEqual({ kind: 'pin_wrong', attemptsLeft: 4 });
});

test.each([
  '000000',
  '123456',
  '98765432',
  '121212',
  '123123',
  '112233',
  '445566',
  '665544',
  '147258',
  '110110',
  '78901234',
])('PIN %s is too simple', (pin) => expect(isPinTooSimple(pin)).toBe(true));

test.each([PIN, WRONG, '904417', '20714385', '611852904'])('PIN %s is not too simple', (pin) =>
  expect(isPinTooSimple(pin)).toBe(false),
);

test.each(['12345', '1234567890123', 'abcdef', '４８２９１５'])('set-up refuses "%s"', async (pin) => {
  const { accounts, store } = build();
  expect(await accounts.setUp('Wang Fang', pin)).toEqual({ kind: 'pin_too_simple' });
  expect(store.list()).toEqual([]);
});

test('five wrong PINs lock for 30 s, then each doubles up to an hour', async () => {
  const { accounts, clock, id } = await withManager();
  expect(await fail(accounts, id, 4)).toEqual({ kind: 'pin_wrong', attemptsLeft: 1 });
  const locks: number[] = [];
  for (let i = 0; i < 10; i += 1) {
    const outcome = await accounts.verify(id, WRONG);
    if (outcome.kind !== 'locked_out') throw new Error(outcome.kind);
    locks.push(outcome.retryAfterMs / 1000);
    clock.pass(outcome.retryAfterMs);
  }
  expect(locks).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
});

test('the right PIN is refused while locked, opens afterwards and clears the count', async () => {
  const { accounts, clock, id } = await withManager();
  await fail(accounts, id, 5);
  clock.pass(29_999);
  expect(await accounts.verify(id, PIN)).toEqual({ kind: 'locked_out', retryAfterMs: 1 });
  clock.pass(1);
  expect(await accounts.verify(id, PIN)).toMatchObject({ kind: 'ok' });
  expect(await accounts.verify(id, WRONG)).toEqual({ kind: 'pin_wrong', attemptsLeft: 4 });
});

test('attempts during a lock do not lengthen it', async () => {
  const { accounts, clock, id } = await withManager();
  await fail(accounts, id, 50);
  clock.pass(30_000);
  expect(await accounts.verify(id, PIN)).toMatchObject({ kind: 'ok' });
});

test.each([TEN_YEARS_MS, -TEN_YEARS_MS])(
  'setting the clock by %d ms does not shorten or lengthen a lock (I25)',
  async (by) => {
    const { accounts, clock, id, start } = await withManager();
    await fail(accounts, id, 5);
    clock.setWallClock(by);
    expect(await accounts.verify(id, PIN)).toEqual({ kind: 'locked_out', retryAfterMs: 30_000 });
    clock.reboot();
    expect(await start().verify(id, PIN)).toEqual({ kind: 'locked_out', retryAfterMs: 30_000 });
  },
);

test('a lock-out on the wall clock would be fooled by the same moves', async () => {
  const { accounts, clock, id } = await withManager();
  const lockedUntil = clock.nowMs() + 30_000;
  await fail(accounts, id, 5);
  clock.setWallClock(TEN_YEARS_MS);
  expect(clock.nowMs() > lockedUntil).toBe(true);
  expect(await accounts.verify(id, PIN)).toMatchObject({ kind: 'locked_out' });
});

test('after a restart the whole lock applies again, then ends', async () => {
  const { accounts, clock, id, start } = await withManager();
  await fail(accounts, id, 5);
  clock.pass(20_000);
  clock.reboot();
  const restarted = start();
  expect(restarted.list()[0]?.lockedForMs).toBe(30_000);
  clock.pass(30_000);
  expect(await restarted.verify(id, PIN)).toMatchObject({ kind: 'ok' });
});

test('a monotonic clock without the boot id would be fooled by a restart', async () => {
  const { accounts, clock, id, start } = await withManager();
  clock.reboot();
  await fail(accounts, id, 5);
  clock.reboot();
  clock.pass(40_000);
  // the bare difference says 40 s have passed, but nobody waited on this boot: the lock has not begun to run
  expect(await start().verify(id, PIN)).toEqual({ kind: 'locked_out', retryAfterMs: 30_000 });
});

test('killing the kiosk while each PIN is hashed gives no free guesses', async () => {
  const { clock, store, id, start } = await withManager();
  for (let i = 0; i < 5; i += 1) {
    const doomed = start();
    void doomed.verify(id, WRONG); // the attempt is stored before the hash; the process dies here
    await Promise.resolve();
    clock.reboot();
  }
  expect(store.get(id)?.attempts.failures).toBe(5);
  expect(await start().verify(id, PIN)).toEqual({ kind: 'locked_out', retryAfterMs: 30_000 });
});

test('the attempt is on disk before the PIN is hashed', async () => {
  const { store, id, clock } = await withManager();
  const saved: PinAttempts[] = [];
  const watching: StaffStore = {
    ...store,
    saveAttempts(of, attempts) {
      saved.push(attempts);
      store.saveAttempts(of, attempts);
    },
  };
  const { accounts } = build({ store: watching, clock });
  const verified = accounts.verify(id, PIN);
  await Promise.resolve();
  expect(saved.map(({ failures }) => failures)).toEqual([1]);
  await verified;
  expect(saved.map(({ failures }) => failures)).toEqual([1, 0]);
});

test('guesses at the same time are counted one by one', async () => {
  const { accounts, id } = await withManager();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => accounts.verify(id, WRONG)));
  expect(outcomes.filter(({ kind }) => kind === 'pin_wrong')).toHaveLength(4);
  expect(outcomes.filter(({ kind }) => kind === 'locked_out')).toHaveLength(16);
});

test('a failing disk refuses the attempt instead of giving it away, and the next one is served', async () => {
  const { store, id, clock } = await withManager();
  let isBroken = true;
  const { accounts } = build({
    clock,
    store: {
      ...store,
      saveAttempts(of, attempts) {
        if (isBroken) throw new Error('disk full');
        store.saveAttempts(of, attempts);
      },
    },
  });
  await expect(accounts.verify(id, PIN)).rejects.toThrow('disk full');
  isBroken = false;
  expect(await accounts.verify(id, PIN)).toMatchObject({ kind: 'ok' });
});

test('the stored hash is useless without the pepper, and two equal PINs are stored differently', async () => {
  const one = await hashPin(PIN, { pepper, random: randomBytes, cost });
  const two = await hashPin(PIN, { pepper, random: randomBytes, cost });
  expect(await isPin(PIN, one, pepper)).toBe(true);
  expect(await isPin(PIN, one, randomBytes(32))).toBe(false);
  expect(one.hash).not.toEqual(two.hash);
});

test('a short pepper is refused', () => {
  const parts = { store: createFakeStaffStore(), clock: new FakeStaffClock(), newId: () => StaffId.parse(v7()) };
  expect(() => createStaffAccounts({ ...parts, random: randomBytes, pepper: randomBytes(16) })).toThrow(RangeError);
});

test('the full cost runs beside the event loop and is what is stored', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  const stored = await hashPin(PIN, { pepper, random: randomBytes });
  clearInterval(timer);
  expect(stored).toMatchObject(PIN_COST);
  expect(turns).toBeGreaterThan(5);
});

test('no lock is ever longer than an hour', async () => {
  const { accounts, clock, id, store } = await withManager();
  store.saveAttempts(id, { failures: 5_000, lockMs: 0, atMonotonicMs: 0, bootId: clock.bootId });
  expect(await accounts.verify(id, WRONG)).toEqual({ kind: 'locked_out', retryAfterMs: LONGEST_LOCK_MS });
});
