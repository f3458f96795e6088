import { type DeviceSigner, deviceSigner } from './store/device-signer.ts';
import { type Keyring, KeysUnavailableError } from './store/keys/keyring-port.ts';
import { openKeys } from './store/keys/open-keys.ts';
import { workspaceOf } from './store/workspace.ts';

/**
 * The signer of the kiosk whose data lies in a folder. Makes nothing: a folder without keys has no signer.
 *
 * @returns a sentence with a next step when there is none
 */
export async function folderSigner(folder: string, keyring: Keyring): Promise<DeviceSigner | string> {
  try {
    const { ring } = await openKeys(workspaceOf(folder), keyring, { isReadOnly: true });
    return deviceSigner(ring.secret);
  } catch (error) {
    if (!(error instanceof KeysUnavailableError)) throw error;
    return error.message;
  }
}
