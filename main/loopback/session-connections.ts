import type { Connection } from '../connection.ts';
import type { PageApp } from '../page-app.ts';

interface Entry {
  readonly connection: Connection;
  sockets: number;
  timer: NodeJS.Timeout | null;
}

/**
 * One connection of the app per page session: a reload finds its role again, and a page that stays away is signed out.
 */
export class SessionConnections {
  readonly #app: PageApp;
  readonly #reloadGraceMs: number;
  readonly #entries = new Map<string, Entry>();

  /** @param options.reloadGraceMs how long a page may be without a socket before its connection ends */
  constructor(options: { app: PageApp; reloadGraceMs: number }) {
    this.#app = options.app;
    this.#reloadGraceMs = options.reloadGraceMs;
  }

  /** The session's connection, opened when there is none. */
  of(sessionId: string): Connection {
    return this.#entry(sessionId).connection;
  }

  /** Holds the connection open while a socket is; call the result when the socket has closed. */
  hold(sessionId: string): { connection: Connection; release: () => void } {
    const entry = this.#entry(sessionId);
    entry.sockets += 1;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    const release = () => {
      entry.sockets -= 1;
      this.#closeLater(sessionId, entry);
    };
    return { connection: entry.connection, release };
  }

  closeAll(): void {
    for (const sessionId of this.#entries.keys()) this.#close(sessionId);
  }

  #entry(sessionId: string): Entry {
    const known = this.#entries.get(sessionId);
    if (known !== undefined) return known;
    const entry: Entry = { connection: this.#app.openConnection('loopback'), sockets: 0, timer: null };
    this.#entries.set(sessionId, entry);
    this.#closeLater(sessionId, entry);
    return entry;
  }

  #closeLater(sessionId: string, entry: Entry): void {
    if (entry.sockets > 0 || this.#entries.get(sessionId) !== entry) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.#close(sessionId), this.#reloadGraceMs);
    entry.timer.unref();
  }

  #close(sessionId: string): void {
    const entry = this.#entries.get(sessionId);
    if (entry === undefined) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    this.#entries.delete(sessionId);
    this.#app.closeConnection(entry.connection);
  }
}
