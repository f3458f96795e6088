import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { createHubTransport } from '#connectors/hub/hub-transport.ts';
import type { Target } from '#connectors/target.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { createSync, type SyncStatus } from '#main/sync/outbox-runner.ts';
import { systemClock } from '#main/sync/system-clock.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';
import { startChaosProxy, type Chaos } from './chaos-proxy.ts';
import { quickSettings } from './sync-bench.ts';

/** What it took to deliver a backlog. */
export type Delivery = {
  readonly seconds: number;
  /** Records in all batches that were sent, over records there are. */
  readonly recordAmplification: number;
  readonly sentBytes: number;
  readonly lostAnswers: number;
  readonly cuts: number;
  readonly status: SyncStatus;
};

/**
 * Opens the kiosk of a folder with its network down, lets it find out, and then sends everything over a link with faults.
 * @param options.settled When it is done; by default when nothing waits any more.
 */
export async function deliver(
  directory: string,
  hub: { readonly port: number; readonly token: string },
  options: {
    readonly chaos: Partial<Chaos>;
    /** For the faults of the link. */
    readonly random: () => number;
    readonly batchRecords?: number;
    readonly settled?: (status: SyncStatus) => boolean;
  },
): Promise<Delivery> {
  const settled = options.settled ?? (({ counts }) => counts.waiting === 0 && counts.mediaWaiting === 0);
  const proxy = await startChaosProxy(hub.port, options.random);
  const transport = createHubTransport({ trust: { caPem: '', pins: [] }, kbitPerSecond: 0 });
  const target = createHubTarget({ url: proxy.url, token: hub.token, transport });
  let posted = 0;
  const counting: Target = {
    ...target,
    sendBatch: (batch) => {
      posted += batch.records.length;
      return target.sendBatch(batch);
    },
  };
  try {
    return await withKiosk(directory, knownKeyring, async ({ outbox, openMedia }) => {
      const records = outbox.counts().waiting;
      const offline = Promise.withResolvers<void>();
      const done = Promise.withResolvers<void>();
      proxy.chaos.isUp = false;
      const sync = createSync({
        outbox,
        openMedia,
        target: counting,
        clock: systemClock,
        random: Math.random,
        log: () => undefined,
        onChange: (status) => {
          if (status.state === 'offline') offline.resolve();
          if (proxy.chaos.isUp && settled(status)) done.resolve();
        },
        settings: {
          ...quickSettings,
          ...(options.batchRecords === undefined ? {} : { batchRecords: options.batchRecords }),
        },
      });
      await offline.promise;
      // what was sent into the void does not count: nothing of it reached anybody
      posted = 0;
      Object.assign(proxy.chaos, options.chaos, { isUp: true });
      const from = performance.now();
      await done.promise;
      const seconds = (performance.now() - from) / 1000;
      const status = sync.status();
      await sync.stop();
      return {
        seconds,
        recordAmplification: posted / records,
        sentBytes: proxy.sentBytes(),
        lostAnswers: proxy.lostAnswers(),
        cuts: proxy.cuts(),
        status,
      };
    });
  } finally {
    await transport.close();
    await proxy.close();
  }
}
