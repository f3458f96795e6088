import { homedir } from 'node:os';
import { join } from 'node:path';
import { keyFileKeyring } from './store/keys/key-file-keyring.ts';
import type { Keyring } from './store/keys/keyring-port.ts';
import { passphraseKeyring } from './store/keys/passphrase-keyring.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The file that opens the keys of this user's kiosks where there is no keyring of the operating system: with the user's
 * configuration, never in the data folder.
 */
function defaultKeyFile(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'anteroom-keys', 'kiosk.key');
  const configHome = environment['XDG_CONFIG_HOME'];
  return join(configHome?.startsWith('/') ? configHome : join(homedir(), '.config'), 'anteroom', 'kiosk.key');
}

/**
 * What locks the keys in plain Node: `ANTEROOM_PASSPHRASE` where it is set, else the key file named by `ANTEROOM_KEY_FILE`, else
 * the user's own.
 */
export function nodeKeyring(environment: Environment): Keyring {
  const passphrase = environment['ANTEROOM_PASSPHRASE'];
  if (passphrase !== undefined && passphrase !== '') return passphraseKeyring(passphrase);
  return keyFileKeyring(environment['ANTEROOM_KEY_FILE'] ?? defaultKeyFile(environment));
}
