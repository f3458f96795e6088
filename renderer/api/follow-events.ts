import { ORPCError } from '@orpc/client';
import type { Wait } from './reconnecting-link.ts';

const RETRY_MS = 250;

const pageWait: Wait = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs));

/** A refusal by the contract is final; a broken carrier or an unforeseen failure of the core is not. */
function isFinal(error: unknown): boolean {
  return error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR';
}

/**
 * Delivers every event of an event iterator and opens it again when the connection broke. The contract's iterators start
 * with the current value, so nothing is missed that matters.
 *
 * @param open e.g. `(options) => client.session.watch(undefined, options)`
 * @returns when `signal` aborts
 * @throws ORPCError when the contract refuses, e.g. after signing out
 */
export async function followEvents<T>(
  open: (options: { signal: AbortSignal }) => Promise<AsyncIterable<T>>,
  deliver: (event: T) => void,
  signal: AbortSignal,
  wait: Wait = pageWait,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of await open({ signal })) {
        if (signal.aborted) return;
        deliver(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(error)) throw error;
    }
    await wait(RETRY_MS);
  }
}
