import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Artifact } from '#shared/update-manifest.ts';
import type { Disk } from './disk.ts';
import {
  decideLaunch,
  type Decision,
  otherSlot,
  type Pointer,
  pointerLine,
  readPointerLine,
  type Slot,
} from './launch-decision.ts';
import { diskFailure, UpdateError } from './update-error.ts';

const PROGRAM_MODE = 0o755;

/** Where the launcher finds everything, below the folder it lies in. */
const versionsFolder = (root: string) => join(root, 'versions');
export const slotFolder = (root: string, slot: Slot) => join(versionsFolder(root), slot);
const pointerFile = (root: string) => join(root, 'current');
/** Two lines: the program to start, inside the slot, and its version. There only once everything else of a version is. */
const START_NAME = 'start';
const START = /^([^\n]+)\n([^\n]+)\n$/;

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

/** What `current` says; null when it is not there or cannot be read as a pointer. */
export function readPointer(root: string): Pointer | null {
  return readPointerLine(textOf(pointerFile(root)) ?? '');
}

/** The program in a slot and its version; null when none is whole. */
export function programIn(root: string, slot: Slot): { readonly file: string; readonly version: string } | null {
  const [, start, version] = START.exec(textOf(join(slotFolder(root, slot), START_NAME)) ?? '') ?? [];
  if (start === undefined || version === undefined) return null;
  const file = join(slotFolder(root, slot), ...start.split('/'));
  return existsSync(file) && statSync(file).isFile() ? { file, version } : null;
}

/** What the launcher in this folder would do now. */
export function decisionIn(root: string): Decision {
  return decideLaunch(readPointer(root), { a: programIn(root, 'a') !== null, b: programIn(root, 'b') !== null });
}

/** Puts a pointer in place, whole or not at all, and waits until it is on the disk. */
export function writePointer(disk: Disk, root: string, pointer: Pointer): void {
  const unfinished = `${pointerFile(root)}.new`;
  disk.write(unfinished, pointerLine(pointer));
  disk.sync(unfinished);
  disk.rename(unfinished, pointerFile(root));
  disk.sync(root);
}

/** SHA-512 in base64, as electron-updater writes it. */
export async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('base64');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const strange = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (strange) throw new UpdateError('not_as_signed', `${strange.name} is neither a file nor a folder`);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Reads every file back from the disk; one too many is as bad as one too few. */
async function holdAgainst(folder: string, wanted: NonNullable<Artifact['unpacked']>): Promise<void> {
  const found = new Set(await filesBelow(folder));
  for (const { path, size, sha512 } of wanted) {
    const file = join(folder, ...path.split('/'));
    if (!found.delete(path)) throw new UpdateError('not_as_signed', `${path} is missing`);
    if (statSync(file).size !== size || (await sha512Of(file)) !== sha512)
      throw new UpdateError('not_as_signed', `${path} is not the file that was signed`);
  }
  if (found.size > 0) throw new UpdateError('not_as_signed', `${[...found].slice(0, 3).join(', ')} was not signed`);
}

export interface VersionToPlace {
  readonly version: string;
  readonly artifact: Artifact;
  /** The downloaded file. */
  readonly download: string;
  /** Unpacks an installer into an empty folder; asked only where the manifest lists what it leaves. */
  readonly unpack: (installer: string, folder: string) => Promise<void>;
}

/**
 * Puts a version into a slot that is not in use: beside it first, read back against what was signed, synced, then renamed. Cut off
 * anywhere, the slot holds the version before, none, or the new one whole.
 *
 * @throws {UpdateError} when the disk refuses or something is not as it was signed; nothing of it is then left
 */
export async function placeVersion(disk: Disk, root: string, slot: Slot, placed: VersionToPlace): Promise<void> {
  const { artifact, version } = placed;
  const folder = slotFolder(root, slot);
  const [unfinished, before] = [`${folder}.new`, `${folder}.old`];
  try {
    disk.remove(unfinished);
    disk.remove(before);
    disk.makeFolder(unfinished);
    const files = artifact.unpacked ?? [{ path: artifact.start, size: artifact.size, sha512: artifact.sha512 }];
    if (artifact.unpacked === null) await disk.copy(placed.download, join(unfinished, artifact.start), PROGRAM_MODE);
    else await placed.unpack(placed.download, unfinished);
    await holdAgainst(unfinished, files);
    const folders = new Set([unfinished]);
    for (const { path } of files) {
      const file = join(unfinished, ...path.split('/'));
      disk.sync(file);
      for (let at = dirname(file); at.length > unfinished.length; at = dirname(at)) folders.add(at);
    }
    const start = join(unfinished, START_NAME);
    disk.write(start, `${artifact.start}\n${version}\n`);
    disk.sync(start);
    for (const each of [...folders].toSorted((a, b) => b.length - a.length)) disk.sync(each);
    if (existsSync(folder)) disk.rename(folder, before);
    disk.rename(unfinished, folder);
    disk.sync(versionsFolder(root));
    disk.remove(before);
  } catch (error) {
    disk.remove(unfinished);
    throw diskFailure(error);
  }
}

/**
 * From the next start on the version in a slot runs, on trial: the launcher comes back to the other one unless it says that it is
 * healthy.
 *
 * @throws when the slot holds no program, or when the one that runs is on trial itself: there would be no way back
 */
export function switchTo(disk: Disk, root: string, slot: Slot): void {
  const pointer = readPointer(root);
  if (pointer?.slot !== otherSlot(slot) || pointer.trust !== 'good')
    throw new Error(`Slot ${slot} cannot follow ${pointer === null ? 'an unknown one' : pointerLine(pointer).trim()}.`);
  if (programIn(root, slot) === null) throw new Error(`Slot ${slot} holds no program.`);
  writePointer(disk, root, { slot, trust: 'trial', boots: 0, failed: null });
}

/**
 * The version in a slot works: from now on it is the one that is come back to.
 *
 * @returns false when there was nothing to confirm
 */
export function confirmHealthy(disk: Disk, root: string, slot: Slot): boolean {
  const pointer = readPointer(root);
  if (pointer?.slot !== slot || pointer.trust !== 'trial') return false;
  writePointer(disk, root, { slot, trust: 'good', boots: 0, failed: null });
  return true;
}
