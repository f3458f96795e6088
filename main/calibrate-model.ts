import { join } from 'node:path';
import { LOCALES, type Locale } from '#shared/localized.ts';
import type { EmbeddingCalibration } from '#shared/models.ts';
import { loadEmbedder } from './children/analyst/embedder.native.ts';
import { locate } from './locations.ts';
import { type CalibrationBank, calibrationBank } from './models/calibration-bank.ts';
import { serves } from './models/model-store.ts';
import type { InstalledModel } from './models/ports.ts';
import { readJobs } from './store/resource-files.ts';

/** The sentences of the posts that come with the program. */
export async function shippedBank(): Promise<Readonly<Record<Locale, CalibrationBank>>> {
  return calibrationBank(await readJobs(join(locate().resourcesDirectory, 'jobs')));
}

/**
 * Runs an installed embedding model over a bank of sentences, in this process: for the command line, never for a kiosk in use.
 *
 * @returns null when the model tells related from unrelated sentences in no language
 * @throws ForeseenFailure when the model cannot be loaded
 */
export async function calibrateModel(
  model: InstalledModel,
  bank: Readonly<Record<Locale, CalibrationBank>>,
): Promise<InstalledModel['calibration']> {
  const embedder = await loadEmbedder(model);
  const found: Partial<Record<Locale, EmbeddingCalibration>> = {};
  for (const locale of LOCALES.filter((each) => serves(model.entry, each))) {
    const calibration = await embedder.calibrate(bank[locale]);
    if (calibration !== null) found[locale] = calibration;
  }
  return Object.keys(found).length === 0 ? null : found;
}
