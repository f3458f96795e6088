import { randomUUID } from 'node:crypto';
import type { StoreKeys } from './cells.ts';
import { createKeyRing, newContents } from './key-ring.ts';
import type { Keyring } from './keyring-port.ts';
import { KEY_BYTES, openBytes, sealBytes } from './sealed-bytes.ts';
import { sessionKeysInMemory } from './session-keys.ts';

/** Keys that behave like a kiosk's and lie nowhere. */
export function keysInMemory(): StoreKeys {
  const ring = createKeyRing(randomUUID(), newContents());
  return { ring, sessions: sessionKeysInMemory(ring) };
}

const KNOWN_KEY = new Uint8Array(KEY_BYTES);

/** A keyring that opens what it locked in any process, like the operating system's: its key is known to everybody. */
export const knownKeyring: Keyring = {
  kind: 'key_file',
  protect: async (root) => sealBytes(KNOWN_KEY, 'known', root),
  reveal: async (locked) => openBytes(KNOWN_KEY, 'known', locked),
};
