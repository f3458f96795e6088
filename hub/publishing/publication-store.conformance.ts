import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_CHANGES } from '#shared/wire/publication.ts';
import type { HubDatabase } from '../database/database.ts';
import { createPublicationStore, type PublicationStore } from './publication-store.ts';

const at = '2026-11-22T08:00:00.000Z';

/** What the store of publications promises, on either engine. */
export function publicationStoreConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name}: publications`, () => {
    let database: HubDatabase;
    let store: PublicationStore;
    beforeEach(async () => {
      database = await open();
      store = createPublicationStore(database);
    });
    afterEach(() => database.close());
    const put = (id: string, body: unknown, sites: readonly string[] | null = null) =>
      store.put({ kind: 'job', id, sites, body, by: 'test', at });

    test('each change is a version of its own; the same again is none', async () => {
      expect(await put('a', { title: 'one' })).toMatchObject({ version: 1 });
      expect(await put('a', { title: 'one' })).toMatchObject({ version: 1 });
      expect(await put('a', { title: 'two' })).toMatchObject({ version: 2 });
      // going back is a version too
      expect(await put('a', { title: 'one' })).toMatchObject({ version: 3 });
      expect(await put('a', null)).toMatchObject({ version: 4, isWithdrawn: true });
      expect(await store.list()).toMatchObject([{ id: 'a', version: 4 }]);
      const { changes } = await store.changes(0, 'Shanghai', null);
      expect(changes.map(({ version, body }) => [version, body])).toEqual([
        [1, { title: 'one' }],
        [2, { title: 'two' }],
        [3, { title: 'one' }],
        [4, null],
      ]);
    });

    test('a site gets what is for it, and loses what is not for it any more', async () => {
      await put('a', { n: 1 }, ['Shanghai']);
      await put('b', { n: 1 }, ['Suzhou']);
      await put('a', { n: 2 }, ['Suzhou']);
      const seen = async (site: string) =>
        (await store.changes(0, site, null)).changes.map(({ id, version, body }) => [id, version, body]);
      expect(await seen('Shanghai')).toEqual([
        ['a', 1, { n: 1 }],
        ['a', 2, null],
      ]);
      expect(await seen('Suzhou')).toEqual([
        ['b', 1, { n: 1 }],
        ['a', 2, { n: 2 }],
      ]);
    });

    test('a title is told where there is one', async () => {
      const title = { 'zh-CN': '门店店员', en: 'Store associate' };
      expect(await put('a', { title })).toMatchObject({ title });
      expect(await put('b', { title: 'not in both languages' })).toMatchObject({ title: null });
      expect(await put('a', null)).toMatchObject({ title: null });
    });

    test('a kiosk has what comes before the place it asks from; one that was set back has it no more', async () => {
      const enrol = (id: string, site: string, revokedAt: string | null) =>
        database.run(
          'insert into devices (device_id, public_key, site, enrolled_at, revoked_at) values (?, ?, ?, ?, ?)',
          id,
          'key',
          site,
          at,
          revokedAt,
        );
      await enrol('gate-1', 'Shanghai', null);
      await enrol('gate-2', 'Suzhou', null);
      await enrol('ended', 'Shanghai', at);
      const { cursor } = await put('a', { n: 1 });
      const later = '2026-11-22T09:00:00.000Z';
      await store.noteCursor('gate-1', cursor, at);
      await store.noteCursor('gate-1', cursor, later);
      const none = { deviceId: 'gate-2', site: 'Suzhou', cursor: null, since: null };
      expect(await store.kiosks(null)).toEqual([{ deviceId: 'gate-1', site: 'Shanghai', cursor, since: at }, none]);
      expect(await store.kiosks(new Set(['Suzhou']))).toEqual([none]);
      await store.noteCursor('gate-1', 0, later);
      expect((await store.kiosks(null))[0]).toMatchObject({ cursor: 0, since: later });
    });

    test('pages follow each other by the cursor and miss nothing, whoever publishes meanwhile', async () => {
      await Promise.all(Array.from({ length: MAX_CHANGES + 20 }, (_, index) => put(`job-${index}`, { index })));
      const first = await store.changes(0, 'Shanghai', null);
      expect(first).toMatchObject({ hasMore: true });
      await put('late', {});
      const second = await store.changes(first.next, 'Shanghai', null);
      expect(second).toMatchObject({ hasMore: false });
      const ids = [...first.changes, ...second.changes].map(({ id }) => id);
      expect(new Set(ids).size).toBe(MAX_CHANGES + 21);
      expect(await store.changes(second.next, 'Shanghai', null)).toEqual({
        changes: [],
        next: second.next,
        hasMore: false,
      });
      expect((await store.changes(0, 'Shanghai', ['pack'])).changes).toEqual([]);
    });
  });
}
