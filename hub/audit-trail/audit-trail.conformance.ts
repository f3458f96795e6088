import { afterEach, describe, expect, test } from 'vitest';
import type { HubDatabase } from '../database/database.ts';
import { type Actor, createAuditTrail } from './audit-trail.ts';

const min: Actor = { kind: 'person', id: 'p1', name: 'Zhou Min' };
const now = (): Date => new Date('2026-11-28T08:00:00.000Z');

/** The hub's audit log over a database; `forge` changes rows past the guard of the table, as somebody with the file would. */
export function auditTrailConformance(
  name: string,
  open: () => Promise<HubDatabase>,
  forge: (database: HubDatabase, sql: string) => Promise<void>,
): void {
  describe(`${name}: the hub's audit log`, () => {
    const opened: HubDatabase[] = [];
    const fresh = async () => {
      const database = await open();
      opened.push(database);
      return { database, trail: createAuditTrail(database, now) };
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((database) => database.close()));
    });

    test('lines are numbered without gaps, newest first, and the chain is sound', async () => {
      const { trail } = await fresh();
      expect(await trail.verify()).toEqual({ isSound: true, lines: 0, firstBroken: null });
      await Promise.all(Array.from({ length: 12 }, (_, index) => trail.audit(min, 'candidate.read', `c${index % 3}`)));
      expect(await trail.verify()).toEqual({ isSound: true, lines: 12, firstBroken: null });
      const page = await trail.list({ before: 11, limit: 2 });
      expect(page.map(({ seq }) => seq)).toEqual([10, 9]);
      expect(page[0]).toMatchObject({ callerName: 'Zhou Min', action: 'candidate.read', at: now().toISOString() });
      expect(await trail.list({ before: null, limit: 50, subject: 'c1' })).toHaveLength(4);
    });

    test('a line within a transaction that fails is not there', async () => {
      const { database, trail } = await fresh();
      const failed = database.transaction(async (queries) => {
        await trail.auditIn(queries, min, 'candidate.changed', 'c1');
        throw new Error('stop');
      });
      await expect(failed).rejects.toThrow('stop');
      await trail.audit(min, 'candidate.read', 'c1');
      expect(await trail.verify()).toMatchObject({ isSound: true, lines: 1 });
    });

    test('the table refuses to be changed', async () => {
      const { database, trail } = await fresh();
      await trail.audit(min, 'candidate.read', 'c1');
      await expect(database.run(`update hub_audit set subject = 'c2'`)).rejects.toThrow(/append-only/);
      await expect(database.run('delete from hub_audit')).rejects.toThrow(/append-only/);
    });

    test.each([
      ['a changed subject', `update hub_audit set subject = 'c9' where seq = 2`, 2],
      ['a changed name', `update hub_audit set caller_name = 'Somebody' where seq = 3`, 3],
      ['a line taken out', 'delete from hub_audit where seq = 2', 3],
    ])('%s, past the guard, is found', async (_name, sql, firstBroken) => {
      const { database, trail } = await fresh();
      for (const subject of ['c1', 'c2', 'c3', 'c4']) await trail.audit(min, 'candidate.read', subject);
      await forge(database, sql);
      expect(await trail.verify()).toMatchObject({ isSound: false, firstBroken });
    });
  });
}
