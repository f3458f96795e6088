import type { AppParts } from './app.ts';
import { RecipientRefusedError } from './store/keys/recovery-key.ts';

/**
 * Wraps the keys for the organisation's recovery key as well; an empty recipient takes that away.
 *
 * @returns false when the recipient cannot be encrypted to: its check digits are wrong
 */
export async function trustRecipient(
  keys: AppParts['keys'],
  recipient: string,
  log: AppParts['log'],
): Promise<boolean> {
  try {
    await keys.setRecipient(recipient === '' ? null : recipient);
    return true;
  } catch (error) {
    if (!(error instanceof RecipientRefusedError)) throw error;
    log('keys.recipient_refused', { error: error.message });
    return false;
  }
}
