import { chooseRecogniser } from './analysis/choose-recogniser.ts';
import { findPocketsphinx } from './analysis/find-pocketsphinx.ts';
import type { TranscriptionQueueParts } from './analysis/transcription-queue.ts';
import { type ModelPlaces, installedModels, readCatalog } from './models/model-store.ts';

/**
 * Which recogniser serves a language, asked anew for every answer: a model that is imported meanwhile is used without a
 * restart.
 *
 * @param path `process.env.PATH`, where the operating system's recogniser is looked for
 */
export async function openRecognisers(
  places: ModelPlaces,
  path: string,
): Promise<TranscriptionQueueParts['chooseRecogniser']> {
  const installed = installedModels(await readCatalog(places), places);
  const pocketsphinx = findPocketsphinx(path);
  return (locale) => chooseRecogniser(installed, pocketsphinx, locale);
}
