import { readFile } from 'node:fs/promises';
import { systemCode } from '#main/models/model-error.ts';

/** The configuration of this computer's CUPS; null where it is not there or for others to read. */
export async function readCupsConfig(file = '/etc/cups/cupsd.conf'): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}
