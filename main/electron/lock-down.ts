import type { Session } from 'electron';
import { isOurPage, PAGE_SCHEME } from './page-address.ts';

const LOADABLE_SCHEMES: ReadonlySet<string> = new Set([`${PAGE_SCHEME}:`, 'blob:', 'data:']);

/**
 * Closes a session to everything but our own page: Electron grants permissions and loads any address by default.
 * Camera and microphone are the only permissions, and only for our own page.
 */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_webContents, permission, allow, details) => {
    allow(permission === 'media' && details.isMainFrame && isOurPage(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_webContents, permission, requestingOrigin) => {
    return permission === 'media' && isOurPage(requestingOrigin);
  });
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !URL.canParse(details.url) || !LOADABLE_SCHEMES.has(new URL(details.url).protocol) });
  });
  session.on('will-download', (event) => event.preventDefault());
}
