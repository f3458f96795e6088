/** Time for a {@link Bandwidth}; `wait` is cut short by nothing. */
export type BandwidthClock = {
  readonly monotonicMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
};

/** A ceiling that several connections share. */
export type Bandwidth = {
  /** Bytes that may be asked for at once at most. */
  readonly pieceBytes: number;
  /**
   * Resolves when `bytes` may leave.
   * @param rank Lower goes first; but every tenth grant goes to whoever has waited longest, so that nobody waits for ever.
   */
  readonly take: (bytes: number, rank: number) => Promise<void>;
};

/** Unused bandwidth is kept for this long, ms: small enough that any second holds little more than the ceiling. */
const BURST_MS = 100;
const FAIR_EVERY = 10;

const systemTime: BandwidthClock = {
  monotonicMs: () => performance.now(),
  wait: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms).unref();
    }),
};

/**
 * A token bucket: over any time t no more than `bytesPerSecond · (t + 0.1 s)` bytes are granted. It starts empty.
 * @param bytesPerSecond Above 0.
 */
export function createBandwidth(bytesPerSecond: number, clock: BandwidthClock = systemTime): Bandwidth {
  const perMs = bytesPerSecond / 1000;
  const capacity = Math.max(1, perMs * BURST_MS);
  const pieceBytes = Math.max(1, Math.min(16_384, Math.floor(capacity / 2)));
  const waiting: { readonly bytes: number; readonly rank: number; readonly grant: () => void }[] = [];
  let tokens = 0;
  let filledAtMs = clock.monotonicMs();
  let grants = 0;
  let isServing = false;

  function fill(): void {
    const nowMs = clock.monotonicMs();
    tokens = Math.min(capacity, tokens + (nowMs - filledAtMs) * perMs);
    filledAtMs = nowMs;
  }

  /** The queue is in the order of asking; whoever asked first with the lowest rank is next. */
  function nextIndex(): number {
    if (grants % FAIR_EVERY === FAIR_EVERY - 1) return 0;
    let best = 0;
    waiting.forEach(({ rank }, index) => {
      if (rank < (waiting[best]?.rank ?? rank)) best = index;
    });
    return best;
  }

  async function serve(): Promise<void> {
    if (isServing) return;
    isServing = true;
    while (waiting.length > 0) {
      fill();
      const index = nextIndex();
      const entry = waiting[index];
      if (entry === undefined) break;
      if (tokens >= entry.bytes) {
        waiting.splice(index, 1);
        tokens -= entry.bytes;
        grants += 1;
        entry.grant();
      } else {
        // whole milliseconds: a timer of less fires at once, and the loop would spin
        await clock.wait(Math.max(1, Math.ceil((entry.bytes - tokens) / perMs)));
      }
    }
    isServing = false;
  }

  return {
    pieceBytes,
    take: (bytes, rank) => {
      if (bytes > pieceBytes)
        throw new RangeError(`At most ${pieceBytes} bytes can be asked for at once, not ${bytes}.`);
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ bytes, rank, grant: resolve });
      void serve();
      return promise;
    },
  };
}
