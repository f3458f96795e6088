import { checkRecordings } from './capture/check-recordings.ts';
import type { Keyring } from './store/keys/keyring-port.ts';
import { KeysUnavailableError } from './store/keys/keyring-port.ts';
import { type OpenedKeys, openKeys } from './store/keys/open-keys.ts';
import { type CheckMedia, type Finding, type Verification, verifyStore } from './store/verify.native.ts';
import { workspaceOf } from './store/workspace.ts';

const MAX_LISTED = 10;

const checkMedia: CheckMedia = async (media) => {
  const found = await checkRecordings(media);
  return (['slices', 'recordings', 'files'] as const).map((check): Finding => {
    const { count, problems } = found[check];
    const more = problems.length > MAX_LISTED ? [`… and ${problems.length - MAX_LISTED} more`] : [];
    return { check, count, problems: [...problems.slice(0, MAX_LISTED), ...more] };
  });
};

/**
 * Reads a whole workspace and checks that nothing was lost or changed. Changes nothing. Where the keys cannot be had that is a
 * finding, and what is sealed is checked by its hashes alone.
 *
 * @throws {Error} when the folder holds no workspace or a kiosk is using it.
 */
export async function verifyWorkspace(directory: string, keyring: Keyring): Promise<Verification> {
  let keys: OpenedKeys | null = null;
  let keyProblems: readonly string[] = [];
  try {
    keys = await openKeys(workspaceOf(directory), keyring, { isReadOnly: true });
    keyProblems = keys.problems;
  } catch (error) {
    if (!(error instanceof KeysUnavailableError)) throw error;
    keyProblems = [error.message];
  }
  return verifyStore(directory, { keys, keyProblems, checkMedia });
}
