import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { type Artifact, type Platform, PLATFORMS } from '#shared/update-manifest.ts';
import { PublicKey } from '#shared/wire/signature.ts';
import { runInstaller } from './run-installer.native.ts';
import { keepBeforeUpdate } from './store/before-update.native.ts';
import { verifySignature } from './store/device-signer.ts';
import { workspaceOf } from './store/workspace.ts';
import { type Disk, systemDisk } from './update/disk.ts';
import { fetchManifest } from './update/fetch-manifest.ts';
import { otherSlot, type Slot, SLOTS } from './update/launch-decision.ts';
import { type NotUpdating, noUpdates, type UpdateHost, type UpdateShell } from './update/ports.ts';
import { fetchRelease } from './update/release-updater.ts';
import { confirmHealthy, placeVersion, programIn, readPointer, switchTo } from './update/slots.ts';
import { diskFailure, UpdateError } from './update/update-error.ts';
import { startUpdateRunner, type UpdateRunner } from './update/update-runner.ts';
import { openStateFile, type StateFile } from './update/update-state.ts';

/** Who publishes, as it was built in: resources/updates.json. */
export const Feed = z.strictObject({
  /** Folder with the manifest and the programs; null: nobody publishes for this build. */
  feedUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** Public halves of the publishers' keys; several while one follows another. */
  publisherKeys: z.array(PublicKey).max(8),
  /** Windows: who must have signed the installers besides; empty: our own signature is enough. */
  windowsPublisherNames: z.array(z.string()).max(8),
});
type Feed = z.infer<typeof Feed>;

/** Besides one more copy of the program and of the database. */
const SPARE_BYTES = 256 * 1024 * 1024;
const FEED_NAME = 'updates.json';

export interface SlotUpdatesParts {
  /** `process.env`: the launcher says in it where it lies and which slot it started. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly resourcesDirectory: string;
  readonly dataDirectory: string;
  /** The version that runs. */
  readonly version: string;
  /** Ends the program; `switchOver` is called when its store is closed. */
  readonly quit: () => void;
  readonly log: (line: string) => void;
  readonly disk?: Disk;
  readonly fetch?: typeof globalThis.fetch;
  readonly platform?: Platform | null;
}

/** Updates of a program that a launcher starts out of one of two slots. */
export interface SlotUpdates extends UpdateShell {
  /** The store is open and a page is connected: this version works. */
  pageConnected(): void;
  /** The store is closed and nothing is acknowledged any more: the next version is made the one that starts, if one is to. */
  switchOver(): void;
  /** What looks for new versions; null before `watch`, and where nothing does. */
  runner(): UpdateRunner | null;
}

function systemPlatform(): Platform | null {
  return PLATFORMS.find((each) => each === `${process.platform}-${process.arch}`) ?? null;
}

function placeOf({ environment }: SlotUpdatesParts): { root: string; slot: Slot } | null {
  const root = environment['ANTEROOM_SLOTS'] ?? '';
  const slot = SLOTS.find((each) => each === environment['ANTEROOM_SLOT']);
  return slot === undefined || !isAbsolute(root) || programIn(root, slot) === null ? null : { root, slot };
}

/**
 * Opens updates for this start of the program.
 *
 * @throws when resources/updates.json is not what this release shipped
 */
export function slotUpdates(parts: SlotUpdatesParts): SlotUpdates {
  const place = placeOf(parts);
  const nothing = { pageConnected: () => undefined, switchOver: () => undefined, runner: () => null };
  if (place === null) return { ...noUpdates(parts.version, 'no_launcher'), ...nothing };
  const feed = Feed.parse(JSON.parse(readFileSync(join(parts.resourcesDirectory, FEED_NAME), 'utf8')));
  return openSlotUpdates(parts, place, feed);
}

function openSlotUpdates(parts: SlotUpdatesParts, place: { root: string; slot: Slot }, feed: Feed): SlotUpdates {
  const { root, slot } = place;
  const { version, dataDirectory, log, disk = systemDisk, fetch = globalThis.fetch } = parts;
  const platform = parts.platform === undefined ? systemPlatform() : parts.platform;
  const other = otherSlot(slot);
  const atStart = readPointer(root);
  const listeners: (() => void)[] = [];
  let isOnTrial = atStart?.slot === slot && atStart.trust === 'trial';
  const hasComeBack = atStart?.slot === slot && atStart.failed === other;
  let state: StateFile | null = null;
  let runner: UpdateRunner | null = null;
  let next: string | null = null;

  function stateFile(): StateFile {
    state ??= openStateFile(disk, join(dataDirectory, 'update.json'));
    return state;
  }

  function noteFailure(code: string, to: string): void {
    try {
      stateFile().change({ failure: { code, at: new Date().toISOString(), version: to } });
    } catch (error) {
      // the disk takes nothing, and this program is ending: there is nobody else to tell
      log(`update: that cannot be written down either (${String(error)})`);
    }
  }

  /** As many bytes as one more program and one more database take. */
  function neededBytes({ size, unpacked }: Artifact): number {
    const program = size + (unpacked ?? [{ size }]).reduce((sum, file) => sum + file.size, 0);
    const database = statSync(workspaceOf(dataDirectory).databaseFile, { throwIfNoEntry: false })?.size ?? 0;
    return program + 2 * database + SPARE_BYTES;
  }

  function start(host: UpdateHost, feedUrl: string): UpdateRunner {
    const release = {
      feedUrl,
      cacheDirectory: join(dataDirectory, 'cache', 'update'),
      version,
      platform: platform === 'win32-x64' ? ('win32' as const) : ('linux' as const),
      publisherNames: feed.windowsPublisherNames,
    };
    return startUpdateRunner({
      host,
      state: stateFile(),
      version,
      platform,
      trustedKeys: feed.publisherKeys,
      verify: verifySignature,
      fetchManifest: (signal) => fetchManifest(feedUrl, fetch, signal),
      fetchRelease: (manifest, artifact, signal) => fetchRelease(release, manifest, artifact, signal),
      place: (manifest, artifact, download) =>
        placeVersion(disk, root, other, { version: manifest.version, artifact, download, unpack: runInstaller }),
      placed: () => programIn(root, other)?.version ?? null,
      givenUp: hasComeBack ? (programIn(root, other)?.version ?? null) : null,
      isOnTrial: () => isOnTrial,
      onProven: (listener) => void listeners.push(listener),
      neededBytes,
      restartInto(to) {
        next = to;
        parts.quit();
      },
    });
  }

  return {
    isOnTrial: () => isOnTrial,
    onProven: (listener) => void listeners.push(listener),
    hasComeBack,
    runner: () => runner,
    watch(host) {
      const off = (reason: NotUpdating) => noUpdates(version, reason).watch(host);
      if (feed.feedUrl === null || feed.publisherKeys.length === 0) return off('no_publisher');
      try {
        runner = start(host, feed.feedUrl);
        return runner;
      } catch (error) {
        if (!(error instanceof UpdateError)) throw error;
        host.log('update.failed', { code: error.code, detail: error.message });
        return off('state_unreadable');
      }
    },
    pageConnected() {
      if (!isOnTrial) return;
      try {
        confirmHealthy(disk, root, slot);
      } catch (error) {
        // not written down is not proved: the launcher ends this start, and comes back to the version before after the next
        log(`update: ${version} works, but that cannot be written down (${String(error)})`);
        return;
      }
      isOnTrial = false;
      log(`update: ${version} has proved itself`);
      for (const listener of listeners) listener();
    },
    switchOver() {
      if (next === null) return;
      const to = next;
      next = null;
      try {
        keepBeforeUpdate(workspaceOf(dataDirectory), { from: version, to });
        switchTo(disk, root, other);
        log(`update: ${to} starts next`);
      } catch (error) {
        log(`update: ${to} was not switched to (${String(error)})`);
        noteFailure(diskFailure(error).code, to);
      }
    },
  };
}
