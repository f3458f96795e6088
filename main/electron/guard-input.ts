import type { BrowserWindow } from 'electron';
import { isBlocked } from './chords.ts';

/**
 * Keeps keys, mouse, gestures and dropped files from doing anything but what the page itself does with them. What the operating
 * system acts on before any program sees it is for the profiles in resources/kiosk-os.
 */
export function guardInput(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.on('before-input-event', (event, input) => {
    if (isBlocked(input)) event.preventDefault();
  });
  webContents.on('before-mouse-event', (event, { button, type }) => {
    // on Linux the middle button pastes what somebody else has marked
    if (button === 'middle' || button === 'right' || type === 'contextMenu') event.preventDefault();
  });
  webContents.on('context-menu', (event) => event.preventDefault());
  webContents.on('zoom-changed', () => webContents.setZoomFactor(1));
  webContents.on('did-finish-load', () => {
    webContents.setZoomFactor(1);
    // two fingers must not push half of the page off the screen
    void webContents.setVisualZoomLevelLimits(1, 1);
    // the mouse's back button, Windows' and macOS' swipes: there is no page to go back to
    webContents.navigationHistory.clear();
  });
}
