import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { exitOf, type Log, type Processes, Restarts } from './processes.ts';

type HostProcess = ChildProcessByStdio<Writable, Readable, null>;
/** What a supervised host prints: an address when it is ready or was asked, and how many pages are connected. */
type HostLine = (HostAddress & { pid: number }) | { clients: number };

export interface HostAddress {
  readonly url: string;
  readonly origin: string;
  /** Code of the reason why the records cannot be opened: the address shows it. */
  readonly refused?: string;
}

/**
 * The host as a process that is started again whenever it ends. Its port and its session secret stay, so a page that was
 * open goes on by itself (ADR 0002).
 */
export class SupervisedHost {
  readonly #words: readonly string[];
  readonly #processes: Processes;
  readonly #log: Log;
  readonly #restarts: Restarts;
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #askers: ((address: HostAddress) => void)[] = [];
  readonly #connectionWaiters: (() => void)[] = [];
  #host: HostProcess | null = null;
  #port: string | null = null;
  #isPageAway = false;
  /** Pages that are connected now; null while there is no host that could know. */
  #clients: number | null = null;

  /** @param options.program the built command line and its words up to the data folder */
  constructor(options: { program: readonly string[]; processes: Processes; log: Log }) {
    this.#words = options.program;
    this.#processes = options.processes;
    this.#log = options.log;
    this.#restarts = new Restarts('the host', options.log);
  }

  /**
   * Starts the host and keeps it running.
   * @returns an address for a first page; `failed` rejects when the host cannot be kept running
   */
  async start(): Promise<{ address: HostAddress; failed: Promise<never> }> {
    const address = this.#nextAddress();
    const failed = this.#superviseForever();
    // until somebody races it
    failed.catch(() => undefined);
    return { address: await Promise.race([address, failed]), failed };
  }

  /** An address for one more page. */
  mint(): Promise<HostAddress> {
    const address = this.#nextAddress();
    this.#host?.stdin.write('\n');
    return address;
  }

  /** A page is connected now. */
  get hasPage(): boolean {
    return (this.#clients ?? 0) > 0;
  }

  /** Resolves when a page is connected. */
  connected(): Promise<void> {
    return new Promise((done) => this.#connectionWaiters.push(done));
  }

  /**
   * Watches whether a page is there. A page that crashed leaves its browser running: only its connection is gone.
   *
   * @param patienceMs after so long without a page, with a host that was there all the time, it is gone; a reload takes a second or two
   * @returns `gone` never resolves once `stop` was called
   */
  watchPage(patienceMs: number, lookEveryMs = 1000): { gone: Promise<void>; stop: () => void } {
    let awayMs = 0;
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const timer = setInterval(() => {
      awayMs = this.#clients === 0 ? awayMs + lookEveryMs : 0;
      if (awayMs < patienceMs) return;
      clearInterval(timer);
      resolve();
    }, lookEveryMs);
    // the programs it started keep a launcher alive, not this
    timer.unref();
    return { gone, stop: () => clearInterval(timer) };
  }

  #pageConnected(): void {
    if (this.#isPageAway) this.#log('the page is connected again');
    this.#isPageAway = false;
    for (const done of this.#connectionWaiters.splice(0)) done();
  }

  #nextAddress(): Promise<HostAddress> {
    return new Promise((done) => this.#askers.push(done));
  }

  async #superviseForever(): Promise<never> {
    for (;;) {
      const code = await this.#runOnce();
      if (this.#processes.isStopping) return await new Promise<never>(() => undefined);
      if (this.#port === null) throw new Error(`The host did not start (exit code ${code}); the lines above say why.`);
      this.#isPageAway = true;
      await this.#restarts.pause();
    }
  }

  async #runOnce(): Promise<number> {
    const words = [...this.#words, '--supervised', '--port', this.#port ?? '0'];
    const host = this.#processes.track(spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] }));
    this.#restarts.started();
    this.#host = host;
    // a pipe that breaks because the host died is told by its exit
    host.stdin.on('error', (error) => this.#log(`the host's input: ${error.message}`));
    host.stdin.write(`${this.#secret}\n`);
    let isFirst = true;
    createInterface({ input: host.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as HostLine;
      if ('clients' in line) {
        this.#clients = line.clients;
        if (line.clients > 0) this.#pageConnected();
        return;
      }
      this.#clients ??= 0;
      this.#port = new URL(line.origin).port;
      this.#askers.shift()?.(line);
      // whoever asked a host that ended before it answered asks this one
      if (isFirst) for (const _asker of this.#askers) host.stdin.write('\n');
      isFirst = false;
    });
    const code = await exitOf(host);
    this.#clients = null;
    return code;
  }
}
