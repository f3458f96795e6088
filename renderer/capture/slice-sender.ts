import { failure, success } from './result.ts';
import type { Result } from './result.ts';
import { pageTimers } from './timers.ts';
import type { Timers } from './timers.ts';

/** One numbered piece of a recording on its way out of the page. */
export interface Slice {
  /** From 0, without gaps. */
  sequence: number;
  /** Never empty: storage refuses that. */
  bytes: ArrayBuffer;
  /** Lower-case hex SHA-256 of `bytes`. */
  sha256: string;
  mimeType: string;
  /** A hint: a recording that ends exactly between two slices has none marked. The count that `stop()` gives is the truth. */
  isLast: boolean;
}

/**
 * Stores one slice. Resolves when it is safe on disk; a rejection is retried with the same sequence,
 * so it must be idempotent. `signal` aborts an attempt that takes too long.
 */
export type PutSlice = (slice: Slice, signal: AbortSignal) => Promise<void>;

/** Storage will never take this slice, however often it is sent: the sender gives up at once. */
export class SliceRefusedForGoodError extends Error {
  override readonly name = 'SliceRefusedForGoodError';
}

/** Storage kept refusing a slice until patience ran out. Next step for a person: call the staff, the answer so far is safe. */
export interface PutFailure {
  code: 'put_failed';
  sequence: number;
  attempts: number;
  message: string;
}

/** What the sender tells while it works. */
export type SliceSenderEvent =
  | { kind: 'slice_put'; sequence: number; sizeBytes: number; heldSlices: number }
  | { kind: 'put_refused'; sequence: number; attempt: number; message: string }
  | { kind: 'stalled' }
  | { kind: 'drained' };

export interface SliceSenderOptions {
  put: PutSlice;
  onEvent?: (event: SliceSenderEvent) => void;
  timers?: Timers;
  /** WebCrypto by default. */
  hash?: (bytes: ArrayBuffer) => Promise<string>;
  /** Slices the page may hold: 2 by the media contract. */
  maxHeldSlices?: number;
  /** How long the limit may stand before `stalled`: under the slice length, so that no further slice arrives first. */
  stallAfterMs?: number;
  attemptTimeoutMs?: number;
  giveUpAfterMs?: number;
}

export interface SliceSender {
  /** Queues the next slice; an empty one only ends the recording when it is the last. Ignored after a failure. */
  push(piece: { bytes: Blob | ArrayBuffer; mimeType: string; isLast: boolean }): void;
  /** Slices not yet acknowledged. */
  heldSlices(): number;
  /** Resolves when one more slice may be pushed without holding too many, or when sending is over. */
  untilRoom(): Promise<void>;
  /** Resolves after the last slice is acknowledged, or with the failure. Never rejects. */
  finished: Promise<Result<{ slices: number }, PutFailure>>;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2000;

/** SHA-256 as lower-case hex by WebCrypto (needs a secure context: https, loopback or a protocol marked secure). */
async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Sends slices strictly in order, one at a time, with capped exponential back-off.
 *
 * Says `stalled` when the page has held its limit for `stallAfterMs`, and `drained` when all are acknowledged.
 */
export function createSliceSender(options: SliceSenderOptions): SliceSender {
  const { put, onEvent, timers = pageTimers, hash = sha256Hex, maxHeldSlices = 2, stallAfterMs = 700 } = options;
  const { attemptTimeoutMs = 10_000, giveUpAfterMs = 30_000 } = options;
  const queue: { sequence: number; bytes: Blob | ArrayBuffer; mimeType: string; isLast: boolean }[] = [];
  const { promise: finished, resolve: finish } = Promise.withResolvers<Result<{ slices: number }, PutFailure>>();
  let nextSequence = 0;
  let isSending = false;
  let isStalled = false;
  let isOver = false;
  let isLastQueued = false;
  let cancelStall: (() => void) | undefined;
  let room = Promise.withResolvers<void>();

  function stall(): void {
    cancelStall?.();
    cancelStall = undefined;
    if (isStalled || isOver) return;
    isStalled = true;
    onEvent?.({ kind: 'stalled' });
  }

  function makeRoom(): void {
    room.resolve();
    room = Promise.withResolvers<void>();
  }

  function end(result: Result<{ slices: number }, PutFailure>): void {
    isOver = true;
    cancelStall?.();
    queue.length = 0;
    makeRoom();
    finish(result);
  }

  /** One attempt; resolves with the reason when storage refused it or took too long. */
  async function attemptPut(slice: Slice): Promise<{ reason: string; isFinal: boolean } | undefined> {
    const abort = new AbortController();
    const tooLong = Promise.withResolvers<{ reason: string; isFinal: boolean }>();
    const cancel = timers.after(attemptTimeoutMs, () => {
      abort.abort();
      tooLong.resolve({ reason: `no answer within ${attemptTimeoutMs} ms`, isFinal: false });
    });
    const outcome = put(slice, abort.signal).then(
      () => undefined,
      (error: unknown) => ({
        reason: error instanceof Error ? error.message : String(error),
        isFinal: error instanceof SliceRefusedForGoodError,
      }),
    );
    const refusal = await Promise.race([outcome, tooLong.promise]);
    cancel();
    return refusal;
  }

  /** Sends the head of the queue until it is taken; false when patience ran out. */
  async function sendHead(head: (typeof queue)[number]): Promise<boolean> {
    const bytes = head.bytes instanceof Blob ? await head.bytes.arrayBuffer() : head.bytes;
    const { sequence, mimeType, isLast } = head;
    const slice: Slice = { sequence, bytes, sha256: await hash(bytes), mimeType, isLast };
    const startedAt = timers.now();
    let retryMs = FIRST_RETRY_MS;
    for (let attempt = 1; ; attempt += 1) {
      const refusal = await attemptPut(slice);
      if (refusal === undefined) {
        queue.shift();
        makeRoom();
        cancelStall?.();
        cancelStall = undefined;
        onEvent?.({ kind: 'slice_put', sequence, sizeBytes: bytes.byteLength, heldSlices: queue.length });
        return true;
      }
      const { reason, isFinal } = refusal;
      onEvent?.({ kind: 'put_refused', sequence, attempt, message: reason });
      if (isFinal || timers.now() - startedAt + retryMs > giveUpAfterMs) {
        end(failure({ code: 'put_failed', sequence, attempts: attempt, message: reason }));
        return false;
      }
      const delayMs = retryMs;
      await new Promise<void>((resolve) => {
        timers.after(delayMs, resolve);
      });
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    }
  }

  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let head = queue[0]; head; head = queue[0]) {
      if (!(await sendHead(head))) return;
    }
    isSending = false;
    if (isLastQueued) {
      end(success({ slices: nextSequence }));
      return;
    }
    if (isStalled) {
      isStalled = false;
      onEvent?.({ kind: 'drained' });
    }
  }

  return {
    push(piece) {
      if (isOver) return;
      isLastQueued ||= piece.isLast;
      const sizeBytes = piece.bytes instanceof Blob ? piece.bytes.size : piece.bytes.byteLength;
      if (sizeBytes === 0) {
        void sendAll();
        return;
      }
      queue.push({ sequence: nextSequence, ...piece });
      nextSequence += 1;
      if (queue.length > maxHeldSlices) stall();
      else if (queue.length === maxHeldSlices && !piece.isLast) cancelStall ??= timers.after(stallAfterMs, stall);
      void sendAll();
    },
    heldSlices: () => queue.length,
    async untilRoom() {
      // Ending empties the queue, so that this wait ends with it.
      while (queue.length >= maxHeldSlices) await room.promise;
    },
    finished,
  };
}
