import { rmSync } from 'node:fs';
import { createORPCClient } from '@orpc/client';
import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { call as callProcedure, getRouter, isProcedure, ORPCError, unlazy } from '@orpc/server';
import type { AnyRouter } from '@orpc/server';
import { vi } from 'vitest';
import type { Connection } from '#main/connection.ts';
import { startKiosk } from '#main/electron/start-kiosk.ts';
import type { PageApp } from '#main/page-app.ts';
import type { KioskApp } from '#main/electron/start-kiosk.ts';
import type { ContractClient } from '#renderer/api/connect.ts';
import type { Carrier } from '#renderer/api/carrier.ts';
import { electronCarrier } from '#renderer/api/electron-carrier.ts';
import { readBuiltPreload } from '../electron/built-preload.ts';
import { openFakePage } from '../electron/fake-page.ts';
import { BrowserWindow } from '../electron/fake.ts';
import { exchangeToken, makePageDirectory, openSocket, serveForTest } from '../shell/serve-for-test.ts';

/** A page that is joined to an app. */
export interface JoinedPage {
  readonly client: ContractClient;
  /** The link below the client, for calls that the contract does not have. */
  readonly link: ClientLink<ClientContext>;
  /** Resolves when the carrier was closed, by either side. */
  readonly closed: Promise<void>;
  /** The page goes away, as by closing its window. */
  leave(): Promise<void>;
}

export interface CarrierUnderTest {
  readonly name: string;
  /** Longest message in bytes; null when nothing is serialized. */
  readonly maxMessageBytes: number | null;
  join(app: PageApp): Promise<JoinedPage>;
}

function joined(carrier: Carrier, leave: () => Promise<void>): JoinedPage {
  return { ...carrier, client: createORPCClient(carrier.link), leave };
}

/** No carrier at all: what tests of screens and the command line use. */
const inProcess: CarrierUnderTest = {
  name: 'in process',
  maxMessageBytes: null,
  join(app) {
    const connection = app.openConnection('in_process');
    const leaving = new AbortController();
    const link: ClientLink<ClientContext> = {
      async call(path, input, options) {
        const { default: procedure } = await unlazy(getRouter(app.router as AnyRouter, path));
        if (!isProcedure(procedure)) throw new ORPCError('NOT_FOUND', { message: 'Not Found' });
        const signal = AbortSignal.any([leaving.signal, ...(options.signal === undefined ? [] : [options.signal])]);
        const context: { connection: Connection } = { connection };
        return await callProcedure(procedure, input, { context, path, signal });
      },
    };
    const leave = () => {
      leaving.abort();
      app.closeConnection(connection);
      return Promise.resolve();
    };
    return Promise.resolve(joined({ link, closed: new Promise(() => undefined) }, leave));
  },
};

const loopback: CarrierUnderTest = {
  name: 'loopback WebSocket',
  maxMessageBytes: 1024 * 1024,
  async join(app) {
    const host = await serveForTest(app);
    const cookie = await exchangeToken(host.origin, host.mint().token);
    const socket = await openSocket(host.origin, { origin: host.origin, cookie });
    // the types of ws and of the browser differ in details that oRPC does not use
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    return joined({ link, closed }, async () => {
      socket.close();
      await host.close();
    });
  },
};

/** The same app, which the shell cannot close: the test does. */
function keptOpen(app: PageApp): KioskApp {
  return {
    router: app.router,
    openConnection: (shell) => app.openConnection(shell),
    closeConnection: (connection) => app.closeConnection(connection),
    handleMedia: (request, connection) => app.handleMedia(request, connection),
    sessionId: () => null,
    onForgotten: () => undefined,
    close: () => Promise.resolve(),
  };
}

const electron: CarrierUnderTest = {
  name: 'Electron message port (stand-in, shipped preload)',
  maxMessageBytes: 1024 * 1024,
  async join(app) {
    const pageDirectory = makePageDirectory();
    await startKiosk({
      refusal: () => null,
      openApp: () => Promise.resolve(keptOpen(app)),
      restPage: () => Promise.resolve(new Response('rest')),
      service: { ready: () => undefined, alive: () => undefined, aliveEveryMs: null },
      isSupervised: false,
      pageDirectory,
      preloadFile: 'out/preload/index.cjs',
      profileDirectory: pageDirectory,
      onPage: () => undefined,
      log: () => undefined,
    });
    const window = BrowserWindow.all.at(-1);
    if (window === undefined) throw new Error('The shell opened no window.');
    const page = openFakePage(window.webContents, readBuiltPreload());
    vi.stubGlobal('window', page.window);
    vi.stubGlobal('location', page.location);
    const carrier = await electronCarrier()();
    vi.unstubAllGlobals();
    return joined(carrier, () => {
      window.destroy();
      rmSync(pageDirectory, { recursive: true });
      return Promise.resolve();
    });
  },
};

export const CARRIERS: readonly CarrierUnderTest[] = [inProcess, loopback, electron];
