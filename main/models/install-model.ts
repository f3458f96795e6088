import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InstalledManifest, type ModelCatalogEntry, type PinnedModelFile } from '#shared/models.ts';
import { syncDirectory } from './checked-copy.ts';
import { ModelError, systemCode, writeError } from './model-error.ts';
import { MANIFEST_FILE, type ModelPlaces, stateOf } from './model-store.ts';
import type { InstalledModel, ModelGauges } from './ports.ts';

const STAGING = /^\.staging-(\d+)-/;
/** Left free beside a model: the kiosk goes on recording. */
const SPARE_BYTES = 64 * 1024 * 1024;

/** A folder that only this process writes and nobody looks into. What an earlier process left behind goes first. */
export async function makeStaging(places: ModelPlaces, id: string): Promise<string> {
  const directory = join(places.storeDirectory, `.staging-${process.pid}-${id}`);
  try {
    await mkdir(places.storeDirectory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(places.storeDirectory)) {
      const pid = Number(STAGING.exec(name)?.[1] ?? Number.NaN);
      if (pid === process.pid || (!Number.isNaN(pid) && !isRunning(pid))) {
        await rm(join(places.storeDirectory, name), { recursive: true, force: true });
      }
    }
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    throw writeError(places.storeDirectory, error);
  }
  return directory;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** @throws {ModelError} when a model of that size would fill the disk */
export function requireSpace(neededBytes: number, freeBytes: number): void {
  if (neededBytes + SPARE_BYTES <= freeBytes) return;
  const needed = Math.ceil((neededBytes + SPARE_BYTES) / 1e6);
  const free = Math.floor(freeBytes / 1e6);
  throw new ModelError('input', `This needs ${needed} MB and ${free} MB are free. Free space and call this again.`);
}

/**
 * Pins the files of a filled folder and renames it into place; a model of the same id that lies there goes.
 *
 * @param files as they were hashed on this disk
 * @param trusted names of files that only the person vouches for
 */
export async function settle(
  entry: ModelCatalogEntry,
  places: ModelPlaces,
  filled: { directory: string; files: readonly PinnedModelFile[]; trusted: readonly string[]; now: Date },
): Promise<InstalledModel> {
  const manifest = InstalledManifest.parse({
    manifestVersion: 1,
    id: entry.id,
    version: entry.version,
    installedAt: filled.now.toISOString(),
    trusted: filled.trusted,
    files: filled.files,
    measuredRtf: null,
    calibration: null,
  });
  const target = join(places.storeDirectory, entry.id);
  const old = join(places.storeDirectory, `.staging-${process.pid}-old-${entry.id}`);
  try {
    await writeDurably(join(filled.directory, MANIFEST_FILE), JSON.stringify(manifest, null, 2));
    await syncDirectory(filled.directory);
    await moveAside(target, old);
    await rename(filled.directory, target);
    await syncDirectory(places.storeDirectory);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    throw writeError(target, error);
  }
  return requireInstalled(entry, places);
}

async function moveAside(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function requireInstalled(entry: ModelCatalogEntry, places: ModelPlaces): InstalledModel {
  const state = stateOf(entry, places);
  if (state.kind === 'installed') return state.model;
  throw new ModelError(
    'verification',
    `${entry.id} was copied, but ${state.kind === 'absent' ? 'is gone' : state.reason}.`,
  );
}

/** A model that was measured after it came, and what could not be measured. */
export interface GaugedModel {
  readonly model: InstalledModel;
  readonly notes: readonly string[];
}

/** Measures an installed model and writes the result beside it. A model that cannot be measured stays, and the note says so. */
export async function gauge(entry: ModelCatalogEntry, places: ModelPlaces, gauges: ModelGauges): Promise<GaugedModel> {
  const state = stateOf(entry, places);
  if (state.kind !== 'installed' || state.manifest === null)
    return { model: requireInstalled(entry, places), notes: [] };
  const { model, manifest } = state;
  const notes: string[] = [];
  async function tried<T>(measure: () => Promise<T>, otherwise: string): Promise<T | null> {
    try {
      const value = await measure();
      if (value === null) notes.push(`${otherwise}.`);
      return value;
    } catch (error) {
      notes.push(`${otherwise}: ${error instanceof Error ? error.message : String(error)}.`);
      return null;
    }
  }
  const measuredRtf =
    entry.task === 'speech_recognition'
      ? await tried(() => gauges.measureRtf(model), 'Its speed on this kiosk could not be measured')
      : null;
  const calibration =
    entry.task === 'embedding'
      ? await tried(
          () => gauges.calibrate(model),
          'It does not tell related from unrelated sentences of the posts and is not used: indicators go on being matched by words only',
        )
      : null;
  const path = join(model.directory, MANIFEST_FILE);
  const fresh = join(model.directory, `.${MANIFEST_FILE}-${process.pid}`);
  await writeDurably(
    fresh,
    JSON.stringify(InstalledManifest.parse({ ...manifest, measuredRtf, calibration }), null, 2),
  );
  await rename(fresh, path);
  await syncDirectory(model.directory);
  return { model: requireInstalled(entry, places), notes };
}
