import { BrowserWindow } from 'electron';
import type { BrowserWindowConstructorOptions, Session } from 'electron';
import { guardInput } from './guard-input.ts';

/** The one window. Written out as literals, never spread from settings: an extra key here would be an open door. */
function windowOptions(preloadFile: string, session: Session): BrowserWindowConstructorOptions {
  return {
    kiosk: true,
    show: false,
    width: 1280,
    height: 800,
    minimizable: false,
    movable: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadFile,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      // a dictionary would be downloaded
      spellcheck: false,
      // middle-click would ask for a new window
      disableBlinkFeatures: 'Auxclick',
      // questions are read aloud before the first touch, and a recording goes on behind a blanked screen
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
    },
  };
}

/**
 * Opens the kiosk window, hidden, closed to every other page, frame and window, and to whoever wants to close it. Nothing is
 * loaded yet; whoever opened it shows it.
 *
 * @param options.mayClose whether the program is ending: only then may anything but `destroy()` close the window
 * @param options.onNavigation called, once or twice, when the page wanted to go somewhere; it does not
 */
export function openKioskWindow(options: {
  preloadFile: string;
  session: Session;
  mayClose: () => boolean;
  onNavigation: () => void;
}): BrowserWindow {
  const window = new BrowserWindow(windowOptions(options.preloadFile, options.session));
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => {
    event.preventDefault();
    options.onNavigation();
  });
  webContents.on('will-frame-navigate', (event) => {
    event.preventDefault();
    if (event.isMainFrame) options.onNavigation();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  guardInput(window);
  window.on('close', (event) => {
    if (!options.mayClose()) event.preventDefault();
  });
  window.on('leave-full-screen', () => window.setKiosk(true));
  window.on('minimize', () => window.restore());
  return window;
}
