import { randomUUID } from 'node:crypto';
import { clipboard, session } from 'electron';
import type { Protocol, Session } from 'electron';
import { lockDown } from './lock-down.ts';
import { PAGE_SCHEME } from './page-address.ts';

/** Where one page keeps what it keeps: in memory, and apart from every page before it. */
export interface PageSession {
  readonly session: Session;
  /** Wipes all of it, and the clipboard; no page can be loaded in it any more. */
  forget(): Promise<void>;
}

/**
 * Opens a session of its own for one page, locked down. Its name has no `persist:`, so nothing of it is ever on the disk.
 *
 * @param serve puts the page behind the session's `app:` addresses
 */
export function openPageSession(serve: (protocol: Protocol) => void): PageSession {
  const opened = session.fromPartition(`candidate-${randomUUID()}`, { cache: false });
  lockDown(opened);
  opened.setSpellCheckerEnabled(false);
  serve(opened.protocol);
  return {
    session: opened,
    async forget() {
      clipboard.clear();
      opened.protocol.unhandle(PAGE_SCHEME);
      await opened.closeAllConnections();
      await opened.clearStorageData();
      await opened.clearCache();
      await opened.clearAuthCache();
      await opened.clearCodeCaches({});
      await opened.clearHostResolverCache();
    },
  };
}
