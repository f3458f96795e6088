import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Keyring, KeysUnavailableError } from './keyring-port.ts';
import { BrokenSealError, KEY_BYTES, openBytes, sealBytes } from './sealed-bytes.ts';

const PLACE = 'anteroom root key v1, key file';
/** Readable by others than its owner. */
const OTHERS = 0o077;

/** Makes the file, whole or not at all; the first of two programs that start at the same time makes it for both. */
async function makeKeyFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomUUID()}.new`;
  const handle = await open(unfinished, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(unfinished, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(unfinished);
  }
}

async function readKeyFile(file: string): Promise<Buffer> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new KeysUnavailableError(
      'keyring_lost',
      `The key file ${file} is gone. Put it back, or open the data with the organisation's recovery key: anteroom keys recover.`,
    );
  });
  if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0)
    throw new KeysUnavailableError(
      'keyring_refused',
      `The key file ${file} can be read by other users of this computer. Run "chmod 600 ${file}" and start again.`,
    );
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  if (key.length !== KEY_BYTES)
    throw new KeysUnavailableError(
      'keyring_lost',
      `The key file ${file} is damaged: it must hold 64 hexadecimal digits.`,
    );
  return key;
}

/**
 * Keeps the key in a file that only its owner can read. For kiosks without Electron: weaker than the system's keyring, which is
 * said in the readiness screen.
 *
 * @param file outside the data folder; made at the first start
 */
export function keyFileKeyring(file: string): Keyring {
  return {
    kind: 'key_file',
    async protect(root) {
      await makeKeyFile(file);
      return sealBytes(await readKeyFile(file), PLACE, root);
    },
    async reveal(locked) {
      try {
        return openBytes(await readKeyFile(file), PLACE, locked);
      } catch (error) {
        if (!(error instanceof BrokenSealError)) throw error;
        throw new KeysUnavailableError('keyring_lost', `The key file ${file} belongs to another kiosk.`, {
          cause: error,
        });
      }
    },
  };
}
