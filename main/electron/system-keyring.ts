import { type Keyring, KeysUnavailableError } from '../store/keys/keyring-port.ts';

/** The part of Electron's `safeStorage` we use: the asynchronous calls, since the synchronous ones are going away. */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  /** Linux only: which keyring is behind it; `basic_text` is a password that everybody knows. */
  getSelectedStorageBackend?(): string;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(locked: Buffer): Promise<{ result: string }>;
}

/** The operating system keeps the key: DPAPI, Keychain, or a secret service on Linux. */
export function systemKeyring(safeStorage: SafeStorage, platform: NodeJS.Platform = process.platform): Keyring {
  async function assertUsable(): Promise<void> {
    if (!(await safeStorage.isAsyncEncryptionAvailable()))
      throw new KeysUnavailableError(
        'keyring_refused',
        "The operating system's keyring is locked or missing. Unlock it, or set one up for this account, and start again.",
      );
    if (platform === 'linux' && safeStorage.getSelectedStorageBackend?.() === 'basic_text')
      throw new KeysUnavailableError(
        'keyring_refused',
        'This Linux account has no keyring: keys would be locked with a password that everybody knows. Install gnome-keyring or KWallet, or start the kiosk with ANTEROOM_PASSPHRASE.',
      );
  }
  return {
    kind: 'system',
    async protect(root) {
      await assertUsable();
      return safeStorage.encryptStringAsync(Buffer.from(root).toString('base64'));
    },
    async reveal(locked) {
      await assertUsable();
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(locked));
        return Buffer.from(result, 'base64');
      } catch (error) {
        throw new KeysUnavailableError(
          'keyring_lost',
          "The operating system's keyring does not open these keys any more. Use the organisation's recovery key: anteroom keys recover.",
          { cause: error },
        );
      }
    },
  };
}
