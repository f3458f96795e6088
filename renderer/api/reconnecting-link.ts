import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { ConnectionLostError, PageRefusedError } from './carrier.ts';
import type { Carrier, OpenCarrier } from './carrier.ts';

/** `refused` is final: see `PageRefusedError`. */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'refused';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;

/** Resolves after `delayMs`. */
export type Wait = (delayMs: number) => Promise<void>;

/**
 * A link that survives the core: when its carrier breaks, calls under way fail with `ConnectionLostError`, later calls wait
 * for the next carrier, which is opened with growing pauses.
 */
export class ReconnectingLink implements ClientLink<ClientContext> {
  readonly #open: OpenCarrier;
  readonly #wait: Wait;
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = 'connecting';
  #carrier: Promise<Carrier>;

  constructor(options: { open: OpenCarrier; wait: Wait }) {
    this.#open = options.open;
    this.#wait = options.wait;
    this.#carrier = this.#establish();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Calls `listen` after every change of `state`; the result stops that. */
  subscribe(listen: () => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  /** Resolves when the first carrier is open. @throws PageRefusedError */
  async opened(): Promise<void> {
    await this.#carrier;
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
    const carrier = await unlessAborted(this.#carrier, options.signal);
    const lost = carrier.closed.then(() => {
      throw new ConnectionLostError(`The connection broke during "${path.join('.')}".`);
    });
    // the call's own rejection may come first; then nobody looks at this one
    lost.catch(() => undefined);
    return Promise.race([carrier.link.call(path, input, options), lost]);
  }

  #establish(): Promise<Carrier> {
    const carrier = this.#openUntilDone();
    carrier
      .then(async (opened) => {
        this.#become('connected');
        await opened.closed;
        this.#become('reconnecting');
        this.#carrier = this.#establish();
      })
      .catch(() => this.#become('refused'));
    return carrier;
  }

  async #openUntilDone(): Promise<Carrier> {
    for (let delayMs = FIRST_RETRY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)) {
      try {
        return await this.#open();
      } catch (error) {
        if (error instanceof PageRefusedError) throw error;
        await this.#wait(delayMs);
      }
    }
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    for (const listen of this.#listeners) listen();
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
