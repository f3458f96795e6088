import { randomBytes } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { locate } from './locations.ts';
import { serveLoopback } from './loopback/serve-loopback.ts';
import { openNodeApp } from './node-app.ts';
import type { App } from './app.ts';

export interface HostOptions {
  readonly dataDirectory: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Head office, written into the settings before the first page opens. */
  readonly hub?: { readonly url: string; readonly token: string };
  /** Pages of an earlier host with the same secret and port go on without a new token. Fresh by default. */
  readonly sessionSecret?: Buffer;
  /** Called with the number of connected pages whenever it changes. */
  readonly onClients?: (count: number) => void;
  readonly log: (line: string) => void;
}

export interface RunningHost {
  /** Opens one page: carries `token` in its fragment. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  readonly app: App;
  /** Number of pages connected now. */
  clients(): number;
  /** Another address for another page. */
  mint(): { url: string; token: string };
  close(): Promise<void>;
}

const SECRET_BYTES = 32;
/** A reload takes a second or two; a browser that was restarted by its launcher some more. */
const RELOAD_GRACE_MS = 30_000;

/** Puts head office into the settings, as a technician would. */
async function configureHub(app: App, hub: { url: string; token: string }): Promise<void> {
  const connection = app.openConnection('in_process');
  const technician = createRouterClient(app.router, {
    context: { connection: { ...connection, role: 'technician' } },
  });
  const settings = await technician.settings.get();
  if (settings.hub?.url !== hub.url || settings.hub.token !== hub.token) {
    await technician.settings.update({ ...settings, hub: { ...hub } });
  }
  app.closeConnection(connection);
}

/** The kiosk in plain Node, served to a browser on this machine. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { dataDirectory, log } = options;
  const { resourcesDirectory, modelsDirectory, pageDirectory } = locate();
  const app = await openNodeApp({ dataDirectory, resourcesDirectory, modelsDirectory, log });
  try {
    if (options.hub !== undefined) await configureHub(app, options.hub);
    const host = await serveLoopback({
      app,
      pageDirectory,
      port: options.port ?? 0,
      sessionSecret: options.sessionSecret ?? randomBytes(SECRET_BYTES),
      reloadGraceMs: RELOAD_GRACE_MS,
      ...(options.onClients === undefined ? {} : { onClients: options.onClients }),
      log,
    });
    return {
      ...host.mint(),
      origin: host.origin,
      app,
      clients: () => host.clients(),
      mint: () => host.mint(),
      async close() {
        await host.close();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}
