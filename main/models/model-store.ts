import { readFileSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  InstalledManifest,
  isPinned,
  ModelCatalog,
  type ModelCatalogEntry,
  type ModelTask,
  type PinnedModelFile,
} from '#shared/models.ts';
import type { Locale } from '#shared/localized.ts';
import { hashFile } from './checked-copy.ts';
import { ModelError, systemCode } from './model-error.ts';
import type { InstalledModel, InstalledModels } from './ports.ts';

export const MANIFEST_FILE = 'installed.json';

export interface ModelPlaces {
  /** Shipped with the program: `catalog.json` and the files of shipped models, side by side. */
  readonly shippedDirectory: string;
  /** In the workspace: one folder per installed model, named for its id. */
  readonly storeDirectory: string;
}

/** How a model stands on this kiosk. */
export type ModelState =
  | { readonly kind: 'installed'; readonly model: InstalledModel; readonly manifest: InstalledManifest | null }
  | { readonly kind: 'absent' }
  /** Something lies there that cannot be used; `reason` ends a sentence. */
  | { readonly kind: 'unusable'; readonly reason: string };

/** @throws {ModelError} when `catalog.json` is missing or not a catalogue */
export async function readCatalog({ shippedDirectory }: ModelPlaces): Promise<ModelCatalog> {
  const file = join(shippedDirectory, 'catalog.json');
  try {
    return ModelCatalog.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError('input', `${file} cannot be used: ${reason} Install the program again.`, { cause: error });
  }
}

/** Whether a model of the catalogue serves a language: tags are compared by their first part (`zh` serves `zh-CN`). */
export function serves(entry: Pick<ModelCatalogEntry, 'languages'>, locale: Locale): boolean {
  const [language] = locale.split('-');
  return entry.languages.some((tag) => tag === 'any' || tag.split('-')[0] === language);
}

/** Looks, without hashing: files of the right size beside a manifest that the catalogue agrees with. */
export function stateOf(entry: ModelCatalogEntry, places: ModelPlaces): ModelState {
  if (entry.isShipped) {
    const files = entry.files.filter(isPinned);
    const bad = firstBadFile(places.shippedDirectory, files);
    if (bad !== null) return { kind: 'unusable', reason: bad };
    const model = { entry: { ...entry, files: files.map(pinnedOf) }, directory: places.shippedDirectory };
    return { kind: 'installed', model: { ...model, measuredRtf: null, calibration: null }, manifest: null };
  }
  const directory = join(places.storeDirectory, entry.id);
  const text = readIfThere(join(directory, MANIFEST_FILE));
  if (text === null) return { kind: 'absent' };
  const parsed = InstalledManifest.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.id !== entry.id)
    return { kind: 'unusable', reason: `${MANIFEST_FILE} is damaged` };
  const manifest = parsed.data;
  const bad = disagreement(entry, manifest) ?? firstBadFile(directory, manifest.files);
  if (bad !== null) return { kind: 'unusable', reason: bad };
  const { files, measuredRtf, calibration } = manifest;
  return { kind: 'installed', model: { entry: { ...entry, files }, directory, measuredRtf, calibration }, manifest };
}

/** The files of a catalogue entry may have changed with an update of the program. */
function disagreement(entry: ModelCatalogEntry, { files }: InstalledManifest): string | null {
  for (const wanted of entry.files) {
    const found = files.find(({ path }) => path === wanted.path);
    if (found === undefined) return `${wanted.path} is not part of what was installed`;
    if (wanted.sha256 !== null && found.sha256 !== wanted.sha256) return `${wanted.path} is of another version`;
  }
  return files.length === entry.files.length ? null : 'files were installed that the catalogue does not list';
}

function firstBadFile(directory: string, files: readonly PinnedModelFile[]): string | null {
  for (const { path, sizeBytes } of files) {
    const found = statSync(join(directory, path), { throwIfNoEntry: false });
    if (found?.isFile() !== true) return `${path} is missing`;
    if (found.size !== sizeBytes) return `${path} has ${found.size} bytes instead of ${sizeBytes}`;
  }
  return null;
}

function pinnedOf({ path, role, sizeBytes, sha256 }: PinnedModelFile): PinnedModelFile {
  return { path, role, sizeBytes, sha256 };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** What the kiosk uses. Whoever loads a model hashes its files first; here only names and sizes are looked at. */
export function installedModels(catalog: ModelCatalog, places: ModelPlaces): InstalledModels {
  function modelOf(entry: ModelCatalogEntry): InstalledModel | null {
    const state = stateOf(entry, places);
    return state.kind === 'installed' ? state.model : null;
  }
  return {
    find(task: ModelTask, locale: Locale) {
      for (const entry of catalog.models) {
        const model = entry.task === task && serves(entry, locale) ? modelOf(entry) : null;
        if (model !== null) return model;
      }
      return null;
    },
    list: () => catalog.models.map(modelOf).filter((model) => model !== null),
  };
}

/** What reading every byte again found. */
export interface FileVerdict {
  readonly path: string;
  readonly isSound: boolean;
  /** Ends a sentence; null for a sound file. */
  readonly problem: string | null;
}

/** Hashes every file of an installed model. */
export async function verifyModel({ entry, directory }: InstalledModel): Promise<FileVerdict[]> {
  const verdicts: FileVerdict[] = [];
  for (const { path, sha256 } of entry.files) verdicts.push(await verdictOn(directory, path, sha256));
  return verdicts;
}

async function verdictOn(directory: string, path: string, sha256: string): Promise<FileVerdict> {
  try {
    const isSound = (await hashFile(join(directory, path))) === sha256;
    return { path, isSound, problem: isSound ? null : 'its bytes have changed since it was installed' };
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return { path, isSound: false, problem: `it cannot be read (${code})` };
  }
}

/** Entries of the store that no catalogue entry owns: another program's, or of a model that was taken out of the catalogue. */
export function strangersIn({ storeDirectory }: ModelPlaces, catalog: ModelCatalog): string[] {
  const known = new Set(catalog.models.map(({ id }) => id));
  return listIfThere(storeDirectory).filter((name) => !known.has(name) && !name.startsWith('.'));
}

function listIfThere(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
