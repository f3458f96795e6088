import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type SafeStorage, systemKeyring } from './system-keyring.ts';

/** Behaves like Electron's: what another account locked does not open. */
function safeStorageOf(parts: { isAvailable?: boolean; backend?: string; account?: string } = {}): SafeStorage {
  const { isAvailable = true, backend = 'gnome_libsecret', account = 'kiosk' } = parts;
  return {
    isAsyncEncryptionAvailable: async () => isAvailable,
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: async (text) => Buffer.from(`${account}:${text}`),
    async decryptStringAsync(locked) {
      const [owner, text] = locked.toString().split(':');
      if (owner !== account) throw new Error('Error while decrypting the ciphertext provided.');
      return { result: text ?? '' };
    },
  };
}

test('what was locked opens again for the same account only', async () => {
  const root = randomBytes(32);
  const locked = await systemKeyring(safeStorageOf(), 'linux').protect(root);
  expect((await systemKeyring(safeStorageOf(), 'linux').reveal(locked)).equals(root)).toBe(true);
  const another = systemKeyring(safeStorageOf({ account: 'somebody' }), 'linux').reveal(locked);
  await expect(another).rejects.toMatchObject({ code: 'keyring_lost' });
});

test.each([
  ['no keyring', { isAvailable: false }, 'linux', 'locked or missing'],
  [
    'a Linux account whose keyring is a password that everybody knows',
    { backend: 'basic_text' },
    'linux',
    'gnome-keyring',
  ],
] as const)('%s: refused before anything is recorded, with what to do', async (_name, parts, platform, sentence) => {
  const keyring = systemKeyring(safeStorageOf(parts), platform);
  await expect(keyring.protect(randomBytes(32))).rejects.toThrow(sentence);
  await expect(keyring.reveal(randomBytes(32))).rejects.toMatchObject({ code: 'keyring_refused' });
});

test('the name of a Linux keyring means nothing elsewhere', async () => {
  const root = randomBytes(32);
  const keyring = systemKeyring(safeStorageOf({ backend: 'basic_text' }), 'win32');
  expect((await keyring.reveal(await keyring.protect(root))).equals(root)).toBe(true);
});
