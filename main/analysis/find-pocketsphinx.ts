import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { PocketsphinxChoice } from '#shared/transcript-protocol.ts';

/** Where Debian and Ubuntu put the package `pocketsphinx-en-us`. */
const MODEL_DIRECTORY = '/usr/share/pocketsphinx/model/en-us';

/**
 * Finds the recogniser of the operating system and its English model.
 *
 * @param path `process.env.PATH`
 * @returns null when a part of it is missing
 */
export function findPocketsphinx(path: string, modelDirectory = MODEL_DIRECTORY): PocketsphinxChoice | null {
  const programFile = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'pocketsphinx_batch'))
    .find((file) => existsSync(file));
  if (programFile === undefined) return null;
  const acousticModelDirectory = join(modelDirectory, 'en-us');
  const dictionaryFile = join(modelDirectory, 'cmudict-en-us.dict');
  const languageModelFile = join(modelDirectory, 'en-us.lm.bin');
  const parts = [join(acousticModelDirectory, 'mdef'), dictionaryFile, languageModelFile];
  if (!parts.every((file) => existsSync(file))) return null;
  return { library: 'pocketsphinx', programFile, acousticModelDirectory, dictionaryFile, languageModelFile };
}
