import { BrowserWindow } from 'electron';
import type { BrowserWindowConstructorOptions } from 'electron';

/** The one window. Written out as literals, never spread from settings: an extra key here would be an open door. */
function windowOptions(preloadFile: string): BrowserWindowConstructorOptions {
  return {
    kiosk: true,
    show: false,
    width: 1280,
    height: 800,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadFile,
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

/** Opens the kiosk window, closed to every other page, frame and window. Nothing is loaded yet. */
export function openKioskWindow(preloadFile: string): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preloadFile));
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-frame-navigate', (event) => event.preventDefault());
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  return window;
}
