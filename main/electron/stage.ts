import type { BrowserWindow, IpcMain, IpcMainEvent, Protocol, WebContents } from 'electron';
import type { Connection } from '../connection.ts';
import { type CrashCount, REST_MS } from '../crash-rule.ts';
import { PAGE_URL } from './page-address.ts';
import { openPageSession, type PageSession } from './page-session.ts';
import { isFromOurPage, type PageWatch, watchPage } from './page-watch.ts';
import { openKioskWindow } from './window.ts';

// the name of preload/index.ts
const START_ANEW = 'anteroom:start-anew';

/** `page`: the kiosk's own. `rest`: a page without a core behind it that says what to do after too many crashes. */
type Scene = 'page' | 'rest';

interface Shown {
  readonly scene: Scene;
  readonly window: BrowserWindow;
  readonly memory: PageSession;
  readonly watch: PageWatch;
  connection: Connection | null;
}

export interface StageParts {
  readonly preloadFile: string;
  readonly ipcMain: IpcMain;
  /** Puts a scene behind the addresses of a session. */
  readonly serve: (protocol: Protocol, scene: Scene, connection: () => Connection | null) => void;
  /** A connection for a new page; null while nothing is behind it. */
  readonly connect: () => Connection | null;
  readonly disconnect: (connection: Connection) => void;
  readonly crashes: CrashCount;
  readonly mayClose: () => boolean;
  /** The window on the screen was closed by somebody else than us. */
  readonly onClosed: () => void;
  readonly after: (ms: number, call: () => void) => () => void;
  readonly every: (ms: number, call: () => void) => () => void;
  readonly log: (line: string) => void;
}

export interface Stage {
  /** The window on the screen. */
  window(): BrowserWindow | null;
  connectionOf(sender: WebContents): Connection | null;
  /** The page on the screen lives; the page of rest is one. */
  isWell(): boolean;
  /** Takes the connections of all pages away: what was behind them is gone. */
  disconnectAll(): void;
  /** A new page, in a window and a session of its own, takes the place of the one on the screen as soon as it can be seen. */
  startAnew(): void;
  /** The same, once nobody of the staff is signed in on the page: an interview has left the screen. */
  forget(): void;
  close(): void;
}

/**
 * The kiosk's one window, as a sequence of windows: a page is never reloaded. Whatever ends it (an interview that is over, a crash,
 * a page that hangs, a store that was opened again) a new window with a new in-memory session is opened behind it and shown when
 * it is drawn; then the old one is destroyed and its session wiped. So nothing flickers, and no memory knows two candidates.
 */
export function openStage(parts: StageParts): Stage {
  let current: Shown | null = null;
  let next: Shown | null = null;
  let isStale = false;
  let isClosed = false;
  let cancelRest = (): void => undefined;

  const shownBy = (sender: WebContents) =>
    [current, next].find(
      (shown) => shown !== null && !shown.window.isDestroyed() && shown.window.webContents === sender,
    );

  function leave(shown: Shown): void {
    if (shown.connection !== null) parts.disconnect(shown.connection);
    shown.connection = null;
  }

  function end(shown: Shown | null): void {
    if (shown === null) return;
    shown.watch.stop();
    leave(shown);
    shown.window.destroy();
    shown.memory
      .forget()
      .catch((error: unknown) => parts.log(`page: its session could not be wiped (${String(error)})`));
  }

  function lose(shown: Shown, reason: string): void {
    parts.log(`page: ended (${reason})`);
    // a page of rest that does not live either leaves nothing to show; the next try is on its way
    if (isClosed || shown.scene === 'rest') return;
    if (parts.crashes.isTooOften()) rest();
    else open('page');
  }

  function rest(): void {
    parts.log('page: three ends in ten minutes; a page of rest is shown, and tried again in a minute');
    open('rest');
    cancelRest = parts.after(REST_MS, () => open('page'));
  }

  function open(scene: Scene): void {
    if (isClosed) return;
    cancelRest();
    isStale = false;
    end(next);
    const connection = scene === 'page' ? parts.connect() : null;
    const memory = openPageSession((protocol) => parts.serve(protocol, scene, () => shown.connection));
    const window = openKioskWindow({
      preloadFile: parts.preloadFile,
      session: memory.session,
      mayClose: parts.mayClose,
      // the page of rest has one link, and no script
      onNavigation: () => {
        if (scene === 'rest' && shown === current && next === null) open('page');
      },
    });
    const watch = watchPage(window, {
      ipcMain: parts.ipcMain,
      every: parts.every,
      onLook: () => {
        if (isStale && shown === current && shown.connection?.staffId === null) open('page');
      },
      onLost: (reason) => lose(shown, reason),
    });
    const shown: Shown = { scene, window, memory, watch, connection };
    next = shown;
    window.once('ready-to-show', () => {
      if (shown !== next) return;
      window.show();
      const before = current;
      current = shown;
      next = null;
      end(before);
    });
    window.once('closed', () => {
      if (shown === current && !isClosed) {
        watch.stop();
        leave(shown);
        parts.onClosed();
      }
    });
    window.loadURL(PAGE_URL).catch((error: unknown) => {
      // destroyed while it loaded: somebody else has taken its place
      if (!window.isDestroyed()) parts.log(`page: ${String(error)}`);
    });
  }

  const onAsked = (event: IpcMainEvent) => {
    if (shownBy(event.sender) !== current || !isFromOurPage(event)) parts.log('page: a stranger asked to start anew');
    else if (next === null) open('page');
  };
  parts.ipcMain.on(START_ANEW, onAsked);
  open('page');

  return {
    window: () => current?.window ?? next?.window ?? null,
    connectionOf: (sender) => shownBy(sender)?.connection ?? null,
    isWell: () => current?.watch.isAlive() === true,
    disconnectAll() {
      for (const shown of [current, next]) if (shown !== null) leave(shown);
    },
    startAnew: () => open('page'),
    forget() {
      if (current?.connection?.staffId === null) open('page');
      else isStale = true;
    },
    close() {
      isClosed = true;
      cancelRest();
      parts.ipcMain.off(START_ANEW, onAsked);
      for (const shown of [current, next]) end(shown);
    },
  };
}
