import { spawn } from 'node:child_process';
import { UpdateError } from './update/update-error.ts';

const PATIENCE_MS = 10 * 60_000;

/**
 * Lets an NSIS installer unpack itself into an empty folder, silently. What it leaves there is read against the signed list before
 * anything of it is started.
 *
 * @throws {UpdateError} `installer_failed`
 */
export async function runInstaller(installer: string, folder: string): Promise<void> {
  // NSIS takes everything behind /D=, which has to be last, as the folder, and no quotes
  const child = spawn(installer, ['/S', `/D=${folder}`], {
    stdio: 'ignore',
    windowsVerbatimArguments: true,
    timeout: PATIENCE_MS,
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new UpdateError('installer_failed', String(error), { cause: error })));
    child.once('exit', resolve);
  });
  if (code !== 0) throw new UpdateError('installer_failed', `the installer ended with ${String(code)}`);
}
