import { app as electron, globalShortcut, ipcMain, Menu, powerSaveBlocker, protocol, screen, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { setTimeout } from 'node:timers/promises';
import type { SessionId } from '#shared/ids.ts';
import type { Connection } from '../connection.ts';
import { countCrashes } from '../crash-rule.ts';
import type { PageApp } from '../page-app.ts';
import { openPageFiles } from '../page-files.ts';
import { openReopening, type Reopenable } from '../reopening.ts';
import type { DisplayProbe } from '../readiness/ports.ts';
import { RESTART_EXIT_CODE } from '../restart-code.ts';
import type { ServiceManager } from '../service-manager.native.ts';
import { offerCorePort } from './core-port.ts';
import { grabChords } from './grab-chords.ts';
import { lockDown } from './lock-down.ts';
import { blankOtherDisplays } from './other-displays.ts';
import { registerPageScheme, serveOnly, servePage } from './page-protocol.ts';
import { seenDisplays } from './seen-displays.ts';
import { openStage, type Stage } from './stage.ts';

/** The core as this shell needs it. */
export interface KioskApp extends PageApp, Reopenable {
  /** Called whenever an interview has left the screen: nothing of its page may be there for the next one. */
  onForgotten(listener: () => void): void;
}

/** What only the shell knows or can do. */
export interface Surroundings {
  readonly display: DisplayProbe;
  /** Ends the program, store first, so that it starts again. */
  readonly restart: () => void;
}

export interface KioskOptions {
  /** The page for a core that cannot be opened; null when the error is a fault of the program. */
  readonly refusal: (error: unknown) => Promise<Response> | null;
  /** Opens the core once Electron is ready; `around` is what this shell sees and can do for it. */
  readonly openApp: (
    onBroken: (error: Error) => void,
    goOnWith: SessionId | null,
    around: Surroundings,
  ) => Promise<KioskApp>;
  readonly pageDirectory: string;
  readonly preloadFile: string;
  /** Chromium's own files (cache, cookies), apart from the kiosk's data. */
  readonly profileDirectory: string;
  /** The page that stands there after the kiosk's page ended too often. */
  readonly restPage: () => Promise<Response>;
  /** Is told that the kiosk is ready and, again and again, that it lives. */
  readonly service: ServiceManager;
  /** Whoever started the program starts it again when it ends (systemd, Shell Launcher, `npm start`). */
  readonly isSupervised: boolean;
  /** Called each time a page was given its port to the core. */
  readonly onPage: () => void;
  readonly log: (line: string) => void;
}

const every = (ms: number, call: () => void) => {
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
};
const after = (ms: number, call: () => void) => {
  const timer = globalThis.setTimeout(call, ms);
  return () => clearTimeout(timer);
};

/**
 * Runs the app in Electron's one kiosk window. Opens no network port.
 *
 * @returns the window; null when another instance is running, which comes to the front instead
 */
export async function startKiosk(options: KioskOptions): Promise<BrowserWindow | null> {
  const { log, service } = options;
  registerPageScheme(protocol);
  electron.enableSandbox();
  electron.setPath('userData', options.profileDirectory);
  if (!electron.requestSingleInstanceLock()) {
    electron.quit();
    return null;
  }
  await electron.whenReady();
  Menu.setApplicationMenu(null);
  // nothing is ever loaded in it; each page has a session of its own
  lockDown(session.defaultSession);
  powerSaveBlocker.start('prevent-display-sleep');
  grabChords(globalShortcut, log);

  const pageFiles = openPageFiles(options.pageDirectory);
  let app: KioskApp | null = null;
  let refused: Response | null = null;
  let stage: Stage | null = null;
  let isEnding = false;
  let isRestarting = false;
  const around: Surroundings = {
    display: seenDisplays(screen),
    restart() {
      isRestarting = true;
      electron.quit();
    },
  };

  const corePort = offerCorePort(ipcMain, {
    app: () => app,
    connectionOf: (sender) => stage?.connectionOf(sender) ?? null,
    onPage() {
      service.ready();
      options.onPage();
    },
    log,
  });
  /** A page has lost what was behind it, or has gone. */
  const disconnect = (connection: Connection) => {
    corePort.close(connection);
    app?.closeConnection(connection);
  };
  const reopening = await openReopening<Reopenable>({
    async open(onBroken, goOnWith) {
      const opened = await options.openApp(onBroken, goOnWith, around);
      app = opened;
      opened.onForgotten(() => stage?.forget());
      // after a failure: a page that waits for its port does not ask again
      stage?.startAnew();
      return {
        sessionId: opened.sessionId,
        close() {
          stage?.disconnectAll();
          app = null;
          return opened.close();
        },
      };
    },
    async rest(reason) {
      refused = (await options.refusal(reason)) ?? new Response(null, { status: 503 });
      stage?.startAnew();
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
  // records that could not be opened: a window with the reason and no core behind it; a restart tries again
  if (reopening instanceof Response) refused = reopening;

  const opened = openStage({
    preloadFile: options.preloadFile,
    ipcMain,
    serve(protocol, scene, connection) {
      if (scene === 'rest') return serveOnly(protocol, { page: options.restPage, pageFiles, log });
      servePage(protocol, { app: () => app, pageFiles, connection, refusal: () => refused?.clone() ?? null, log });
    },
    connect: () => app?.openConnection('electron') ?? null,
    disconnect,
    crashes: countCrashes(() => performance.now()),
    mayClose: () => isEnding,
    onClosed: () => electron.quit(),
    after,
    every,
    log,
  });
  stage = opened;
  const barePlaces = blankOtherDisplays(screen, opened.window);
  const stopTelling =
    service.aliveEveryMs === null
      ? () => undefined
      : every(service.aliveEveryMs, () => {
          if (opened.isWell()) service.alive();
        });

  electron.on('second-instance', () => opened.window()?.focus());
  electron.on('window-all-closed', () => electron.quit());
  electron.on('before-quit', () => {
    isEnding = true;
  });
  let closing: Promise<void> | null = null;
  let isClosed = false;
  electron.on('will-quit', (event) => {
    if (isClosed) return;
    // the store is closed before the process ends
    event.preventDefault();
    stopTelling();
    barePlaces();
    opened.close();
    closing ??= (reopening instanceof Response ? Promise.resolve() : reopening.close()).finally(() => {
      isClosed = true;
      // a program that starts its own successor is lost to whoever watches over it
      if (isRestarting && options.isSupervised) return electron.exit(RESTART_EXIT_CODE);
      if (isRestarting) electron.relaunch();
      electron.quit();
    });
  });
  return opened.window();
}
