import { vi } from 'vitest';
import { startKiosk, type Surroundings } from '#main/electron/start-kiosk.ts';
import type { ServiceManager } from '#main/service-manager.native.ts';
import type { SessionId } from '#shared/ids.ts';
import { FakeApp } from '../contract/app.fake.ts';
import { makePageDirectory } from '../shell/serve-for-test.ts';
import { app as electron, BrowserWindow, clipboard, FakeFrame, type FakeWebContents, ipcMain, screen } from './fake.ts';

export const SESSION = '0195a3c0-0000-7000-8000-000000000001' as SessionId;
export const ASK = 'anteroom:ask-port';

/** The shell, started on the stand-in with a small app behind it. */
export interface StandIn {
  readonly app: FakeApp;
  readonly pageDirectory: string;
  readonly lines: string[];
  readonly openedWith: (SessionId | null)[];
  /** What the service manager was told. */
  readonly told: string[];
  closes: number;
  /** Thrown by the next opening of the core. */
  cannotOpen: Error | null;
  failStore: (error: Error) => void;
  /** What the shell gave the core. */
  around: Surroundings;
  /** An interview leaves the screen. */
  forget: () => void;
  /** The newest window of the kiosk. */
  window: () => BrowserWindow;
  /** Asks the newest window's session for an address. */
  handle: (url: string, init?: RequestInit) => Promise<Response>;
}

/** The windows that show the kiosk: those on other displays have no script. */
export const kioskWindows = () =>
  BrowserWindow.open.filter(({ options }) => options.webPreferences?.javascript !== false);

export async function startOnStandIn(options: { cannotOpen?: Error; isSupervised?: boolean } = {}): Promise<StandIn> {
  for (const window of BrowserWindow.open) window.destroy();
  electron.removeAllListeners();
  ipcMain.removeAllListeners();
  screen.removeAllListeners();
  BrowserWindow.isSlow = false;
  clipboard.text = '';
  const told: string[] = [];
  const service: ServiceManager = {
    ready: () => void told.push('ready'),
    alive: () => void told.push('alive'),
    aliveEveryMs: 1000,
  };
  const window = () => {
    const shown = kioskWindows().at(-1);
    if (shown === undefined) throw new Error('The shell has no window.');
    return shown;
  };
  const standIn: StandIn = {
    app: new FakeApp(),
    pageDirectory: makePageDirectory(),
    lines: [],
    openedWith: [],
    told,
    closes: 0,
    cannotOpen: options.cannotOpen ?? null,
    failStore: () => undefined,
    around: { display: { displays: () => null, primaryAtStart: null }, restart: () => undefined },
    forget: () => undefined,
    window,
    handle: async (url, init) =>
      (await window().fakeSession.protocol.handlers.get('app')?.(new Request(url, init))) ?? Response.error(),
  };
  await startKiosk({
    refusal: () => Promise.resolve(new Response('<h1>why</h1>', { status: 503 })),
    restPage: () => Promise.resolve(new Response('<h1>rest</h1>', { status: 503 })),
    service,
    isSupervised: options.isSupervised ?? false,
    openApp(onBroken, goOnWith, around) {
      standIn.around = around;
      standIn.openedWith.push(goOnWith);
      standIn.failStore = onBroken;
      if (standIn.cannotOpen !== null) return Promise.reject(standIn.cannotOpen);
      return Promise.resolve(
        Object.assign(standIn.app, {
          sessionId: () => SESSION,
          onForgotten: (listener: () => void) => (standIn.forget = listener),
          close: () => Promise.resolve(void (standIn.closes += 1)),
        }),
      );
    },
    pageDirectory: standIn.pageDirectory,
    preloadFile: '/built/preload/index.cjs',
    profileDirectory: '/data/browser',
    onPage: () => undefined,
    log: (line) => standIn.lines.push(line),
  });
  return standIn;
}

/** A sign of life, as the preload script sends it every second. */
export function giveSignOfLife(webContents: FakeWebContents): void {
  ipcMain.fakeSend('anteroom:alive', webContents);
}

/** The newest page lives for so many seconds of a clock that tests move. */
export function liveFor(shell: StandIn, seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    giveSignOfLife(shell.window().webContents);
    vi.advanceTimersByTime(1000);
  }
}

/** A frame of a page at this address. */
export function frameAt(url: string, parent: FakeFrame | null = null): FakeFrame {
  return Object.assign(new FakeFrame(), { url, parent });
}
