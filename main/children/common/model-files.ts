import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelIdentity } from '#shared/analysis.ts';
import { isPinned, ModelCatalog, type PinnedModelFile } from '#shared/models.ts';
import { ForeseenFailure, systemCodeOf } from './foreseen-failure.ts';

/** A model file proven to be the catalog's. The bytes are what was hashed, so nothing can be swapped in between. */
export interface CheckedModel {
  readonly identity: ModelIdentity;
  readonly bytes: Uint8Array;
}

/**
 * Reads a one-file model that is shipped with the program and checks it against `catalog.json`.
 *
 * @param modelsDir folder with `catalog.json` and the files it names
 * @throws ForeseenFailure `catalog_unreadable`, `model_unknown`, and those of `readCheckedFile`
 */
export async function readCheckedModel(modelsDir: string, modelId: string): Promise<CheckedModel> {
  const catalog = await readCatalog(modelsDir);
  const file = catalog.models.find(({ id }) => id === modelId)?.files[0];
  if (file === undefined || !isPinned(file)) {
    throw new ForeseenFailure('model_unknown', `catalog.json lists no file for a model ${modelId}`);
  }
  const bytes = await readCheckedFile(modelsDir, file);
  return { identity: { id: modelId, sha256: file.sha256 }, bytes };
}

/**
 * Reads a file whose bytes are known and checks its size and SHA-256.
 *
 * A damaged file given to a native library may abort the process, so this comes before every load.
 *
 * @throws ForeseenFailure `model_missing`, `model_size_mismatch`, `model_hash_mismatch`
 */
export async function readCheckedFile(directory: string, file: PinnedModelFile): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(directory, file.path);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const { size } = await stat(path);
    if (size !== file.sizeBytes) {
      throw new ForeseenFailure('model_size_mismatch', `${file.path} has ${size} bytes, not ${file.sizeBytes}`);
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
    throw new ForeseenFailure('model_hash_mismatch', `${file.path} has sha256 ${sha256}, not ${file.sha256}`);
  }
  return bytes;
}

/** What a result of a model with several files names: the file's own hash, or that of the list `<sha256>  <path>` by path. */
export function identityOf(id: string, files: readonly PinnedModelFile[]): ModelIdentity {
  const [only] = files;
  if (only !== undefined && files.length === 1) return { id, sha256: only.sha256 };
  const lines = files
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
  return { id, sha256: createHash('sha256').update(lines.join('')).digest('hex') };
}

async function readCatalog(modelsDir: string): Promise<ModelCatalog> {
  try {
    return ModelCatalog.parse(JSON.parse(await readFile(join(modelsDir, 'catalog.json'), 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeseenFailure('catalog_unreadable', `catalog.json cannot be used: ${reason}`, { cause: error });
  }
}
