import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import type { SessionId } from '#shared/ids.ts';
import type { App } from './app.ts';
import { REST_MS } from './crash-rule.ts';
import { locate } from './locations.ts';
import { type LoopbackHost, serveLoopback } from './loopback/serve-loopback.ts';
import { serveRefusal } from './loopback/serve-refusal.ts';
import { openNodeApp } from './node-app.ts';
import { openPageFiles } from './page-files.ts';
import { type Refusal, refusalOf, refusalPage } from './refusal-page.ts';
import { restPage } from './rest-page.ts';
import { openReopening, type Reopenable } from './reopening.ts';

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
  /** Ends the program so that its launcher starts it again; left out where nobody would. */
  readonly restart?: () => void;
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

/** The kiosk in plain Node, served to a browser on this machine. When the disk fails it is opened again at the same address (ADR 17). */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { dataDirectory, log } = options;
  const places = locate();
  const { resourcesDirectory, modelsDirectory, pageDirectory } = places;
  const sessionSecret = options.sessionSecret ?? randomBytes(SECRET_BYTES);
  let port = options.port ?? 0;
  let app: App | null = null;
  let host: LoopbackHost | null = null;

  async function open(onBroken: (error: Error) => void, goOnWith: SessionId | null): Promise<Reopenable> {
    const opened = await openNodeApp({
      dataDirectory,
      resourcesDirectory,
      modelsDirectory,
      onBroken,
      goOnWith,
      ...(options.restart === undefined ? {} : { restart: options.restart }),
      log,
    });
    try {
      if (options.hub !== undefined) await configureHub(opened, options.hub);
      const served = await serveLoopback({
        app: opened,
        pageDirectory,
        port,
        sessionSecret,
        reloadGraceMs: RELOAD_GRACE_MS,
        restPage: (address) => restPage(places, { address, seconds: REST_MS / 1000 }),
        ...(options.onClients === undefined ? {} : { onClients: options.onClients }),
        log,
      });
      port = Number(new URL(served.origin).port);
      app = opened;
      host = served;
      return {
        sessionId: opened.sessionId,
        async close() {
          await served.close();
          await opened.close();
        },
      };
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  const reopening = await openReopening({
    open,
    rest(error) {
      const page = () => {
        // whoever looks at the reason is a page that is there
        options.onClients?.(1);
        return refusalPage(places, unopened(error));
      };
      return serveRefusal(page, openPageFiles(pageDirectory), port, log);
    },
    nowMs: () => performance.now(),
    pause: (ms) => setTimeout(ms),
    log,
  });
  const origin = `http://127.0.0.1:${port}`;
  const mint = () => (reopening.current() === null ? null : host?.mint()) ?? { url: `${origin}/`, token: '' };
  return {
    ...mint(),
    origin,
    get app() {
      if (app === null) throw new Error('The host was never opened.');
      return app;
    },
    clients: () => (reopening.current() === null ? 0 : (host?.clients() ?? 0)),
    mint,
    close: reopening.close,
  };
}

/** What is said of a store that could not be opened again. */
function unopened(error: unknown): Refusal {
  return refusalOf(error) ?? { code: 'disk_failed', message: String(error) };
}
