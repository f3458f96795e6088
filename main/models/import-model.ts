import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPinned, type ModelCatalog, type ModelFile, type PinnedModelFile } from '#shared/models.ts';
import { type CopiedFile, copyChecked } from './checked-copy.ts';
import { openFolderSource } from './folder-source.ts';
import { makeStaging, requireSpace, settle } from './install-model.ts';
import { completeMatches, type FileMatch, type ModelMatch, whyNothingMatched } from './match-model.ts';
import { ModelError, readError } from './model-error.ts';
import { type ModelPlaces, stateOf, verifyModel } from './model-store.ts';
import type { DiskSpace, InstalledModel, ModelProgress, ModelSource, SourceFile } from './ports.ts';
import { openZipSource } from './zip-source.ts';

export interface ImportOptions {
  readonly catalog: ModelCatalog;
  readonly places: ModelPlaces;
  /** A folder or a ZIP. */
  readonly path: string;
  /** Only this model; null for every model that is complete. */
  readonly id: string | null;
  /** Whether the person vouches for files of which the catalogue knows no hash. */
  readonly isTrusted: boolean;
  readonly disk: DiskSpace;
  readonly now: () => Date;
  readonly onProgress: (progress: ModelProgress) => void;
}

export interface ImportResult {
  readonly installed: readonly InstalledModel[];
  /** There already, byte for byte. */
  readonly unchanged: readonly InstalledModel[];
  /** What else was brought; none of it was copied. */
  readonly leftAside: readonly string[];
}

/**
 * Installs every model a folder or ZIP holds completely. Names in it decide nothing but which of two files of the same size
 * is tried first; nothing is ever written under them.
 *
 * @throws {ModelError} nothing of the model it was about is left behind then
 */
export async function importModels(options: ImportOptions): Promise<ImportResult> {
  const source = await openSource(options.path);
  try {
    const matches = chosenMatches(options, source);
    const installed: InstalledModel[] = [];
    const unchanged: InstalledModel[] = [];
    const used = new Set<SourceFile>();
    for (const match of matches) {
      const sound = await soundModel(match, options.places);
      if (sound === null) installed.push(await installMatch(match, options, used));
      else {
        unchanged.push(sound);
        for (const { candidates } of match.files) if (candidates[0] !== undefined) used.add(candidates[0]);
      }
    }
    const others = source.files.filter((file) => !used.has(file)).map(({ path }) => path);
    const links = source.skipped.map(
      ({ path, reason }) => `${path} (${reason === 'link' ? 'a link' : 'no plain file'})`,
    );
    return { installed, unchanged, leftAside: [...others, ...links] };
  } finally {
    await source.close();
  }
}

async function openSource(path: string): Promise<ModelSource> {
  let kind;
  try {
    kind = await stat(path);
  } catch (error) {
    throw readError(path, error);
  }
  if (kind.isDirectory()) return openFolderSource(path);
  if (/\.(tar|tgz|tbz2?|gz|bz2|xz|7z|rar)$/i.test(path)) {
    throw new ModelError('input', `${path} is an archive this kiosk cannot read. Unpack it and name the folder.`);
  }
  return openZipSource(path);
}

function chosenMatches({ catalog, path, id, isTrusted }: ImportOptions, { files }: ModelSource): ModelMatch[] {
  const known = id === null ? catalog.models : catalog.models.filter((entry) => entry.id === id);
  const matches = completeMatches(known, files);
  if (matches.length === 0) {
    if (id !== null && known.every(({ isShipped }) => isShipped)) {
      throw new ModelError('input', `There is no model "${id}" to install. "anteroom models list" names them.`);
    }
    throw new ModelError('input', `Nothing was installed from ${path}. ${whyNothingMatched(known, files)}`);
  }
  const unknown = matches.flatMap(({ entry }) => entry.files.filter((file) => !isPinned(file)));
  if (unknown.length > 0 && !isTrusted) throw untrusted(unknown);
  return matches;
}

/** Files nobody has measured before are taken only from a person who says where they are from. */
export function untrusted(files: readonly ModelFile[]): ModelError {
  return new ModelError(
    'input',
    `The right bytes of ${files.map(({ path }) => path).join(', ')} are not known to us, so a wrong or tampered file would not be ` +
      'noticed. If you have them from their publisher yourself, call this again with --trust: they are recorded now and ' +
      'checked from then on.',
  );
}

async function soundModel({ entry }: ModelMatch, places: ModelPlaces): Promise<InstalledModel | null> {
  const state = stateOf(entry, places);
  if (state.kind !== 'installed') return null;
  const verdicts = await verifyModel(state.model);
  return verdicts.every(({ isSound }) => isSound) ? state.model : null;
}

async function installMatch(match: ModelMatch, options: ImportOptions, used: Set<SourceFile>): Promise<InstalledModel> {
  const { entry } = match;
  const totalBytes = match.files.reduce((sum, { candidates }) => sum + (candidates[0]?.sizeBytes ?? 0), 0);
  requireSpace(totalBytes, await options.disk.freeBytes());
  const directory = await makeStaging(options.places, entry.id);
  try {
    let doneBytes = 0;
    const files: PinnedModelFile[] = [];
    for (const file of match.files) {
      const before = doneBytes;
      const copied = await copyMatch(file, directory, (count) => {
        doneBytes = before + count;
        options.onProgress({ modelId: entry.id, file: file.file.path, doneBytes, totalBytes });
      });
      used.add(copied.from);
      const { path, role } = file.file;
      files.push({ path, role, sizeBytes: copied.sizeBytes, sha256: copied.sha256 });
    }
    const trusted = entry.files.filter((file) => !isPinned(file)).map(({ path }) => path);
    return await settle(entry, options.places, { directory, files, trusted, now: options.now() });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Copies the first candidate whose bytes are right. */
async function copyMatch(
  { file, candidates }: FileMatch,
  directory: string,
  onBytes: (count: number) => void,
): Promise<CopiedFile & { from: SourceFile }> {
  const path = join(directory, file.path);
  for (const from of candidates) {
    let count = 0;
    const copied = await copyChecked(from.read(), {
      path,
      name: from.path,
      limitBytes: file.sizeBytes ?? from.sizeBytes,
      onBytes: (more) => onBytes((count += more)),
    });
    if (file.sha256 === null || copied.sha256 === file.sha256) return { ...copied, from };
    await rm(path);
  }
  const names = candidates.map(({ path }) => path).join(' and ');
  throw new ModelError(
    'verification',
    `${names} has the size of ${file.path} but not its bytes: it is damaged, or not the file of the catalogue. Get it again from its source; nothing was installed.`,
  );
}
