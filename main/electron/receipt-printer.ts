import { BrowserWindow } from 'electron';
import type { PrintFailure } from '#shared/contract/receipt.ts';

/** What Chromium says of a printer that is not there. */
const GONE = /deviceName|not found|offline|unavailable/i;

/**
 * Prints a page without asking, on a printer of the system: loaded into a window nobody sees, without scripts, in a session that is
 * kept nowhere, and thrown away after it.
 *
 * @param deviceName as the system calls the printer; empty for its default
 */
export async function printPage(html: string, deviceName: string): Promise<PrintFailure | null> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      // without "persist:" it is in memory alone
      partition: 'receipt',
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: false,
      spellcheck: false,
    },
  });
  try {
    await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`);
    const { promise, resolve } = Promise.withResolvers<PrintFailure | null>();
    window.webContents.print({ silent: true, deviceName, pageSize: 'A4' }, (isPrinted, reason) => {
      if (isPrinted) resolve(null);
      else resolve(GONE.test(reason) ? 'printer_offline' : 'printer_failed');
    });
    return await promise;
  } finally {
    window.destroy();
  }
}
