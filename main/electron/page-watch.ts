import type { BrowserWindow, IpcMain, IpcMainEvent } from 'electron';
import { isOurPage } from './page-address.ts';

// the name of preload/index.ts
const ALIVE = 'anteroom:alive';

const LOOK_EVERY_MS = 2000;
/** A page that loads slowly on a busy machine gets longer than one that has already spoken. */
const FIRST_LOOKS = 10;
/** The preload script speaks every second; a page that says nothing at so many looks hangs. */
const MOST_SILENT_LOOKS = 4;
/** Chromium's code for a navigation that was refused: the page is where it was. */
const ABORTED = -3;

/** True for a message of the page in the window's main frame. */
export function isFromOurPage({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurPage(senderFrame.url);
}

/** Watches one page. */
export interface PageWatch {
  /** Whether the page has been heard of lately. */
  isAlive(): boolean;
  stop(): void;
}

/**
 * Tells, once, when the page of a window is no more: its process ended, Chromium calls it unresponsive, it could not be loaded, or
 * it stopped giving a sign of life. Looks are counted, not the time between them: a machine that slept or a core that was busy
 * is no fault of the page.
 *
 * @param parts.every calls back every so many ms; the returned function ends that
 * @param parts.onLook called at every look at a page that is still there
 * @param parts.onLost gets why, for the log
 */
export function watchPage(
  window: BrowserWindow,
  parts: {
    ipcMain: IpcMain;
    every: (ms: number, call: () => void) => () => void;
    onLook: () => void;
    onLost: (reason: string) => void;
  },
): PageWatch {
  const { webContents } = window;
  let silentLooks = 0;
  let hasSpoken = false;
  /** Looks since Chromium called it unresponsive; null while it does not. */
  let hangingLooks: number | null = null;
  let isOver = false;

  function lose(reason: string): void {
    if (isOver) return;
    stop();
    parts.onLost(reason);
  }
  const hear = (event: IpcMainEvent) => {
    if (event.sender !== webContents || !isFromOurPage(event)) return;
    silentLooks = 0;
    hasSpoken = true;
  };
  const cancel = parts.every(LOOK_EVERY_MS, () => {
    silentLooks += 1;
    if (hangingLooks !== null) hangingLooks += 1;
    if (silentLooks > (hasSpoken ? MOST_SILENT_LOOKS : FIRST_LOOKS)) lose('silent');
    else if (hangingLooks !== null && hangingLooks > MOST_SILENT_LOOKS) lose('unresponsive');
    else parts.onLook();
  });
  function stop(): void {
    isOver = true;
    cancel();
    parts.ipcMain.off(ALIVE, hear);
  }

  parts.ipcMain.on(ALIVE, hear);
  webContents.on('render-process-gone', (_event, { reason }) => lose(reason));
  webContents.on('unresponsive', () => (hangingLooks ??= 0));
  webContents.on('responsive', () => (hangingLooks = null));
  webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) lose(`not loaded: ${description} (${code})`);
  });
  return { isAlive: () => !isOver && hasSpoken && silentLooks <= 1, stop };
}
