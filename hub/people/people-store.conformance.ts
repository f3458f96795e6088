import { afterEach, describe, expect, test } from 'vitest';
import type { HubDatabase } from '../database/database.ts';
import { createPeopleStore, type PeopleStore } from './people-store.ts';

const at = '2026-11-28T08:00:00.000Z';
const later = '2026-11-28T09:00:00.000Z';

/** Accounts over a database. */
export function peopleStoreConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name}: people`, () => {
    const opened: HubDatabase[] = [];
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((database) => database.close()));
    });
    async function fresh(): Promise<{ database: HubDatabase; people: PeopleStore }> {
      const database = await open();
      opened.push(database);
      const people = createPeopleStore(database);
      await database.transaction(async (queries) => {
        const min = { id: 'p1', login: 'min', name: '周敏', roles: ['administrator' as const], sites: null };
        const lee = {
          id: 'p2',
          login: 'lee',
          name: 'Lee',
          roles: ['site_manager' as const],
          sites: ['东门', 'Gate 2'],
        };
        expect(await people.add(queries, { ...min, createdAt: at })).toBe('added');
        expect(await people.add(queries, { ...lee, createdAt: at })).toBe('added');
        await people.setPassword(queries, 'p1', 'hash');
      });
      return { database, people };
    }

    test('an account comes back as it was made; its name is taken', async () => {
      const { database, people } = await fresh();
      expect(await people.findByLogin('lee')).toMatchObject({ id: 'p2', sites: ['东门', 'Gate 2'], password: null });
      const again = { id: 'p3', login: 'min', name: 'x', roles: ['auditor' as const], sites: null, createdAt: at };
      expect(await database.transaction((queries) => people.add(queries, again))).toBe('login_taken');
      expect(await people.list()).toHaveLength(2);
    });

    test('a code is used once, not after its time, and ends the sessions of before', async () => {
      const { database, people } = await fresh();
      const accept = (when: string) =>
        database.transaction((queries) => people.acceptInvitation(queries, 'code', 'new', when));
      await database.transaction(async (queries) => {
        await people.invite(queries, 'p1', { sha256: 'code', until: later });
        await people.addSession(queries, { sha256: 's1', personId: 'p1', at });
      });
      expect(await accept(later)).toBe(false);
      expect(await people.findSession('s1')).toMatchObject({ person: { id: 'p1', createdAt: at }, lastSeenAt: at });
      expect(await accept(at)).toBe(true);
      expect(await people.findSession('s1')).toBeNull();
      expect(await accept(at)).toBe(false);
    });

    test('the last administrator who can sign in stays one', async () => {
      const { database, people } = await fresh();
      const change = (id: string, what: Parameters<PeopleStore['change']>[2]) =>
        database.transaction((queries) => people.change(queries, id, what, at));
      expect(await change('p1', { roles: ['hr'] })).toBe('last_administrator');
      expect(await change('p1', { isDisabled: true })).toBe('last_administrator');
      // an administrator without a password cannot sign in yet
      expect(await change('p2', { roles: ['administrator'], sites: null })).toBe('changed');
      expect(await change('p1', { isDisabled: true })).toBe('last_administrator');
      await database.transaction((queries) => people.setPassword(queries, 'p2', 'hash'));
      expect(await change('p1', { isDisabled: true })).toBe('changed');
      expect(await change('p1', { name: 'Min' })).toBe('changed');
      expect(await people.find('p1')).toMatchObject({ name: 'Min', disabledAt: at, roles: ['administrator'] });
      expect(await change('nobody', {})).toBe('not_found');
    });

    test('disabling ends sessions; signing out everywhere can keep one', async () => {
      const { database, people } = await fresh();
      await database.transaction(async (queries) => {
        for (const sha256 of ['a', 'b', 'c']) await people.addSession(queries, { sha256, personId: 'p2', at });
        expect(await people.endSessionsOf(queries, 'p2', 'b')).toBe(2);
      });
      expect([await people.findSession('a'), (await people.findSession('b'))?.person.id]).toEqual([null, 'p2']);
      await database.transaction((queries) => people.change(queries, 'p2', { isDisabled: true }, at));
      expect(await people.findSession('b')).toBeNull();
    });

    test('tries are counted together, also when they come at once', async () => {
      const { database, people } = await fresh();
      const counts = await Promise.all(
        Array.from({ length: 6 }, () => database.transaction((queries) => people.countAttempt(queries, 'x', at))),
      );
      expect(counts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
      await people.forgetAttempts(at);
      expect(await people.failuresOf(database, 'x')).toBe(6);
      await people.forgetAttempts(later);
      expect(await people.failuresOf(database, 'x')).toBe(0);
    });
  });
}
