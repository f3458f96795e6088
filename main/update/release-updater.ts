import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CancellationToken } from 'builder-util-runtime';
import type * as ElectronUpdater from 'electron-updater';
import type { AppUpdater, UpdateInfo } from 'electron-updater';
import type { Artifact, UpdateManifest } from '#shared/update-manifest.ts';
import { NodeHttpExecutor } from './node-http-executor.ts';
import { sha512Of } from './slots.ts';
import { diskFailure, UpdateError } from './update-error.ts';

// its index has a getter that makes an updater of its own as soon as names are imported from it
const { AppImageUpdater, NsisUpdater } = createRequire(import.meta.url)('electron-updater') as typeof ElectronUpdater;

/** Of the list that electron-updater reads first; a download may be shorter. */
const MAX_LIST_BYTES = 64 * 1024;

export interface ReleaseUpdaterParts {
  /** Folder on the publisher's server. */
  readonly feedUrl: string;
  /** Downloads lie here until they are placed; may be emptied at any time. */
  readonly cacheDirectory: string;
  /** The version that runs. */
  readonly version: string;
  readonly platform: 'linux' | 'win32';
  /** Windows: who must have signed the installer besides us; empty: our own signature is enough. */
  readonly publisherNames: readonly string[];
}

/** What electron-updater wants to know of an app, without Electron. */
function appOf({ cacheDirectory, version, feedUrl, publisherNames }: ReleaseUpdaterParts) {
  const appUpdateConfigPath = join(cacheDirectory, 'app-update.yml');
  mkdirSync(cacheDirectory, { recursive: true, mode: 0o700 });
  const feed = { provider: 'generic', url: feedUrl, updaterCacheDirName: 'download' };
  // JSON is YAML
  writeFileSync(
    appUpdateConfigPath,
    JSON.stringify(publisherNames.length === 0 ? feed : { ...feed, publisherName: publisherNames }),
  );
  return {
    version,
    name: 'anteroom',
    isPackaged: true,
    appUpdateConfigPath,
    userDataPath: cacheDirectory,
    baseCachePath: cacheDirectory,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  };
}

/** Exactly what was signed, and nothing else, under whatever names the server gives it. */
function isAsSigned(info: UpdateInfo, manifest: UpdateManifest, { sha512, size, name }: Artifact): boolean {
  const [file, ...others] = info.files;
  return (
    others.length === 0 &&
    info.version === manifest.version &&
    file?.sha512 === sha512 &&
    file.url === name &&
    (file.size === undefined || file.size === size)
  );
}

/**
 * electron-updater's own class for this platform, tamed: it asks one origin over plain Node, offers nothing that the signed
 * manifest does not name byte for byte, never goes back a version, and installs nothing by itself. `channel` is never assigned:
 * that would allow downgrades.
 */
export function tamedUpdater(parts: ReleaseUpdaterParts, manifest: UpdateManifest, artifact: Artifact): AppUpdater {
  const app = appOf(parts);
  const updater = parts.platform === 'win32' ? new NsisUpdater(null, app) : new AppImageUpdater(null, app);
  Object.assign(updater, {
    httpExecutor: new NodeHttpExecutor(parts.feedUrl, Math.max(artifact.size, MAX_LIST_BYTES)),
    // which file of the server is read: that of this platform, also where a test runs elsewhere
    ...(parts.platform === process.platform ? {} : { _testOnlyOptions: { platform: parts.platform } }),
  });
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowPrerelease = false;
  updater.disableDifferentialDownload = true;
  updater.disableWebInstaller = true;
  updater.isUpdateSupported = (info) => isAsSigned(info, manifest, artifact);
  // who gets a release is in the signed manifest; electron-updater gives one whose percentage it cannot read to everybody
  updater.isUserWithinRollout = () => true;
  // it repeats what its promises reject with
  updater.on('error', () => undefined);
  if (updater.allowDowngrade || updater.channel !== null) throw new Error('An updater of ours never goes back.');
  return updater;
}

function failureOf(error: unknown): UpdateError {
  if (error instanceof UpdateError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_CHECKSUM_MISMATCH') return new UpdateError('download_damaged', String(error), { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFailure(error);
  return new UpdateError('download_failed', String(error), { cause: error });
}

/** Halves that electron-updater began under a name of its own: it forgets one that it was told to leave before it had opened it. */
function removeHalves(cacheDirectory: string): void {
  for (const half of globSync('**/temp-*', { cwd: cacheDirectory }))
    rmSync(join(cacheDirectory, half), { force: true });
}

/**
 * Fetches the program of a believed manifest.
 *
 * @returns the downloaded file: exactly the signed bytes
 * @throws {UpdateError} nothing that was fetched is then left to be used
 */
export async function fetchRelease(
  parts: ReleaseUpdaterParts,
  manifest: UpdateManifest,
  artifact: Artifact,
  signal: AbortSignal,
): Promise<string> {
  removeHalves(parts.cacheDirectory);
  const updater = tamedUpdater(parts, manifest, artifact);
  const cancellation = new CancellationToken();
  signal.addEventListener('abort', () => cancellation.cancel(), { once: true });
  try {
    const found = await updater.checkForUpdates();
    if (found === null) throw new UpdateError('download_failed', 'this program was not started as a packaged one');
    if (!found.isUpdateAvailable)
      throw new UpdateError('not_as_signed', `the server offers ${found.updateInfo.version}, not what was signed`);
    const [file] = await updater.downloadUpdate(cancellation);
    if (file === undefined) throw new UpdateError('download_failed', 'nothing was downloaded');
    // an installer is run before anything else of it can be checked
    if (statSync(file).size !== artifact.size || (await sha512Of(file)) !== artifact.sha512)
      throw new UpdateError('download_damaged', `${artifact.name} is not the file that was signed`);
    return file;
  } catch (error) {
    removeHalves(parts.cacheDirectory);
    throw failureOf(error);
  }
}
