import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelIdentity } from '#shared/analysis.ts';
import { ModelCatalog } from '#shared/models.ts';
import { ForeseenFailure, systemCodeOf } from './foreseen-failure.ts';

/** A model file proven to be the catalog's. The bytes are what was hashed, so nothing can be swapped in between. */
export interface CheckedModel {
  readonly identity: ModelIdentity;
  readonly bytes: Uint8Array;
}

/**
 * Reads a one-file model and checks its size and SHA-256 against `catalog.json`.
 *
 * A damaged file given to a native library may abort the process, so this comes before every load.
 *
 * @param modelsDir folder with `catalog.json` and the files it names
 * @throws ForeseenFailure `catalog_unreadable`, `model_unknown`, `model_missing`, `model_size_mismatch`, `model_hash_mismatch`
 */
export async function readCheckedModel(modelsDir: string, modelId: string): Promise<CheckedModel> {
  const catalog = await readCatalog(modelsDir);
  const file = catalog.models.find((model) => model.id === modelId)?.files[0];
  if (file === undefined) throw new ForeseenFailure('model_unknown', `catalog.json lists no model ${modelId}`);
  const path = join(modelsDir, file.path);
  let sizeBytes: number;
  let bytes: Uint8Array;
  try {
    sizeBytes = (await stat(path)).size;
    if (sizeBytes !== file.sizeBytes) {
      throw new ForeseenFailure(
        'model_size_mismatch',
        `${file.path} has ${sizeBytes} bytes, the catalog says ${file.sizeBytes}`,
      );
    }
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof ForeseenFailure) throw error;
    throw new ForeseenFailure('model_missing', `${file.path} cannot be read (${systemCodeOf(error)})`, {
      cause: error,
    });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== file.sha256) {
    throw new ForeseenFailure(
      'model_hash_mismatch',
      `${file.path} has sha256 ${sha256}, the catalog says ${file.sha256}`,
    );
  }
  return { identity: { id: modelId, sha256 }, bytes };
}

async function readCatalog(modelsDir: string): Promise<ModelCatalog> {
  try {
    return ModelCatalog.parse(JSON.parse(await readFile(join(modelsDir, 'catalog.json'), 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeseenFailure('catalog_unreadable', `catalog.json cannot be used: ${reason}`, { cause: error });
  }
}
