import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { StaffId } from '#shared/ids.ts';
import { createStaffAccounts } from './staff-accounts.ts';
import { FakeStaffClock } from './staff-clock.fake.ts';
import { createStaffRoster } from './staff-roster.ts';
import { createFakeStaffStore } from './staff-store.fake.ts';

const PIN = '482915';
const OTHER_PIN = '739104';

async function site() {
  const store = createFakeStaffStore();
  const dismissed: StaffId[] = [];
  const parts = {
    store,
    clock: new FakeStaffClock(),
    newId: () => StaffId.parse(v7()),
    random: randomBytes,
    pepper: randomBytes(32),
    cost: { n: 1024, r: 8, p: 1 },
  };
  const accounts = createStaffAccounts(parts);
  const roster = createStaffRoster({ ...parts, accounts, onChanged: (id) => dismissed.push(id) });
  const outcome = await accounts.setUp('Wang Fang', PIN);
  if (outcome.kind !== 'ok') throw new Error(outcome.kind);
  const by = { actor: outcome.account.id, yourPin: PIN };
  const idOf = (name: string) => roster.list().find((each) => each.name === name)?.id ?? StaffId.parse(v7());
  return { store, accounts, roster, by, dismissed, idOf };
}

test('a manager adds a colleague, who signs in with a PIN of their own', async () => {
  const { roster, accounts, by, idOf, store } = await site();
  expect(await roster.add(by, { name: ' Peter ', role: 'technician', pin: OTHER_PIN })).toEqual({ kind: 'ok' });
  expect(await accounts.verify(idOf('Peter'), OTHER_PIN)).toMatchObject({
    kind: 'ok',
    account: { role: 'technician' },
  });
  expect(store.audited.at(-1)).toEqual({
    actor: by.actor,
    action: 'staff.added',
    detail: { role: 'technician' },
    subject: idOf('Peter'),
  });
});

test('nothing is changed without the own PIN of who changes it, and wrong ones lock out', async () => {
  const { roster, by, store } = await site();
  const wrong = { ...by, yourPin: '739105' };
  expect(await roster.add(wrong, { name: 'Peter', role: 'manager', pin: OTHER_PIN })).toMatchObject({
    kind: 'not_confirmed',
    outcome: { kind: 'pin_wrong', attemptsLeft: 4 },
  });
  for (let attempt = 0; attempt < 4; attempt += 1) await roster.setState(wrong, by.actor, 'ended');
  expect(await roster.setState(by, by.actor, 'suspended')).toMatchObject({ outcome: { kind: 'locked_out' } });
  expect(store.audited).toHaveLength(1);
  expect(roster.list()).toHaveLength(1);
});

test('the last manager is neither ended, nor suspended, nor made a technician', async () => {
  const { roster, by, idOf } = await site();
  await roster.add(by, { name: 'Peter', role: 'technician', pin: OTHER_PIN });
  for (const state of ['ended', 'suspended'] as const)
    expect(await roster.setState(by, by.actor, state)).toEqual({ kind: 'last_manager' });
  expect(await roster.setRole(by, by.actor, 'technician')).toEqual({ kind: 'last_manager' });
  await roster.setRole(by, idOf('Peter'), 'manager');
  expect(await roster.setState(by, by.actor, 'ended')).toEqual({ kind: 'ok' });
});

test('a suspended manager does not count as one who is left', async () => {
  const { roster, by, idOf } = await site();
  await roster.add(by, { name: 'Peter', role: 'manager', pin: OTHER_PIN });
  await roster.setState(by, idOf('Peter'), 'suspended');
  expect(await roster.setState(by, by.actor, 'ended')).toEqual({ kind: 'last_manager' });
});

test('two managers who end each other at once leave one', async () => {
  const { roster, by, idOf } = await site();
  await roster.add(by, { name: 'Peter', role: 'manager', pin: OTHER_PIN });
  const peter = { actor: idOf('Peter'), yourPin: OTHER_PIN };
  const outcomes = await Promise.all([
    roster.setState(by, peter.actor, 'ended'),
    roster.setState(peter, by.actor, 'ended'),
  ]);
  expect(outcomes.filter(({ kind }) => kind === 'ok')).toHaveLength(1);
  expect(roster.list().filter(({ state }) => state === 'active')).toHaveLength(1);
});

test('a suspended account does not open with its PIN until it works again; an ended one never does', async () => {
  const { roster, accounts, by, idOf } = await site();
  await roster.add(by, { name: 'Peter', role: 'technician', pin: OTHER_PIN });
  const id = idOf('Peter');
  await roster.setState(by, id, 'suspended');
  expect(await accounts.verify(id, OTHER_PIN)).toEqual({ kind: 'suspended' });
  await roster.setState(by, id, 'active');
  expect(await accounts.verify(id, OTHER_PIN)).toMatchObject({ kind: 'ok' });
  await roster.setState(by, id, 'ended');
  expect(await accounts.verify(id, OTHER_PIN)).toEqual({ kind: 'suspended' });
  expect(accounts.list().map(({ name }) => name)).toEqual(['Wang Fang']);
  expect(await roster.setState(by, id, 'active')).toEqual({ kind: 'staff_unknown' });
  // its name stays, and may be given anew
  expect(roster.list().map(({ name, state }) => [name, state])).toContainEqual(['Peter', 'ended']);
  expect(await roster.add(by, { name: 'Peter', role: 'technician', pin: OTHER_PIN })).toEqual({ kind: 'ok' });
});

test('a new PIN ends the old one and a lock-out; a guessable one is refused', async () => {
  const { roster, accounts, by, idOf } = await site();
  await roster.add(by, { name: 'Peter', role: 'technician', pin: OTHER_PIN });
  const id = idOf('Peter');
  for (let attempt = 0; attempt < 5; attempt += 1) await accounts.verify(id, '111222');
  expect(await accounts.verify(id, OTHER_PIN)).toMatchObject({ kind: 'locked_out' });
  expect(await roster.setPin(by, id, '123456')).toEqual({ kind: 'pin_too_simple' });
  expect(await roster.setPin(by, id, '604821')).toEqual({ kind: 'ok' });
  expect(await accounts.verify(id, OTHER_PIN)).toMatchObject({ kind: 'pin_wrong' });
  expect(await accounts.verify(id, '604821')).toMatchObject({ kind: 'ok' });
});

test('two people of one name are refused: the sign-in screen could not tell them apart', async () => {
  const { roster, by } = await site();
  expect(await roster.add(by, { name: 'wang fang', role: 'manager', pin: OTHER_PIN })).toEqual({ kind: 'name_taken' });
});

test('whose account changed is signed out', async () => {
  const { roster, by, idOf, dismissed } = await site();
  await roster.add(by, { name: 'Peter', role: 'technician', pin: OTHER_PIN });
  dismissed.length = 0;
  await roster.setRole(by, idOf('Peter'), 'manager');
  expect(dismissed).toEqual([idOf('Peter')]);
});
