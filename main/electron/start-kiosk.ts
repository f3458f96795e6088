import { app as electron, ipcMain, Menu, powerSaveBlocker, protocol, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { setTimeout } from 'node:timers/promises';
import type { SessionId } from '#shared/ids.ts';
import type { Connection } from '../connection.ts';
import type { PageApp } from '../page-app.ts';
import { openPageFiles, type PageFiles } from '../page-files.ts';
import { openReopening, type Reopenable } from '../reopening.ts';
import { offerCorePort } from './core-port.ts';
import { pauseAfterCrash } from './crash-pause.ts';
import { lockDown } from './lock-down.ts';
import { PAGE_SCHEME, PAGE_URL } from './page-address.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { openKioskWindow } from './window.ts';

export interface KioskOptions {
  /** The page for a core that cannot be opened; null when the error is a fault of the program. */
  readonly refusal: (error: unknown) => Promise<Response> | null;
  /** Opens the core once Electron is ready. */
  readonly openApp: (onBroken: (error: Error) => void, goOnWith: SessionId | null) => Promise<PageApp & Reopenable>;
  readonly pageDirectory: string;
  readonly preloadFile: string;
  /** Chromium's own files (cache, cookies), apart from the kiosk's data. */
  readonly profileDirectory: string;
  /** Called each time a page was given its port to the core. */
  readonly onPage: () => void;
  readonly log: (line: string) => void;
}

/** A kiosk window with one page and no core behind it; a restart tries again. */
async function showOnly(page: Response, pageFiles: PageFiles, preloadFile: string): Promise<BrowserWindow> {
  protocol.handle(PAGE_SCHEME, ({ url }) => {
    const { pathname } = new URL(url);
    return pathname.startsWith('/assets/') ? pageFiles.respond(pathname) : page.clone();
  });
  const window = openKioskWindow(preloadFile);
  electron.on('window-all-closed', () => electron.quit());
  await window.loadURL(PAGE_URL);
  return window;
}

/**
 * Runs the app in Electron's one kiosk window. Opens no network port.
 *
 * @returns the window; null when another instance is running, which comes to the front instead
 */
export async function startKiosk(options: KioskOptions): Promise<BrowserWindow | null> {
  const { log } = options;
  registerPageScheme(protocol);
  electron.enableSandbox();
  electron.setPath('userData', options.profileDirectory);
  if (!electron.requestSingleInstanceLock()) {
    electron.quit();
    return null;
  }
  await electron.whenReady();
  Menu.setApplicationMenu(null);
  lockDown(session.defaultSession);
  powerSaveBlocker.start('prevent-display-sleep');

  let app: (PageApp & Reopenable) | null = null;
  let connection: Connection | null = null;
  let refused: Response | null = null;
  let window: BrowserWindow | null = null;
  let corePort: ReturnType<typeof offerCorePort> | null = null;

  /** The page has lost what was behind it. */
  const disconnect = () => {
    if (connection === null) return;
    corePort?.close(connection);
    app?.closeConnection(connection);
    connection = null;
  };
  const reopening = await openReopening({
    async open(onBroken, goOnWith) {
      const opened = await options.openApp(onBroken, goOnWith);
      app = opened;
      connection = opened.openConnection('electron');
      // after a failure: a page that waits for its port does not ask again
      if (window?.isDestroyed() === false) window.webContents.reload();
      return {
        sessionId: opened.sessionId,
        close() {
          disconnect();
          app = null;
          return opened.close();
        },
      };
    },
    async rest(reason) {
      refused = (await options.refusal(reason)) ?? new Response(null, { status: 503 });
      if (window?.isDestroyed() === false) window.webContents.reload();
      return { close: () => Promise.resolve() };
    },
    nowMs: () => performance.now(),
    pause: (ms) => setTimeout(ms),
    log,
  }).catch((error: unknown) => {
    const page = options.refusal(error);
    if (page === null) throw error;
    log(error instanceof Error ? error.message : String(error));
    return page;
  });
  const pageFiles = openPageFiles(options.pageDirectory);
  if (reopening instanceof Response) return showOnly(reopening, pageFiles, options.preloadFile);
  const shown = openKioskWindow(options.preloadFile);
  window = shown;
  servePage(protocol, {
    app: () => app,
    pageFiles,
    connection: () => connection,
    refusal: () => refused?.clone() ?? null,
    log,
  });
  corePort = offerCorePort(ipcMain, {
    app: () => app,
    connectionOf: (sender) => (sender === shown.webContents ? connection : null),
    onPage: options.onPage,
    log,
  });
  shown.on('closed', disconnect);

  const crashedAt: number[] = [];
  shown.webContents.on('render-process-gone', (_event, details) => {
    crashedAt.push(Date.now());
    log(`page: ended (${details.reason})`);
    globalThis.setTimeout(
      () => {
        if (!shown.isDestroyed()) shown.webContents.reload();
      },
      pauseAfterCrash(crashedAt, Date.now()),
    );
  });
  electron.on('second-instance', () => shown.focus());
  electron.on('window-all-closed', () => electron.quit());
  let isClosed = false;
  electron.on('will-quit', (event) => {
    if (isClosed) return;
    // the store is closed before the process ends
    event.preventDefault();
    isClosed = true;
    disconnect();
    void reopening.close().finally(() => electron.quit());
  });

  await shown.loadURL(PAGE_URL);
  return shown;
}
