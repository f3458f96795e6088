import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isPinned,
  type ModelCatalog,
  type ModelCatalogEntry,
  type ModelFile,
  type PinnedModelFile,
} from '#shared/models.ts';
import { hashFile } from './checked-copy.ts';
import { downloadFile, tagFile } from './download-file.ts';
import { untrusted } from './import-model.ts';
import { requireSpace, settle } from './install-model.ts';
import { ModelError, systemCode, writeError } from './model-error.ts';
import { type ModelPlaces, stateOf, verifyModel } from './model-store.ts';
import type { DiskSpace, InstalledModel, ModelProgress } from './ports.ts';

export interface FetchOptions {
  readonly catalog: ModelCatalog;
  readonly places: ModelPlaces;
  readonly id: string;
  /** The folder with the files; null takes the addresses of the catalogue. */
  readonly from: string | null;
  readonly isTrusted: boolean;
  readonly disk: DiskSpace;
  readonly now: () => Date;
  readonly onProgress: (progress: ModelProgress) => void;
  readonly fetch: typeof fetch;
  readonly wait: (ms: number) => Promise<void>;
  readonly stallMs: number;
}

/** Where a broken download waits to be continued; not looked at by anybody else. */
export function partialDirectory(places: ModelPlaces, id: string): string {
  return join(places.storeDirectory, `.partial-${id}`);
}

/**
 * Downloads a model's files into a folder of their own, checks each, and renames the folder into place.
 *
 * @returns the model, and whether anything had to be downloaded
 * @throws {ModelError} what was downloaded and is not proven wrong stays for the next call
 */
export async function fetchModel(options: FetchOptions): Promise<{ model: InstalledModel; isNew: boolean }> {
  const entry = options.catalog.models.find(({ id }) => id === options.id);
  if (entry === undefined || entry.isShipped) {
    throw new ModelError('input', `There is no model "${options.id}" to fetch. "anteroom models list" names them.`);
  }
  const state = stateOf(entry, options.places);
  if (state.kind === 'installed' && (await verifyModel(state.model)).every(({ isSound }) => isSound)) {
    return { model: state.model, isNew: false };
  }
  const unknown = entry.files.filter((file) => !isPinned(file));
  if (unknown.length > 0 && !options.isTrusted) throw untrusted(unknown);
  const addresses = new Map(entry.files.map((file) => [file.path, addressOf(entry, file, options.from)]));

  const directory = partialDirectory(options.places, entry.id);
  await makeDirectory(options.places, directory);
  const totalBytes = unknown.length > 0 ? null : entry.files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  const haveBytes = await sum(entry.files.map(({ path }) => sizeOf(join(directory, path))));
  requireSpace((totalBytes ?? 0) - haveBytes, await options.disk.freeBytes());

  const files: PinnedModelFile[] = [];
  let before = 0;
  for (const file of entry.files) {
    const pinned = await fetchFile(file, addresses.get(file.path) ?? '', directory, {
      ...options,
      onBytes: (done) =>
        options.onProgress({ modelId: entry.id, file: file.path, doneBytes: before + done, totalBytes }),
    });
    before += pinned.sizeBytes;
    files.push(pinned);
  }
  for (const { path } of files) await rm(tagFile(join(directory, path)), { force: true });
  const trusted = unknown.map(({ path }) => path);
  return { model: await settle(entry, options.places, { directory, files, trusted, now: options.now() }), isNew: true };
}

async function fetchFile(
  file: ModelFile,
  url: string,
  directory: string,
  parts: Pick<FetchOptions, 'fetch' | 'wait' | 'stallMs'> & { onBytes: (done: number) => void },
): Promise<PinnedModelFile> {
  const path = join(directory, file.path);
  try {
    await downloadFile(url, file, path, parts);
    const sha256 = await hashFile(path);
    if (file.sha256 !== null && sha256 !== file.sha256) {
      throw new ModelError(
        'verification',
        `${url} sends other bytes than the catalogue knows (sha256 ${sha256}). What came was thrown away; use the address of "anteroom models list".`,
      );
    }
    return { path: file.path, role: file.role, sizeBytes: await sizeOf(path), sha256 };
  } catch (error) {
    if (error instanceof ModelError && error.kind === 'verification') {
      await rm(path, { force: true });
      await rm(tagFile(path), { force: true });
    }
    throw error;
  }
}

function addressOf(entry: ModelCatalogEntry, file: ModelFile, from: string | null): string {
  if (from !== null) return new URL(file.path, from.endsWith('/') ? from : `${from}/`).href;
  if (file.url !== undefined) return file.url;
  throw new ModelError('input', `The catalogue has no address for ${file.path} of ${entry.id}. Name one with --from.`);
}

async function makeDirectory(places: ModelPlaces, directory: string): Promise<void> {
  try {
    await mkdir(places.storeDirectory, { recursive: true, mode: 0o700 });
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw writeError(places.storeDirectory, error);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function sum(values: readonly Promise<number>[]): Promise<number> {
  return (await Promise.all(values)).reduce((total, value) => total + value, 0);
}
