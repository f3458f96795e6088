import { BrowserWindow } from 'electron';
import type { Display, Screen } from 'electron';

const CHANGES = ['display-added', 'display-removed', 'display-metrics-changed'] as const;

/** A black window without a page, over the whole of one display. */
function blank({ bounds }: Display): BrowserWindow {
  const window = new BrowserWindow({
    x: bounds.x,
    y: bounds.y,
    width: bounds.width,
    height: bounds.height,
    show: false,
    frame: false,
    kiosk: true,
    focusable: false,
    skipTaskbar: true,
    closable: false,
    minimizable: false,
    backgroundColor: '#000000',
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      devTools: false,
      navigateOnDragDrop: false,
    },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.on('before-input-event', (event) => event.preventDefault());
  // shows over what is there without taking the focus from the page
  window.showInactive();
  return window;
}

/**
 * Keeps the kiosk on the primary display, over all of it, and every other display black, whatever is plugged in or out.
 *
 * @returns how to end that
 */
export function blankOtherDisplays(screen: Screen, kioskWindow: () => BrowserWindow | null): () => void {
  let blanks: BrowserWindow[] = [];
  const clear = () => {
    for (const window of blanks) window.destroy();
    blanks = [];
  };
  const cover = () => {
    const primary = screen.getPrimaryDisplay();
    const before = blanks;
    blanks = screen
      .getAllDisplays()
      .filter(({ id }) => id !== primary.id)
      .map(blank);
    // after the new ones: no display is bare in between
    for (const window of before) window.destroy();
    const kiosk = kioskWindow();
    if (kiosk === null || kiosk.isDestroyed()) return;
    kiosk.setKiosk(false);
    kiosk.setBounds(primary.bounds);
    kiosk.setKiosk(true);
    kiosk.moveTop();
  };
  const listeners = CHANGES.map((change) => {
    // one overload each
    if (change === 'display-added') screen.on(change, cover);
    else if (change === 'display-removed') screen.on(change, cover);
    else screen.on(change, cover);
    return () => screen.removeListener(change as 'display-added', cover);
  });
  if (screen.getAllDisplays().length > 1) cover();
  return () => {
    for (const stop of listeners) stop();
    clear();
  };
}
