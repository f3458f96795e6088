import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { createHubTransport, type HubTransport } from '#connectors/hub/hub-transport.ts';
import type { DeviceIdentity } from '#connectors/hub/request-auth.ts';
import type { AuditSource, ChangesOutcome, MediaSource, Target } from '#connectors/target.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { Enrolment } from '#shared/enrolment.ts';
import type { Settings } from '#shared/settings.ts';
import { createSync, type Sync } from './sync/outbox-runner.ts';
import type { OutboxStore, SyncClock, SyncLog, SyncRandom } from './sync/ports.ts';

/** Where to, and how. */
export type Way = Pick<Settings, 'hub' | 'sending'>;

/** The sender for the target the settings name, made anew when they change. */
export interface KioskSync {
  /** Something new waits. */
  wake(): void;
  /** A person asks: sends what waits now, whatever wait was agreed with the target and whatever the hours of sending are. */
  retryNow(): Promise<void>;
  configure(next: Way): void;
  /** Lets nothing be sent while the work is done, and begins anew afterwards. */
  whileStill<T>(work: () => Promise<T>): Promise<T>;
  /** Asks under the trust and the ceiling of the settings, as everything that is sent. */
  readonly fetch: typeof globalThis.fetch;
  /** Asks for what was published after a cursor; null where this kiosk is enrolled nowhere. */
  pull(after: number): Promise<ChangesOutcome | null>;
  status(): SyncStatus;
  subscribe(listener: () => void): () => void;
  /** `at`: the target's clock. */
  reach(): Promise<
    | { kind: 'reached'; at: string | null }
    | { kind: 'refused'; status: number; detail: string }
    | { kind: 'unreachable'; reason: string }
  >;
  stop(): Promise<void>;
}

const PROBE_TIMEOUT_MS = 5000;

export function createKioskSync(parts: {
  outbox: OutboxStore;
  /** Opens the bytes that an entry of the outbox names; null when they cannot be had any more. */
  openMedia: (path: string) => Promise<MediaSource | null>;
  way: () => Way;
  /** Nothing is sent for now: this program has still to prove itself. */
  isHeld: () => boolean;
  /** Where this kiosk is enrolled; null: nowhere. */
  enrolment: () => Enrolment | null;
  device: Omit<DeviceIdentity, 'hubKey'>;
  audit: AuditSource;
  clock: SyncClock;
  random: SyncRandom;
  log: SyncLog;
}): KioskSync {
  const listeners = new Set<() => void>();
  let way = parts.way();
  let transport: HubTransport;
  let target: Target | null;
  let running: Sync;
  let isStopped = false;
  /** Why head office does not even tell what it published; a kiosk with nothing to send would not know otherwise. */
  let refusal: string | null = null;
  /** Which head office, and since which enrolment: a refusal is of that one. */
  let askedPlace = '';
  const stopping = new AbortController();
  /** The sender before on its way out; the next one starts only when it is still. */
  let handingOver: Promise<void> = Promise.resolve();

  function targetOf({ hub }: Way): Target | null {
    if (hub === null || parts.isHeld()) return null;
    const enrolment = parts.enrolment();
    const place = JSON.stringify([hub, enrolment]);
    if (place !== askedPlace) refusal = null;
    askedPlace = place;
    // a token is for another hub than the one this kiosk is enrolled at
    const device = enrolment?.hubUrl === hub.url ? { ...parts.device, hubKey: enrolment.hubKey } : null;
    return createHubTarget({ ...hub, device, transport });
  }

  function start(isHurried: boolean): Sync {
    way = parts.way();
    const { sending } = way;
    transport = createHubTransport({ trust: sending, kbitPerSecond: sending.kbitPerSecond });
    target = targetOf(way);
    return createSync({
      window: sending.window,
      isHurried,
      outbox: parts.outbox,
      openMedia: parts.openMedia,
      target,
      audit: parts.audit,
      clock: parts.clock,
      random: parts.random,
      log: parts.log,
      onChange: () => {
        for (const listener of listeners) listener();
      },
    });
  }

  function whileStill<T>(work: () => Promise<T>, isHurried = false): Promise<T> {
    const done = handingOver.then(async () => {
      await running.stop();
      try {
        return await work();
      } finally {
        if (!isStopped) {
          await transport.close();
          running = start(isHurried);
          running.wake();
        }
      }
    });
    handingOver = done.then(
      () => undefined,
      // whoever asked is told
      () => undefined,
    );
    return done;
  }

  function restart(isHurried: boolean): Promise<void> {
    return whileStill(() => Promise.resolve(), isHurried);
  }

  target = null;
  running = start(false);

  return {
    wake: () => running.wake(),
    retryNow: () => restart(true),
    whileStill: (work) => whileStill(work),
    fetch: (...request) => transport.fetch(...request),
    configure(next) {
      if (JSON.stringify([next.hub, next.sending]) !== JSON.stringify([way.hub, way.sending])) void restart(false);
    },
    async pull(after) {
      const place = askedPlace;
      const outcome = (await target?.pullChanges?.(after, stopping.signal)) ?? null;
      // meanwhile the kiosk may have been enrolled elsewhere
      if (place !== askedPlace) return null;
      const next = outcome?.kind === 'fatal' && outcome.reason === 'refused' ? outcome.detail : null;
      if (next === refusal) return outcome;
      refusal = next;
      for (const listener of listeners) listener();
      return outcome;
    },
    status() {
      const { state, lastError, nextAttemptAt, counts, upload } = running.status();
      const isRefused = refusal !== null && state === 'idle';
      return {
        state: isRefused ? 'refused' : state,
        recordsWaiting: counts.waiting,
        recordsSent: counts.sent,
        recordsParked: counts.parked,
        filesWaiting: counts.mediaWaiting,
        filesSent: counts.mediaSent,
        bytesWaiting: counts.bytesWaiting,
        lastSentAt: counts.lastSentAt,
        nextAttemptAt,
        lastError: lastError?.code ?? (isRefused ? refusal : null),
        upload: upload && { sentBytes: upload.sentBytes, totalBytes: upload.totalBytes },
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async reach() {
      const answer = await target?.probe(AbortSignal.timeout(PROBE_TIMEOUT_MS));
      switch (answer?.kind) {
        case 'reachable':
          return { kind: 'reached', at: answer.at ?? null };
        case 'refused':
          return { kind: 'refused', status: 401, detail: answer.detail };
        case 'unreachable':
          return { kind: 'unreachable', reason: answer.reason };
        case undefined:
          return { kind: 'unreachable', reason: 'not_configured' };
      }
    },
    async stop() {
      isStopped = true;
      stopping.abort();
      await handingOver;
      await running.stop();
      await transport.close();
    },
  };
}
