import { randomBytes, createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHubTarget, type HubTargetLimits } from '#connectors/hub/hub-target.ts';
import { createHubTransport } from '#connectors/hub/hub-transport.ts';
import type { HubTrust } from '#connectors/hub/hub-trust.ts';
import type { AuditSource } from '#connectors/target.ts';
import { startHub, type RunningHub } from '#hub/hub.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { createSync, type Sync, type SyncStatus } from '#main/sync/outbox-runner.ts';
import type { SyncSettings } from '#main/sync/sync-settings.ts';
import { createFakeOutbox, type FakeOutbox } from '#main/sync/outbox-store.fake.ts';
import type { SyncClock } from '#main/sync/ports.ts';
import { systemClock } from '#main/sync/system-clock.ts';
import { HubSessionList, HubSessionDetail } from '#shared/wire/hub-session.ts';
import type { WireRecord } from '#shared/wire/record.ts';

/** Real time, but short: a test sees in milliseconds what a kiosk sees in seconds. */
export const quickSettings: Partial<SyncSettings> = {
  baseMs: 10,
  busyCapMs: 80,
  probeCapMs: 100,
  refusedMs: 100,
  auditRefusedMs: 100,
  tickMs: 200,
};
export const quickLimits: Partial<HubTargetLimits> = { probeMs: 1000, batchMs: 5000, stallMs: 3000 };

/** A sender over an outbox in memory, and a way to wait for what it reports. */
export type BenchSender = {
  readonly outbox: FakeOutbox;
  readonly sync: Sync;
  /** Resolves with the first status, current or later, that fits. @throws after `limitMs`. */
  until: (fits: (status: SyncStatus) => boolean, limitMs?: number) => Promise<SyncStatus>;
};

/** Things to undo at the end of a test; see {@link createBench}. */
export type Bench = ReturnType<typeof createBench>;

/** Starts hubs and senders, and stops them all. */
export function createBench() {
  const undo: (() => Promise<unknown>)[] = [];

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'anteroom-sync-'));
    undo.push(() => rm(path, { recursive: true, force: true }));
    return path;
  }

  function sender(
    url: string,
    token: string,
    options: {
      settings?: Partial<SyncSettings>;
      limits?: Partial<HubTargetLimits>;
      fill?: (outbox: FakeOutbox) => void;
      audit?: AuditSource;
      trust?: HubTrust;
      clock?: SyncClock;
      kbitPerSecond?: number;
    } = {},
  ): BenchSender {
    const outbox = createFakeOutbox();
    const transport = createHubTransport({
      trust: options.trust ?? { caPem: '', pins: [] },
      kbitPerSecond: options.kbitPerSecond ?? 0,
    });
    undo.push(transport.close);
    options.fill?.(outbox);
    const listeners = new Set<(status: SyncStatus) => void>();
    const sync = createSync({
      outbox,
      target: createHubTarget({ url, token, transport, limits: { ...quickLimits, ...options.limits } }),
      audit: options.audit ?? null,
      clock: options.clock ?? systemClock,
      random: Math.random,
      log: () => undefined,
      onChange: (status) => {
        for (const listener of listeners) listener(status);
      },
      settings: { ...quickSettings, ...options.settings },
    });
    undo.push(() => sync.stop());
    const until: BenchSender['until'] = (fits, limitMs = 50_000) =>
      new Promise((resolve, reject) => {
        const look = (status: SyncStatus): void => {
          if (!fits(status)) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(status);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`Not within ${limitMs} ms; last seen: ${JSON.stringify(sync.status())}`));
        }, limitMs);
        listeners.add(look);
        look(sync.status());
      });
    return { outbox, sync, until };
  }

  return {
    folder,
    sender,
    onEnd: (step: () => Promise<unknown>): void => {
      undo.push(step);
    },
    hub: async (
      options: { dataDir?: string; port?: number; onBatch?: (records: number) => void } = {},
    ): Promise<RunningHub> => {
      const hub = await startHub({
        dataDir: options.dataDir ?? (await folder()),
        port: options.port,
        log: (event, fields) => {
          if (event === 'batch_received') options.onBatch?.(Number(fields['records']));
        },
      });
      undo.push(() => hub.close());
      return hub;
    },
    /** A file of random bytes on the disk, as an outbox entry. */
    mediaFile: async (sizeBytes: number, kind: 'video' | 'audio' = 'video') => {
      const bytes = randomBytes(sizeBytes);
      const path = join(await folder(), 'recording.webm');
      await writeFile(path, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { sha256, path, sizeBytes, mimeType: `${kind}/webm`, kind, bytes };
    },
    close: async (): Promise<void> => {
      for (const step of undo.splice(0).toReversed()) await step();
    },
  };
}

/** `count` sound records of one session. */
export function sampleRecords(count: number, sessionId = 'session-1', deviceId?: string): WireRecord[] {
  return Array.from({ length: count }, (_, seq) =>
    sampleRecord({
      seq,
      sessionId,
      ...(deviceId === undefined ? {} : { deviceId }),
      body: { text: `回答 ${seq}`, filler: 'x'.repeat(300) },
    }),
  );
}

/** GET with the device token. */
export function getFrom(
  hub: { url: string; token: string },
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(hub.url + path, { headers: { authorization: `Bearer ${hub.token}`, ...headers } });
}

/** Records the hub holds, by session. */
export async function heldRecords(hub: { url: string; token: string }): Promise<WireRecord[]> {
  const { sessions } = HubSessionList.parse(await (await getFrom(hub, '/v1/sessions?limit=500')).json());
  const details = await Promise.all(
    sessions.map(async (session) =>
      HubSessionDetail.parse(await (await getFrom(hub, `/v1/sessions/${session.sessionId}`)).json()),
    ),
  );
  return details.flatMap((detail) => detail.records.map((row) => row.record));
}
