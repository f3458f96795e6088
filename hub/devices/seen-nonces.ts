import { SIGNATURE_LEEWAY_MS } from '#shared/wire/device-signature.ts';
import type { HubDatabase } from '../database/database.ts';

/**
 * How long after its `created` a nonce is remembered. A signature is good for one leeway after it; the two more are for hubs whose clocks
 * differ, or one that is set back: by up to ten minutes nothing is forgotten that some hub would still take.
 */
const REMEMBER_MS = 3 * SIGNATURE_LEEWAY_MS;

/** Nonces of good signatures, known to every hub on the database. */
export interface SeenNonces {
  /** Whether this is the first time; from now on it is not. */
  isNew(deviceId: string, signature: { readonly nonce: string; readonly createdMs: number }): Promise<boolean>;
  /** Forgets those no hub takes any more. */
  sweep(nowMs: number): Promise<void>;
}

/**
 * Nonces in the hub's database: one insert, which only one of all that try it wins. Nothing waits for the disk ({@link HubDatabase.note}).
 *
 * Why that opens no window: a hub that is killed or started anew loses no note, so a replay is refused after it as before. After a
 * power cut the last notes may be gone, but with them everything that was committed after them, and a request is judged before it
 * changes anything: whatever is still there of a request, its nonce is there too. What a replay could then do is what the request
 * itself did not do, or did and lost, within the five minutes its time is good; or read once more what it read.
 */
export function createSeenNonces(database: HubDatabase): SeenNonces {
  return {
    isNew: async (deviceId, { nonce, createdMs }) => {
      const rows = await database.note(
        `insert into seen_nonces (device_id, nonce, until_ms) values (?, ?, ?) on conflict (device_id, nonce) do nothing
         returning 1 "one"`,
        deviceId,
        nonce,
        createdMs + REMEMBER_MS,
      );
      return rows.length === 1;
    },
    sweep: async (nowMs) => {
      await database.note('delete from seen_nonces where until_ms < ?', nowMs);
    },
  };
}
