import type { CountryCode } from 'libphonenumber-js';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryLocker } from '@tus/server';
import { openS3Bucket, type BucketAddress } from './media/s3-bucket.ts';
import { openS3ContentStore } from './media/s3-content-store.ts';
import { openSharedLocker } from './media/shared-locker.ts';
import { installationCaller, loadDeviceToken } from './http/device-token.ts';
import { deviceCaller } from './devices/device-caller.ts';
import { createDeviceStore } from './devices/device-store.ts';
import { createSeenNonces } from './devices/seen-nonces.ts';
import { sealStoredSecrets } from './devices/seal-stored-secrets.ts';
import { loadHubKey } from './devices/hub-key.ts';
import { deviceRoutes } from './devices/routes.ts';
import type { HubLog } from './http/hub-log.ts';
import { createPublicationStore } from './publishing/publication-store.ts';
import { namesForSession } from './publishing/held-job.ts';
import { publishingRoutes } from './publishing/routes.ts';
import { consolePages } from './http/console-pages.ts';
import { createRateCounts } from './http/rate-counts.ts';
import { buildServer } from './http/server.ts';
import { recordRoutes } from './records/routes.ts';
import { mediaRoutes } from './media/routes.ts';
import { openDatabase } from './database/open-database.ts';
import { openFolderContentStore } from './media/folder-content-store.ts';
import { createMediaRemoval } from './media/media-removal.ts';
import { createAccess } from './people/access.ts';
import { PASSWORD_COST, type ScryptCost } from './people/password.ts';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';
import { startFlow, type Flow } from './flow.ts';
import { startUpkeep } from './upkeep.ts';
import type { HubStore } from './store/hub-store.ts';
import { createHubStore } from './store/sql-hub-store.ts';

/** How long a stop waits for requests in flight before it cuts them. */
const STOP_GRACE_MS = 3000;

/** A hub that listens. */
export type RunningHub = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Finishes requests in flight (3 s at most), closes the store. Safe to call twice. */
  readonly close: () => Promise<void>;
};

/**
 * Starts a hub over the folder `dataDir` (created if needed; one process per folder). With `databaseUrl` and `media` it keeps
 * nothing there but its token: several of them are one hub.
 *
 * @param options.port 0 for any free port.
 * @param options.token Device token; without it the one in `<dataDir>/token` is used, made on first start.
 * @param options.host Address to bind, 127.0.0.1 unless given.
 */
export async function startHub(options: {
  readonly dataDir: string;
  readonly port?: number | undefined;
  readonly token?: string | undefined;
  readonly host?: string | undefined;
  /** The hub's own key, made on first use; without it `<dataDir>/hub-key.pem`. Hubs on one database have the same. */
  readonly keyFile?: string | undefined;
  /** `postgres://…` for a server that several hubs may share; without it the database is a file in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** An S3-compatible bucket for recordings; without it they lie in `<dataDir>/media`. */
  readonly media?: BucketAddress | undefined;
  readonly log?: HubLog | undefined;
  /** What hashing a password costs; {@link PASSWORD_COST} unless given. */
  readonly passwordCost?: ScryptCost | undefined;
  /** Behind a reverse proxy: believe its `x-forwarded-*` headers. */
  readonly trustProxy?: boolean | undefined;
  /** Address under which others reach this hub; stands in what is sent to check providers. */
  readonly publicUrl?: string | undefined;
  /** Country whose numbers are written without a country code, ISO 3166-1 alpha-2; CN unless given. */
  readonly phoneRegion?: CountryCode | undefined;
  /** Folder of the built pages; without it there is no console. */
  readonly pagesDir?: string | undefined;
  /** PEM; without them the hub speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
}): Promise<RunningHub> {
  const host = options.host ?? '127.0.0.1';
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const token = options.token ?? (await loadDeviceToken(options.dataDir));
  const now = (): Date => new Date();
  const database = await openDatabase(options.dataDir, options.databaseUrl);
  const content =
    options.media === undefined
      ? await openFolderContentStore(join(options.dataDir, 'media'))
      : openS3ContentStore({ bucket: openS3Bucket(options.media), database, now });
  const held = createHubStore(database);
  const log = options.log ?? (() => undefined);
  const sharedLocker = options.databaseUrl === undefined ? null : await openSharedLocker(options.databaseUrl);
  const locker = sharedLocker ?? new MemoryLocker();
  const key = await loadHubKey(options.keyFile ?? join(options.dataDir, 'hub-key.pem'));
  await sealStoredSecrets(database, key);
  const devices = createDeviceStore(database);
  const nonces = createSeenNonces(database);
  const counts = createRateCounts(database, now);
  const upkeep = startUpkeep([() => nonces.sweep(now().getTime()), counts.sweep], log);
  const removal = createMediaRemoval({ store: held, content, locker, now });
  const access = createAccess({ database, now, cost: options.passwordCost ?? PASSWORD_COST, key });
  const flow = startFlow({
    database,
    now,
    random: Math.random,
    log,
    phoneRegion: options.phoneRegion ?? 'CN',
    removeMedia: removal.run,
    key,
    content,
    locker,
    publicUrl: options.publicUrl ?? null,
  });
  const store = followed(held, flow);
  const server = buildServer({
    authenticators: [
      ...flow.authenticators,
      deviceCaller({ devices, nonces, now, log }),
      installationCaller(token),
      ...access.authenticators,
    ],
    routes: [
      recordRoutes({
        store,
        namesOf: (records) => namesForSession(database, records),
        removal,
        token,
        devices,
        key,
        now,
        log,
      }),
      mediaRoutes({ store, content, locker, removal, now }),
      deviceRoutes({ devices, key, now, counts, log }),
      publishingRoutes({ publications: createPublicationStore(database), devices, key, now }),
      ...access.routes,
      ...flow.routes,
      ...(options.pagesDir === undefined ? [] : [consolePages(options.pagesDir)]),
    ],
    trail: access.trail,
    counts,
    log,
    trustProxy: options.trustProxy,
    https: options.tls,
  });
  // Finishes what a crash cut. A disk that refuses now must not keep the hub from taking records; the next batch tries again.
  await removal.run().catch((error: unknown) => log('media_removal_failed', { message: String(error) }));
  try {
    await server.listen({ port: options.port ?? 0, host });
  } catch (error) {
    await upkeep.close();
    await flow.close();
    await sharedLocker?.close();
    await store.close();
    throw error;
  }
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The hub listens on no TCP port.');
  const urlHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  const stop = async (): Promise<void> => {
    const cut = setTimeout(() => server.server.closeAllConnections(), STOP_GRACE_MS);
    try {
      await server.close();
    } finally {
      clearTimeout(cut);
      await upkeep.close();
      await flow.close();
      await removal.settled();
      await sharedLocker?.close();
      await store.close();
    }
  };
  let stopping: Promise<void> | null = null;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${urlHost}:${address.port}`,
    port: address.port,
    token,
    close: () => (stopping ??= stop()),
  };
}

/** The candidate files follow what is stored; an erasure is acknowledged when it has reached them too. */
function followed(store: HubStore, { follower }: Flow): HubStore {
  return {
    ...store,
    putLines: async (deviceId, lines, receivedAt) => {
      const receipts = await store.putLines(deviceId, lines, receivedAt);
      if (lines.some((line) => line.verdict === 'sound' && line.record.type === ERASURE_TYPE))
        await follower.caughtUp();
      else follower.wake();
      return receipts;
    },
  };
}
