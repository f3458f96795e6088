import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { StaffStatus } from '#shared/contract/staff.ts';
import { StaffId } from '#shared/ids.ts';
import type { Connection } from '../connection.ts';
import { createStaffAccounts } from './staff-accounts.ts';
import { FakeStaffClock } from './staff-clock.fake.ts';
import { createStaffSessions } from './staff-sessions.ts';
import { createFakeStaffStore } from './staff-store.fake.ts';

const PIN = '482915';
const AUTO_LOCK_MS = 60_000;

function build() {
  const clock = new FakeStaffClock();
  const accounts = createStaffAccounts({
    store: createFakeStaffStore(),
    clock,
    newId: () => StaffId.parse(v7()),
    random: randomBytes,
    pepper: randomBytes(32),
    cost: { n: 1024, r: 8, p: 1 },
  });
  const endings: string[] = [];
  const sessions = createStaffSessions({
    accounts,
    clock,
    startTimer: clock.startTimer,
    autoLockMs: () => AUTO_LOCK_MS,
    onSignOut: ({ reason }) => endings.push(reason),
  });
  const open = (id: string): Connection => {
    const connection: Connection = { id, shell: 'in_process', role: 'candidate', staffId: null };
    sessions.open(connection);
    return connection;
  };
  return { clock, accounts, sessions, open, endings };
}

async function withManager() {
  const kiosk = build();
  const page = kiosk.open('page');
  const outcome = await kiosk.sessions.setUp(page, 'Wang Fang', PIN);
  if (outcome.kind !== 'ok') throw new Error(outcome.kind);
  return { ...kiosk, page, id: outcome.account.id };
}

test('every page of a kiosk without accounts is a technician until the first account exists', async () => {
  const { sessions, open } = build();
  const first = open('first');
  const second = open('second');
  expect([first.role, second.role]).toEqual(['technician', 'technician']);
  await sessions.setUp(first, 'Wang Fang', PIN);
  expect([first.role, second.role, open('third').role]).toEqual(['manager', 'candidate', 'candidate']);
});

test('signing in makes the page a manager, signing out a candidate', async () => {
  const { sessions, page, id } = await withManager();
  sessions.signOut(page);
  expect(page).toMatchObject({ role: 'candidate', staffId: null });
  await sessions.signIn(page, id, PIN);
  expect(page).toMatchObject({ role: 'manager', staffId: id });
});

test('a wrong PIN changes nothing', async () => {
  const { sessions, page, id } = await withManager();
  sessions.signOut(page);
  await sessions.signIn(page, id, '739104');
  expect(page).toMatchObject({ role: 'candidate', staffId: null });
});

test('a page locks itself after the set time without a sign of life', async () => {
  const { sessions, page, clock, endings } = await withManager();
  clock.pass(AUTO_LOCK_MS - 1);
  expect(page.role).toBe('manager');
  sessions.noteActivity(page);
  clock.pass(AUTO_LOCK_MS - 1);
  expect(page.role).toBe('manager');
  clock.pass(1);
  expect(page).toMatchObject({ role: 'candidate', staffId: null });
  expect(endings).toEqual(['auto_locked']);
});

test('setting the clock back does not put off the auto-lock', async () => {
  const { page, clock } = await withManager();
  clock.setWallClock(-86_400_000);
  clock.pass(AUTO_LOCK_MS);
  expect(page.role).toBe('candidate');
});

test('one page signed in leaves the others alone', async () => {
  const { open } = await withManager();
  expect(open('other').role).toBe('candidate');
});

test('watchers get the status at once and after each change, and it fits the contract', async () => {
  const { sessions, page, clock, id } = await withManager();
  const seen = sessions.watch(page);
  const first = StaffStatus.parse((await seen.next()).value);
  expect(first).toMatchObject({ needsSetup: false, role: 'manager', signedIn: { id, name: 'Wang Fang' } });
  const next = seen.next();
  clock.pass(AUTO_LOCK_MS);
  expect(StaffStatus.parse((await next).value)).toMatchObject({ role: 'candidate', signedIn: null });
});

test('a lock-out reaches every page', async () => {
  const { sessions, page, open, id } = await withManager();
  const other = open('other');
  const seen = sessions.watch(page);
  await seen.next();
  for (let i = 0; i < 5; i += 1) await sessions.signIn(other, id, '739104');
  expect((await seen.next()).value?.accounts[0]?.lockedForMs).toBe(30_000);
});

test('watching ends when the page closes or the call is aborted, and no timer is left', async () => {
  const { sessions, page, open, clock, endings } = await withManager();
  const seen = sessions.watch(page);
  await seen.next();
  const pending = seen.next();
  sessions.close(page);
  expect(await pending).toEqual({ done: true, value: undefined });
  expect(clock.timersRunning).toBe(0);
  expect(endings).toEqual(['page_closed']);

  const abort = new AbortController();
  const aborted = sessions.watch(open('other'), abort.signal);
  await aborted.next();
  const last = aborted.next();
  abort.abort();
  expect((await last).done).toBe(true);
});

test('a page that closes while its PIN is hashed signs nobody in', async () => {
  const { sessions, page, id, clock } = await withManager();
  sessions.signOut(page);
  const signingIn = sessions.signIn(page, id, PIN);
  sessions.close(page);
  await signingIn;
  expect(page.role).toBe('candidate');
  expect(clock.timersRunning).toBe(0);
});
