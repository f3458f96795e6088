import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCatalog } from '#shared/models.ts';
import { partialDirectory } from './fetch-model.ts';
import { ModelError, systemCode, writeError } from './model-error.ts';
import type { ModelPlaces } from './model-store.ts';

/**
 * Takes an installed model away, and what a broken download of it left. Renamed first: it is never half there.
 *
 * @throws {ModelError} when it is not there, or shipped with the program
 */
export async function removeModel(id: string, catalog: ModelCatalog, places: ModelPlaces): Promise<void> {
  const entry = catalog.models.find((model) => model.id === id);
  if (entry === undefined) {
    throw new ModelError('input', `There is no model "${id}". "anteroom models list" names them.`);
  }
  if (entry.isShipped) {
    throw new ModelError('input', `${id} is part of the program: without it no recording can be judged. It stays.`);
  }
  const doomed = join(places.storeDirectory, `.staging-${process.pid}-old-${id}`);
  try {
    const hadModel = await renameIfThere(join(places.storeDirectory, id), doomed);
    await rm(doomed, { recursive: true, force: true });
    const hadParts = await renameIfThere(partialDirectory(places, id), doomed);
    await rm(doomed, { recursive: true, force: true });
    if (!hadModel && !hadParts) throw new ModelError('input', `${id} is not installed; there is nothing to remove.`);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw writeError(places.storeDirectory, error);
  }
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
