/** Who keeps the key that the kiosk's key file is locked with. */
export type KeyringKind =
  /** The operating system, through Electron's `safeStorage`. */
  | 'system'
  /** A passphrase that is given at every start. */
  | 'passphrase'
  /** A file of its own outside the data folder: whoever copies both reads everything. */
  | 'key_file';

/** Locks and unlocks the 32-byte root key. */
export interface Keyring {
  readonly kind: KeyringKind;
  /** @throws {KeysUnavailableError} when nothing may be trusted to it */
  protect(root: Uint8Array): Promise<Buffer>;
  /** @throws {KeysUnavailableError} when it does not have the key any more */
  reveal(locked: Uint8Array): Promise<Buffer>;
}

/** The kiosk's keys cannot be had. The message says why and what a technician can do. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
  readonly code:
    | 'keyring_lost'
    | 'keyring_refused'
    | 'keys_damaged'
    | 'keys_missing'
    | 'keys_of_another'
    | 'keys_outdated';

  constructor(code: KeysUnavailableError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
