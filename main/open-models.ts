import type { EmbeddingChoice } from '#shared/analyst-protocol.ts';
import { LOCALES } from '#shared/localized.ts';
import { chooseRecogniser } from './analysis/choose-recogniser.ts';
import { findPocketsphinx } from './analysis/find-pocketsphinx.ts';
import type { TranscriptionQueueParts } from './analysis/transcription-queue.ts';
import { type ModelPlaces, installedModels, readCatalog } from './models/model-store.ts';

/**
 * The sentence model this kiosk has, where it could be calibrated; null without one. A model that is imported while the
 * kiosk runs is used from its next start on.
 */
export async function openEmbedding(places: ModelPlaces): Promise<EmbeddingChoice | null> {
  const installed = installedModels(await readCatalog(places), places);
  const found = LOCALES.map((locale) => installed.find('embedding', locale)).find((model) => model !== null);
  if (!found || found.calibration === null || found.entry.embedding === undefined) return null;
  const { id, files, embedding } = found.entry;
  const calibration = Object.fromEntries(
    Object.entries(found.calibration).map(([locale, { c0, c1 }]) => [locale, { c0, c1 }]),
  );
  return { entry: { id, files: [...files], embedding }, directory: found.directory, calibration };
}

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
