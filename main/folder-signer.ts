import { openDeviceKeys } from './store/device-keys.ts';
import type { DeviceSigner } from './store/device-signer.ts';
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
    const workspace = workspaceOf(folder);
    const { ring } = await openKeys(workspace, keyring, { isReadOnly: true });
    return openDeviceKeys(workspace.deviceKeyFile, ring.secret).signer;
  } catch (error) {
    if (!(error instanceof KeysUnavailableError)) throw error;
    return error.message;
  }
}
