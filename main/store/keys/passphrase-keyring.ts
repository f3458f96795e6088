import { randomBytes, scrypt } from 'node:crypto';
import { type Keyring, KeysUnavailableError } from './keyring-port.ts';
import { BrokenSealError, KEY_BYTES, openBytes, sealBytes } from './sealed-bytes.ts';

const PLACE = 'anteroom root key v1, passphrase';
const SALT_BYTES = 16;
/** OWASP Password Storage Cheat Sheet 2025: N = 2¹⁷, r = 8, p = 1; needs 128 MiB. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const MIN_CHARACTERS = 12;

function keyOf(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** Locks the root key with a passphrase that somebody gives at every start; nothing on the disk opens it without. */
export function passphraseKeyring(passphrase: string): Keyring {
  return {
    kind: 'passphrase',
    async protect(root) {
      if (passphrase.length < MIN_CHARACTERS)
        throw new KeysUnavailableError(
          'keyring_refused',
          `The passphrase must have at least ${MIN_CHARACTERS} characters. Choose a longer one and start again.`,
        );
      const salt = randomBytes(SALT_BYTES);
      return Buffer.concat([salt, sealBytes(await keyOf(passphrase, salt), PLACE, root)]);
    },
    async reveal(locked) {
      const key = await keyOf(passphrase, locked.subarray(0, SALT_BYTES));
      try {
        return openBytes(key, PLACE, locked.subarray(SALT_BYTES));
      } catch (error) {
        if (!(error instanceof BrokenSealError)) throw error;
        throw new KeysUnavailableError('keyring_lost', 'The passphrase is not the one this kiosk was set up with.', {
          cause: error,
        });
      }
    },
  };
}
