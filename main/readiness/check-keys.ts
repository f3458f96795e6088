import type { Check, KeysProbe } from './ports.ts';

/** Who can open what this kiosk holds: its keyring, and head office when that is lost. */
export function checkKeys({ keyring, recipient }: KeysProbe): Check {
  return {
    id: 'keys',
    async run() {
      // worse first: whoever carries away the computer has both file and data
      if (keyring === 'key_file') return { result: 'warn', code: 'keys_in_file', values: {} };
      if (recipient() === null) return { result: 'warn', code: 'recovery_key_missing', values: {} };
      return { result: 'pass', code: keyring === 'system' ? 'keys_in_system' : 'keys_behind_passphrase', values: {} };
    },
  };
}
