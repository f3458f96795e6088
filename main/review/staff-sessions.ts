import type { StaffStatus } from '#shared/contract/staff.ts';
import type { StaffId } from '#shared/ids.ts';
import type { Connection } from '../connection.ts';
import type { StaffClock, StartTimer } from './ports.ts';
import type { SetUpOutcome, StaffAccounts, StaffListing, VerifyOutcome } from './staff-accounts.ts';

/** Who is signed in on which page. The only place where the role of a connection changes. */
export interface StaffSessions {
  /** Call when a page connects: gives it its first role. */
  open(connection: Connection): void;
  /** Call when a page is gone. */
  close(connection: Connection): void;
  /** First run: makes the first account and signs it in on this page. */
  setUp(connection: Connection, name: string, pin: string): Promise<SetUpOutcome>;
  signIn(connection: Connection, id: StaffId, pin: string): Promise<VerifyOutcome>;
  signOut(connection: Connection): void;
  /** Ends every sign-in of an account whose role, PIN or state has changed, and tells all pages. */
  dismiss(id: StaffId): void;
  /** The signed-in person is still here: auto-lock starts again. */
  noteActivity(connection: Connection): void;
  status(connection: Connection): StaffStatus;
  /** The status at once, then every change; ends when the page is gone or the signal aborts. A slow reader gets the newest only. */
  watch(connection: Connection, signal?: AbortSignal): AsyncGenerator<StaffStatus, void, undefined>;
}

interface Page {
  connection: Connection;
  signedIn: { account: StaffListing; locksAtMs: number; cancelTimer: () => void } | null;
  watchers: Set<() => void>;
  isOpen: boolean;
}

/**
 * Sign-in state of every connected page, with auto-lock.
 *
 * @param parts.autoLockMs read at every sign-in and every sign of life, so that a changed setting counts at once
 * @param parts.onSignOut told of every end of a sign-in, for the audit log and to bring back the attract screen
 */
export function createStaffSessions(parts: {
  accounts: StaffAccounts;
  clock: StaffClock;
  startTimer: StartTimer;
  autoLockMs: () => number;
  onSignOut?: (event: {
    connection: Connection;
    staffId: StaffId;
    reason: 'signed_out' | 'auto_locked' | 'page_closed';
  }) => void;
}): StaffSessions {
  const { accounts, clock } = parts;
  const pages = new Map<Connection, Page>();

  function pageOf(connection: Connection): Page {
    const page = pages.get(connection);
    if (page === undefined) throw new Error(`Connection ${connection.id} was not opened or is closed.`);
    return page;
  }

  function tellAll(): void {
    for (const page of pages.values()) for (const wake of page.watchers) wake();
  }

  /** Nobody is signed in: a candidate's page, or the technician's first run. */
  function resetRole(connection: Connection): void {
    connection.role = accounts.needsSetup() ? 'technician' : 'candidate';
    connection.staffId = null;
  }

  function endSignIn(page: Page, reason: 'signed_out' | 'auto_locked' | 'page_closed'): void {
    if (page.signedIn === null) return;
    const staffId = page.signedIn.account.id;
    page.signedIn.cancelTimer();
    page.signedIn = null;
    resetRole(page.connection);
    parts.onSignOut?.({ connection: page.connection, staffId, reason });
  }

  function lockTimer(page: Page): { locksAtMs: number; cancelTimer: () => void } {
    const afterMs = parts.autoLockMs();
    const cancelTimer = parts.startTimer(afterMs, () => {
      endSignIn(page, 'auto_locked');
      tellAll();
    });
    return { locksAtMs: clock.nowMs() + afterMs, cancelTimer };
  }

  function beginSignIn(page: Page, account: StaffListing): void {
    endSignIn(page, 'signed_out');
    page.connection.role = account.role;
    page.connection.staffId = account.id;
    page.signedIn = { account, ...lockTimer(page) };
  }

  function status(connection: Connection): StaffStatus {
    const { signedIn } = pageOf(connection);
    return {
      needsSetup: accounts.needsSetup(),
      role: connection.role,
      signedIn: signedIn && {
        id: signedIn.account.id,
        name: signedIn.account.name,
        locksAt: new Date(signedIn.locksAtMs).toISOString(),
      },
      accounts: accounts.list(),
    };
  }

  async function* watch(connection: Connection, signal?: AbortSignal): AsyncGenerator<StaffStatus, void, undefined> {
    const page = pageOf(connection);
    let hasNews = true;
    let resume: (() => void) | undefined;
    const wake = (): void => {
      hasNews = true;
      resume?.();
    };
    page.watchers.add(wake);
    signal?.addEventListener('abort', wake);
    const isOver = (): boolean => signal?.aborted === true || !page.isOpen;
    try {
      while (!isOver()) {
        if (hasNews) {
          hasNews = false;
          yield status(connection);
        } else {
          await new Promise<void>((resolve) => {
            resume = resolve;
          });
        }
      }
    } finally {
      page.watchers.delete(wake);
      signal?.removeEventListener('abort', wake);
    }
  }

  return {
    open(connection) {
      resetRole(connection);
      pages.set(connection, { connection, signedIn: null, watchers: new Set(), isOpen: true });
    },

    close(connection) {
      const page = pages.get(connection);
      if (page === undefined) return;
      endSignIn(page, 'page_closed');
      page.isOpen = false;
      pages.delete(connection);
      for (const wake of page.watchers) wake();
    },

    async setUp(connection, name, pin) {
      const outcome = await accounts.setUp(name, pin);
      if (outcome.kind === 'ok') {
        // the first run is over for every other page as well
        for (const page of pages.values()) if (page.signedIn === null) resetRole(page.connection);
        const page = pages.get(connection);
        if (page !== undefined) beginSignIn(page, outcome.account);
        tellAll();
      }
      return outcome;
    },

    async signIn(connection, id, pin) {
      const outcome = await accounts.verify(id, pin);
      const page = pages.get(connection);
      // the page may have gone while the PIN was hashed
      if (outcome.kind === 'ok' && page !== undefined) beginSignIn(page, outcome.account);
      tellAll();
      return outcome;
    },

    signOut(connection) {
      endSignIn(pageOf(connection), 'signed_out');
      tellAll();
    },

    dismiss(id) {
      for (const page of pages.values()) if (page.signedIn?.account.id === id) endSignIn(page, 'signed_out');
      tellAll();
    },

    noteActivity(connection) {
      const page = pageOf(connection);
      if (page.signedIn === null) return;
      page.signedIn.cancelTimer();
      Object.assign(page.signedIn, lockTimer(page));
      for (const wake of page.watchers) wake();
    },

    status,
    watch,
  };
}
