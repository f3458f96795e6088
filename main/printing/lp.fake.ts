import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A program in the place of `lp`, which no machine of these tests has a printer for.
 *
 * @param script what it does, for /bin/sh
 * @returns its path
 */
export async function fakeLp(folder: string, script: string): Promise<string> {
  const file = join(folder, 'lp');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}
