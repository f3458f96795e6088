import { createHubTarget } from '#connectors/hub/hub-target.ts';
import type { DeviceIdentity } from '#connectors/hub/request-auth.ts';
import type { AuditSource, MediaSource, Target } from '#connectors/target.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { Enrolment } from '#shared/enrolment.ts';
import type { Settings } from '#shared/settings.ts';
import { createSync, type Sync } from './sync/outbox-runner.ts';
import type { OutboxStore, SyncClock, SyncLog, SyncRandom } from './sync/ports.ts';

/** The sender for the target the settings name, made anew when they change. */
export interface KioskSync {
  /** Something new waits. */
  wake(): void;
  /** A person asks: tries now, whatever wait was agreed with the target. */
  retryNow(): void;
  configure(hub: Settings['hub']): void;
  /** Lets nothing be sent while the work is done, and begins anew afterwards. */
  whileStill<T>(work: () => Promise<T>): Promise<T>;
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
  hub: () => Settings['hub'];
  /** Where this kiosk is enrolled; null: nowhere. */
  enrolment: () => Enrolment | null;
  device: Omit<DeviceIdentity, 'hubKey'>;
  audit: AuditSource;
  clock: SyncClock;
  random: SyncRandom;
  log: SyncLog;
}): KioskSync {
  const listeners = new Set<() => void>();
  let hub: Settings['hub'];
  let target: Target | null;
  let running: Sync;
  let isStopped = false;
  /** The sender before on its way out; the next one starts only when it is still. */
  let handingOver: Promise<void> = Promise.resolve();

  function targetOf(): Target | null {
    hub = parts.hub();
    if (hub === null) return null;
    const enrolment = parts.enrolment();
    // a token is for another hub than the one this kiosk is enrolled at
    const device = enrolment?.hubUrl === hub.url ? { ...parts.device, hubKey: enrolment.hubKey } : null;
    return createHubTarget({ ...hub, device });
  }

  function start(): Sync {
    target = targetOf();
    return createSync({
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

  function whileStill<T>(work: () => Promise<T>): Promise<T> {
    const done = handingOver.then(async () => {
      await running.stop();
      try {
        return await work();
      } finally {
        if (!isStopped) {
          running = start();
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

  function restart(): void {
    void whileStill(() => Promise.resolve());
  }

  target = null;
  running = start();

  return {
    wake: () => running.wake(),
    retryNow: restart,
    whileStill,
    configure(next) {
      if (next?.url !== hub?.url || next?.token !== hub?.token) restart();
    },
    status() {
      const { state, lastError, nextAttemptAt, counts, upload } = running.status();
      return {
        state,
        recordsWaiting: counts.waiting,
        recordsSent: counts.sent,
        recordsParked: counts.parked,
        filesWaiting: counts.mediaWaiting,
        filesSent: counts.mediaSent,
        bytesWaiting: counts.bytesWaiting,
        lastSentAt: counts.lastSentAt,
        nextAttemptAt,
        lastError: lastError?.code ?? null,
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
      await handingOver;
      await running.stop();
    },
  };
}
