import type { ChildProcess } from 'node:child_process';

const FIRST_RESTART_MS = 200;
const LONGEST_RESTART_MS = 5_000;
/** A program that ran this long before it ended starts again as if for the first time. */
const STEADY_MS = 60_000;
/** Ends in a row, each before `STEADY_MS`, after which a person is needed. */
const MAX_ENDS = 8;

export type Log = (line: string) => void;

/** The programs a launcher has started: all end with it. */
export class Processes {
  readonly #running = new Set<ChildProcess>();
  #isStopping = false;

  get isStopping(): boolean {
    return this.#isStopping;
  }

  track<T extends ChildProcess>(child: T): T {
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    if (this.#isStopping) child.kill();
    return child;
  }

  stop(): void {
    this.#isStopping = true;
    for (const child of this.#running) child.kill();
  }

  /** Resolves when every program has ended; one that does not is killed. */
  async stopped(patienceMs = 5_000): Promise<void> {
    this.stop();
    const killing = setTimeout(() => {
      for (const child of this.#running) child.kill('SIGKILL');
    }, patienceMs);
    await Promise.all([...this.#running].map(exitOf));
    clearTimeout(killing);
  }
}

/** The exit code; 1 for a program that was killed or never ran. */
export function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done(child.exitCode ?? 1);
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** Paces the restarts of a program that keeps ending. */
export class Restarts {
  readonly #name: string;
  readonly #log: Log;
  #startedAtMs = performance.now();
  #ends = 0;

  constructor(name: string, log: Log) {
    this.#name = name;
    this.#log = log;
  }

  /** Call right after each start. */
  started(): void {
    this.#startedAtMs = performance.now();
  }

  /** Waits before the next start. @throws after too many ends in a row */
  async pause(): Promise<void> {
    this.#ends = performance.now() - this.#startedAtMs > STEADY_MS ? 1 : this.#ends + 1;
    if (this.#ends > MAX_ENDS) throw new Error(`${this.#name} ended ${this.#ends} times in a row.`);
    const delayMs = Math.min(FIRST_RESTART_MS * 2 ** (this.#ends - 1), LONGEST_RESTART_MS);
    this.#log(`${this.#name} has ended; starting it again`);
    await new Promise<void>((done) => setTimeout(done, delayMs));
  }
}
