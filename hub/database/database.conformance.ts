import { afterEach, describe, expect, test } from 'vitest';
import type { HubDatabase } from './database.ts';

/** What both engines promise. `open` gives a database with the schema of this release and no rows. */
export function databaseConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name} keeps the promises of HubDatabase`, () => {
    const opened: HubDatabase[] = [];
    const fresh = async (): Promise<HubDatabase> => {
      const database = await open();
      opened.push(database);
      return database;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((database) => database.close()));
    });
    const put = `insert into media (sha256, size_bytes, metadata, created_at) values (?, ?, ?, ?)`;
    const count = async (database: HubDatabase): Promise<unknown> =>
      (await database.get('select count(*) "count" from media'))?.['count'];

    test('values come back as they went in, and whole numbers as numbers', async () => {
      const database = await fresh();
      const text = `"?' 金丝雀 \u{1F600} ?`;
      expect(await database.run(put, 'a', 2 ** 40 + 1, text, '2026-11-22')).toBe(1);
      expect(
        await database.get(
          `select size_bytes "sizeBytes", metadata, '?' "mark", completed_at "completedAt" from media where sha256 = ?`,
          'a',
        ),
      ).toEqual({ sizeBytes: 2 ** 40 + 1, metadata: text, mark: '?', completedAt: null });
      expect(await database.all('select sum(size_bytes) "sum", count(*) "count" from media')).toEqual([
        { sum: 2 ** 40 + 1, count: 1 },
      ]);
      expect(await database.get('select 1 "one" from media where sha256 = ?', 'b')).toBeUndefined();
    });

    test('a transaction that throws leaves nothing behind, and the next one works', async () => {
      const database = await fresh();
      const failed = database.transaction(async (queries) => {
        await queries.run(put, 'a', 1, '', '');
        throw new Error('stop');
      });
      await expect(failed).rejects.toThrow('stop');
      const refused = database.transaction(async (queries) => {
        await queries.run(put, 'b', 1, '', '');
        await queries.run('insert into nowhere values (1)');
      });
      await expect(refused).rejects.toThrow(/nowhere/);
      expect(await count(database)).toBe(0);
      await database.transaction((queries) => queries.run(put, 'c', 1, '', ''));
      expect(await count(database)).toBe(1);
    });

    test('others see nothing of a transaction before its end, and all of it after', async () => {
      const database = await fresh();
      let during: unknown;
      await database.transaction(async (queries) => {
        await queries.run(put, 'a', 1, '', '');
        during = await count(database);
        expect((await queries.get('select count(*) "count" from media'))?.['count']).toBe(1);
      });
      expect(during).toBe(0);
      expect(await count(database)).toBe(1);
    });

    test('transactions follow each other: twenty that read, wait and write lose no step', async () => {
      const database = await fresh();
      await database.run(put, 'counter', 0, '', '');
      await Promise.all(
        Array.from({ length: 20 }, () =>
          database.transaction(async (queries) => {
            const row = await queries.get('select size_bytes "n" from media where sha256 = ?', 'counter');
            await new Promise((resolve) => setImmediate(resolve));
            await queries.run('update media set size_bytes = ? where sha256 = ?', Number(row?.['n']) + 1, 'counter');
          }),
        ),
      );
      expect(await database.get('select size_bytes "n" from media')).toEqual({ n: 20 });
    });

    test('a transaction that fails lets those behind it pass', async () => {
      const database = await fresh();
      const runs = ['a', null, 'b'].map((id) =>
        database.transaction(async (queries) => {
          if (id === null) throw new Error('stop');
          await queries.run(put, id, 1, '', '');
        }),
      );
      expect((await Promise.allSettled(runs)).map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(await count(database)).toBe(2);
    });

    test('a note is seen at once, answers with rows, and one that fails changes nothing', async () => {
      const database = await fresh();
      const noted = await database.note(`${put} on conflict do nothing returning size_bytes "n"`, 'a', 7, '', '');
      expect(noted).toEqual([{ n: 7 }]);
      expect(await database.note(`${put} on conflict do nothing returning size_bytes "n"`, 'a', 8, '', '')).toEqual([]);
      expect(await count(database)).toBe(1);
      await expect(database.note('insert into nowhere values (1)')).rejects.toThrow(/nowhere/);
      await database.transaction((queries) => queries.run(put, 'b', 1, '', ''));
      expect(await count(database)).toBe(2);
    });

    test('closing twice is harmless', async () => {
      const database = await fresh();
      await database.close();
      await database.close();
    });
  });
}
