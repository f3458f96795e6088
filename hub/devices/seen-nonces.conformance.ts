import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SIGNATURE_LEEWAY_MS } from '#shared/wire/device-signature.ts';
import type { HubDatabase } from '../database/database.ts';
import { createSeenNonces, type SeenNonces } from './seen-nonces.ts';

const createdMs = Date.parse('2026-11-22T08:00:00Z');

/** What hubs on one database promise of requests they have seen. `open` gives the database as each of two hubs has it open. */
export function seenNoncesConformance(name: string, open: () => Promise<readonly [HubDatabase, HubDatabase]>): void {
  describe(`${name}: nonces`, () => {
    let databases: readonly [HubDatabase, HubDatabase];
    let hubs: readonly [SeenNonces, SeenNonces];
    beforeEach(async () => {
      databases = await open();
      hubs = [createSeenNonces(databases[0]), createSeenNonces(databases[1])];
    });
    afterEach(async () => {
      await Promise.all(databases.map((database) => database.close()));
    });

    test('what one hub took, the other refuses; another device or nonce is new', async () => {
      expect(await hubs[0].isNew('kiosk-1', { nonce: 'a', createdMs })).toBe(true);
      expect(await hubs[1].isNew('kiosk-1', { nonce: 'a', createdMs })).toBe(false);
      expect(await hubs[0].isNew('kiosk-1', { nonce: 'a', createdMs })).toBe(false);
      expect(await hubs[1].isNew('kiosk-2', { nonce: 'a', createdMs })).toBe(true);
      expect(await hubs[1].isNew('kiosk-1', { nonce: 'b', createdMs })).toBe(true);
    });

    test('of twenty at once, at both hubs, one is the first', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          hubs[index % 2 === 0 ? 0 : 1].isNew('kiosk-1', { nonce: 'a', createdMs }),
        ),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    });

    test('a nonce is kept for as long as a hub whose clock is ten minutes behind would take it, and no longer', async () => {
      await hubs[0].isNew('kiosk-1', { nonce: 'a', createdMs });
      await hubs[0].sweep(createdMs + SIGNATURE_LEEWAY_MS + 10 * 60_000);
      expect(await hubs[1].isNew('kiosk-1', { nonce: 'a', createdMs })).toBe(false);
      await hubs[0].sweep(createdMs + SIGNATURE_LEEWAY_MS + 10 * 60_000 + 1);
      expect(await databases[1].all('select nonce from seen_nonces')).toEqual([]);
    });
  });
}
