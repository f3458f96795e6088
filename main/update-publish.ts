import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import {
  type Artifact,
  MANIFEST_NAME,
  type Platform,
  PLATFORMS,
  SignedManifest,
  UpdateManifest,
} from '#shared/update-manifest.ts';
import { NEWEST_SCHEMA } from './store/migrate.ts';
import { type DeviceSigner, signerOf } from './store/device-signer.ts';
import { compareVersions } from './update/compare-versions.ts';
import { type Disk, systemDisk } from './update/disk.ts';
import { pointerLine } from './update/launch-decision.ts';
import { keyIdOf, signedBytes } from './update/open-manifest.ts';
import { placeVersion, readPointer, sha512Of } from './update/slots.ts';

const DAY_MS = 24 * 60 * 60_000;
const KEY_LINE = /^ANTEROOM-PUBLISHER-KEY-([A-Za-z0-9_-]{43})$/m;
/** What electron-updater reads, by platform. */
const FEED_NAMES: Readonly<Record<Platform, string>> = {
  'linux-x64': 'latest-linux.yml',
  'linux-arm64': 'latest-linux-arm64.yml',
  'win32-x64': 'latest.yml',
};

/** Something a publisher has to do differently. The message is a sentence with the next step. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/** A new publisher's key: the text of its file, and the public half that kiosks trust. */
export function makePublisherKey(): { text: string; publicKey: string; keyId: string } {
  const seed = randomBytes(32);
  const { publicKey } = signerOf(seed);
  const keyId = keyIdOf(publicKey);
  const text = `# Key of a publisher of Anteroom. Public half: ${publicKey} (id ${keyId})\nANTEROOM-PUBLISHER-KEY-${seed.toString('base64url')}\n`;
  return { text, publicKey, keyId };
}

/** @throws {PublishError} when the file is no publisher's key */
export function readPublisherKey(file: string): DeviceSigner {
  const found = existsSync(file) ? KEY_LINE.exec(readFileSync(file, 'utf8')) : null;
  if (found?.[1] === undefined)
    throw new PublishError(`${file} is no publisher’s key. Make one with "anteroom update new-key FILE".`);
  return signerOf(Buffer.from(found[1], 'base64url'));
}

/** A program to be published: a file, and for an installer the folder it leaves. */
export interface ProgramToPublish {
  readonly file: string;
  /** The installed program; null where the file is the program itself. */
  readonly folder: string | null;
  /** What the launcher starts, inside that folder. */
  readonly start: string;
}

export interface ReleaseToPublish {
  readonly version: string;
  readonly programs: Partial<Record<Platform, ProgramToPublish>>;
  /** Null: as before, or the version itself for a first release. */
  readonly floor: string | null;
  readonly updatesFrom: string | null;
  readonly rolloutPercent: number;
  readonly validDays: number;
}

async function filesOf(folder: string): Promise<NonNullable<Artifact['unpacked']>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files: NonNullable<Artifact['unpacked']> = [];
  for (const { parentPath, name } of entries) {
    const file = join(parentPath, name);
    const path = relative(folder, file).split(sep).join('/');
    files.push({ path, size: statSync(file).size, sha512: await sha512Of(file) });
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function artifactOf({ file, folder, start }: ProgramToPublish): Promise<Artifact> {
  if (!existsSync(file)) throw new PublishError(`${file} is not there. Check the path.`);
  const unpacked = folder === null ? null : await filesOf(folder);
  if (unpacked !== null && !unpacked.some(({ path }) => path === start))
    throw new PublishError(`${start} is not in ${String(folder)}. Name the program inside that folder with --start.`);
  return { name: basename(file), size: statSync(file).size, sha512: await sha512Of(file), start, unpacked };
}

/** The manifest that lies in a folder to be published; null for a first one. */
function published(folder: string): UpdateManifest | null {
  const file = join(folder, MANIFEST_NAME);
  if (!existsSync(file)) return null;
  const parsed = UpdateManifest.safeParse(SignedManifest.parse(JSON.parse(readFileSync(file, 'utf8'))).manifest);
  if (!parsed.success)
    throw new PublishError(`${file} is not a manifest of this release. Publish into another folder.`);
  return parsed.data;
}

/** Writes the manifest last and whole: whoever asks meanwhile gets the one before. */
function writeSigned(disk: Disk, folder: string, manifest: unknown, signers: readonly DeviceSigner[]): UpdateManifest {
  const checked = UpdateManifest.safeParse(manifest);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new PublishError(
      `${issue?.path.join('.') ?? 'the manifest'}: ${issue?.message ?? 'is wrong'}. Nothing was published.`,
    );
  }
  const signatures = signers.map((signer) => ({
    keyId: keyIdOf(signer.publicKey),
    signature: signer.sign(signedBytes(checked.data)),
  }));
  const file = join(folder, MANIFEST_NAME);
  disk.write(`${file}.new`, `${JSON.stringify({ manifest: checked.data, signatures }, null, 2)}\n`);
  disk.sync(`${file}.new`);
  disk.rename(`${file}.new`, file);
  disk.sync(folder);
  return checked.data;
}

function validity(now: Date, days: number) {
  return { notBefore: now.toISOString(), expiresAt: new Date(now.getTime() + days * DAY_MS).toISOString() };
}

/**
 * Makes a folder ready for a web server: programs, electron-updater's lists and the signed manifest.
 *
 * @throws {PublishError} before anything of the manifest is written
 */
export async function publishRelease(
  folder: string,
  release: ReleaseToPublish,
  signers: readonly DeviceSigner[],
  now: Date,
): Promise<UpdateManifest> {
  const before = published(folder);
  const { version, programs } = release;
  if (before !== null && compareVersions(version, before.version) <= 0)
    throw new PublishError(
      `${version} is not higher than ${before.version}, which is published. A kiosk never goes back: give what should run a higher version.`,
    );
  const floor = release.floor ?? before?.floor ?? version;
  if (before !== null && compareVersions(floor, before.floor) < 0)
    throw new PublishError(`The floor ${floor} is lower than ${before.floor}, which kiosks have seen. It only rises.`);
  if (compareVersions(floor, version) > 0)
    throw new PublishError(`The floor ${floor} is higher than the release ${version}: nobody could install it.`);
  mkdirSync(folder, { recursive: true });
  const artifacts: Partial<Record<Platform, Artifact>> = {};
  for (const platform of PLATFORMS) {
    const program = programs[platform];
    if (program === undefined) continue;
    const artifact = await artifactOf(program);
    artifacts[platform] = artifact;
    const copy = join(folder, artifact.name);
    if (resolve(program.file) !== resolve(copy)) copyFileSync(program.file, copy);
    const { name, sha512, size } = artifact;
    const list = { version, files: [{ url: name, sha512, size }], path: name, sha512 };
    // JSON is YAML
    systemDisk.write(join(folder, FEED_NAMES[platform]), `${JSON.stringify(list)}\n`);
  }
  if (Object.keys(artifacts).length === 0)
    throw new PublishError('There is no program to publish. Name one with --linux or --windows.');
  const manifest: UpdateManifest = {
    format: 1,
    sequence: (before?.sequence ?? 0) + 1,
    version,
    floor,
    updatesFrom: release.updatesFrom ?? before?.updatesFrom ?? '0.0.0',
    schema: NEWEST_SCHEMA,
    rolloutPercent: release.rolloutPercent,
    ...validity(now, release.validDays),
    artifacts,
  };
  return writeSigned(systemDisk, folder, manifest, signers);
}

/**
 * Gives what is published to more kiosks, or to fewer: who has it keeps it, who has not put it in place yet does not.
 *
 * @throws {PublishError} when nothing is published there
 */
export function stageRelease(
  folder: string,
  parts: { rolloutPercent: number; validDays: number },
  signers: readonly DeviceSigner[],
  now: Date,
): UpdateManifest {
  const before = published(folder);
  if (before === null) throw new PublishError(`Nothing is published in ${folder}. Sign a release first.`);
  const { rolloutPercent, validDays } = parts;
  const next = { ...before, sequence: before.sequence + 1, rolloutPercent, ...validity(now, validDays) };
  return writeSigned(systemDisk, folder, next, signers);
}

/**
 * Puts the first version onto a kiosk: a folder with the launchers, the program in slot a and the pointer to it.
 *
 * @param launchers resources/kiosk-os/launcher/
 * @throws {PublishError} when there is a pointer already
 */
export async function placeFirst(
  root: string,
  launchers: string,
  { version, file, start }: { version: string; file: string; start: string },
): Promise<void> {
  if (readPointer(root) !== null)
    throw new PublishError(`${root} has versions already. They are replaced by updates, never by hand.`);
  mkdirSync(join(root, 'versions'), { recursive: true });
  for (const name of readdirSync(launchers)) copyFileSync(join(launchers, name), join(root, name));
  const artifact = await artifactOf({ file, folder: null, start });
  const unpack = () => Promise.reject(new PublishError('An installer is not placed by this command.'));
  await placeVersion(systemDisk, root, 'a', { version, artifact, download: file, unpack });
  systemDisk.write(join(root, 'current'), pointerLine({ slot: 'a', trust: 'good', boots: 0, failed: null }));
  systemDisk.sync(join(root, 'current'));
  systemDisk.sync(root);
}
