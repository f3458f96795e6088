import type { Artifact, Platform, UpdateManifest } from '#shared/update-manifest.ts';
import { type ManifestReader, openManifest } from './open-manifest.ts';
import { type WaitReason, whyWait } from './may-install.ts';
import type { UpdateHost, UpdateStatus } from './ports.ts';
import { UpdateError } from './update-error.ts';
import { type StateFile, withFailed, withManifest } from './update-state.ts';

const FIRST_LOOK_MS = 2 * 60_000;
const LOOK_EVERY_MS = 60 * 60_000;
/** How often it is looked whether a version that is ready may be installed now. */
const TRY_EVERY_MS = 5 * 60_000;

export interface RunnerParts {
  readonly host: UpdateHost;
  readonly state: StateFile;
  readonly version: string;
  readonly platform: Platform | null;
  readonly trustedKeys: readonly string[];
  readonly verify: ManifestReader['verify'];
  readonly fetchManifest: (signal: AbortSignal) => Promise<Uint8Array>;
  /** Returns the downloaded file: exactly the signed bytes. @throws {UpdateError} */
  readonly fetchRelease: (manifest: UpdateManifest, artifact: Artifact, signal: AbortSignal) => Promise<string>;
  /** Puts it into the slot that is not in use. @throws {UpdateError} */
  readonly place: (manifest: UpdateManifest, artifact: Artifact, download: string) => Promise<void>;
  /** The version that lies whole in the slot that is not in use; null for none. */
  readonly placed: () => string | null;
  /** The version that was given up for this one at this start; null for none. */
  readonly givenUp: string | null;
  /** Nothing is fetched or placed while this version is on trial itself. */
  readonly isOnTrial: () => boolean;
  readonly onProven: (listener: () => void) => void;
  /** For one more copy of the database and of the program. */
  readonly neededBytes: (artifact: Artifact) => number;
  /** Ends this program so that the version begins; what is open is closed first. */
  readonly restartInto: (version: string) => void;
}

/** Looks, fetches, waits, installs; one thing at a time. */
export interface UpdateRunner {
  status(): UpdateStatus;
  /** Asks the publisher now. */
  look(): Promise<void>;
  /** Installs what is ready, if it may. */
  tryInstall(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts looking after new versions. */
export function startUpdateRunner(parts: RunnerParts): UpdateRunner {
  const { host, state } = parts;
  const { clock, log } = host;
  const now = () => clock.now().toISOString();
  /** What is offered now, as far as the last look knows; a version that is ready and not offered any more is not installed. */
  let offer: { manifest: UpdateManifest; artifact: Artifact } | null = null;
  let reason: WaitReason | null = null;
  let work: Promise<void> = Promise.resolve();
  const stopping = new AbortController();
  let isRestarting = false;

  function note(code: string, version: string | null, detail: string): void {
    state.change({ failure: { code, at: now(), version }, lastLookAt: now() });
    log('update.failed', { code, version, detail });
  }

  /** One thing at a time; what goes wrong is told, and the version that runs goes on. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    work = work.then(async () => {
      if (stopping.signal.aborted || isRestarting || parts.isOnTrial()) return;
      try {
        await step();
      } catch (error) {
        // not a failure: the program ends
        if (stopping.signal.aborted) return;
        const code = error instanceof UpdateError ? error.code : 'disk_failed';
        try {
          note(code, offer?.manifest.version ?? null, String(error));
        } catch (second) {
          // the disk takes nothing: the log may still
          log('update.failed', { code, detail: String(error), second: String(second) });
        }
      }
    });
    return work;
  }

  async function lookOnce(): Promise<void> {
    const bytes = await parts.fetchManifest(stopping.signal);
    const { seen } = state.current();
    const found = openManifest(bytes, {
      trustedKeys: parts.trustedKeys,
      verify: parts.verify,
      platform: parts.platform,
      version: parts.version,
      schema: host.schema,
      deviceId: host.deviceId,
      nowMs: clock.now().getTime(),
      seen,
    });
    if (found.kind === 'refused') {
      // what was offered before was signed as well, and is so until a newer manifest says otherwise
      note(found.code, null, found.detail);
      return;
    }
    const { manifest, sha256 } = found;
    offer = found.offer === null ? null : { manifest, artifact: found.offer };
    if (manifest.sequence > seen.sequence) log('update.manifest', { sequence: manifest.sequence, why: found.reason });
    const ready = offer !== null && parts.placed() === manifest.version ? state.current().ready : null;
    const keepsFailure = found.reason === 'failed_before';
    state.change({
      seen: withManifest(seen, { sequence: manifest.sequence, floor: manifest.floor, sha256 }),
      ready: ready === manifest.version ? ready : null,
      lastLookAt: now(),
      failure: keepsFailure ? state.current().failure : null,
    });
    if (offer !== null && state.current().ready === null) await fetchOnce(offer);
  }

  async function fetchOnce({ manifest, artifact }: NonNullable<typeof offer>): Promise<void> {
    const { isInterviewing, isRecording, freeBytes } = await host.facts();
    // reading and writing hundreds of megabytes is not done beside a recording
    if (isInterviewing || isRecording) return;
    if (freeBytes < parts.neededBytes(artifact)) throw new UpdateError('disk_full', `${freeBytes} bytes are free`);
    const download = await parts.fetchRelease(manifest, artifact, stopping.signal);
    await parts.place(manifest, artifact, download);
    state.change({ ready: manifest.version });
    log('update.ready', { version: manifest.version });
  }

  async function installOnce(): Promise<void> {
    const { ready } = state.current();
    if (offer === null || ready === null || ready !== offer.manifest.version || parts.placed() !== ready) {
      if (offer !== null) await fetchOnce(offer);
      return;
    }
    if (clock.now().getTime() >= Date.parse(offer.manifest.expiresAt)) {
      offer = null;
      return;
    }
    reason = whyWait({ ...(await host.facts()), neededBytes: parts.neededBytes(offer.artifact) });
    if (reason !== null) return;
    const [problem] = host.prepare();
    if (problem !== undefined) throw new UpdateError('store_problems', problem);
    host.audit('update.begun', { from: parts.version, to: ready });
    isRestarting = true;
    parts.restartInto(ready);
  }

  if (parts.givenUp !== null) {
    const version = parts.givenUp;
    if (!state.current().seen.failedVersions.includes(version)) {
      state.change({
        seen: withFailed(state.current().seen, version),
        ready: null,
        failure: { code: 'gave_up', at: now(), version },
      });
      host.audit('update.given_up', { version, running: parts.version });
      log('update.failed', { code: 'gave_up', version });
    }
  }
  /** What was to be is. */
  function settle(): void {
    if (state.current().ready !== parts.version) return;
    state.change({ ready: null, failure: null });
    host.audit('update.done', { version: parts.version });
  }
  if (parts.isOnTrial()) parts.onProven(settle);
  else settle();

  function every(ms: number, firstMs: number, call: () => Promise<void>): () => void {
    const again = () => {
      cancel = clock.after(ms, again);
      void call();
    };
    let cancel = clock.after(firstMs, again);
    return () => cancel();
  }
  const look = () => inTurn(lookOnce);
  const tryInstall = () => inTurn(installOnce);
  const stops = [every(LOOK_EVERY_MS, FIRST_LOOK_MS, look), every(TRY_EVERY_MS, TRY_EVERY_MS, tryInstall)];

  return {
    status() {
      const { lastLookAt, failure } = state.current();
      const waiting = offer?.manifest.version ?? null;
      return {
        version: parts.version,
        off: null,
        waiting,
        reason: waiting === null ? null : reason,
        lastLookAt,
        failure,
      };
    },
    look,
    tryInstall,
    async stop() {
      stopping.abort();
      for (const stop of stops) stop();
      await work;
    },
  };
}
