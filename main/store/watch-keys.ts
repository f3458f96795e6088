import { isDiskError } from './disk-errors.ts';
import type { OpenedKeys } from './keys/open-keys.ts';
import { assertSound, type StoreHealth } from './store-health.ts';

/**
 * Keys that count an error of their disk like one of the database: a key that may not be there must not seal an answer. After one
 * they are not changed any more.
 */
export function watchKeys(keys: OpenedKeys, health: StoreHealth): OpenedKeys {
  function note(error: unknown): never {
    if (isDiskError(error)) health.breakDown(error);
    throw error;
  }
  function watched<A extends unknown[], R>(change: (...values: A) => R): (...values: A) => R {
    return (...values) => {
      assertSound(health);
      try {
        return change(...values);
      } catch (error) {
        return note(error);
      }
    };
  }
  const { sessions } = keys;
  return {
    ...keys,
    sessions: { ...sessions, make: watched(sessions.make), destroy: watched(sessions.destroy) },
    async setRecipient(recipient) {
      assertSound(health);
      await keys.setRecipient(recipient).catch(note);
    },
  };
}
