import { createMicrophoneBatches, type MicrophoneBatches } from './microphone-batches.ts';
import type {
  Microphone,
  MicrophoneEvent,
  MicrophoneFailure,
  MicrophoneGap,
  MicrophoneRecording,
  MicrophoneSink,
  MicrophoneState,
  PcmBatch,
} from './microphone-port.ts';

/** One opening of the device, until it is closed or fails. */
export interface MicrophoneTake {
  /** Closes the device; nothing is reported afterwards. Resolves when somebody else may open it. */
  readonly close: () => Promise<void>;
}

export interface TakeListener {
  /** Once, before the first bytes. */
  readonly opened: () => void;
  readonly bytes: (chunk: Uint8Array) => void;
  /** Samples were lost because nobody read in time. */
  readonly overrun: (durationMs: number) => void;
  /** Once, and the last word: the device could not be opened, or is gone. */
  readonly failed: (failure: MicrophoneFailure) => void;
}

export type OpenTake = (listener: TakeListener) => MicrophoneTake;

export interface MicrophoneClock {
  /** Milliseconds of a clock that is never set. */
  readonly nowMs: () => number;
  /** Calls back once; returns how to cancel. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

export const DEFAULT_BACK_OFF_MS: readonly number[] = [250, 500, 1000, 2000, 4000];
/** A device that worked this long has earned the whole row of tries again. */
const HEALTHY_MS = 10_000;

interface Recording {
  readonly batches: MicrophoneBatches;
  readonly delivered: () => MicrophoneRecording;
  /** Settles when the sink has taken everything handed out so far. */
  readonly written: () => Promise<void>;
}

function createRecording(
  sink: MicrophoneSink,
  emit: (event: MicrophoneEvent) => void,
  onSinkFailure: (error: unknown) => void,
): Recording {
  let written: Promise<void> = Promise.resolve();
  let isBroken = false;
  let samples = 0;
  let batches = 0;
  const write = async (batch: PcmBatch) => {
    if (isBroken) return;
    try {
      await sink(batch);
      samples += batch.samples.length;
      batches += 1;
    } catch (error) {
      isBroken = true;
      onSinkFailure(error);
    }
  };
  return {
    batches: createMicrophoneBatches({
      batch: (batch) => {
        written = written.then(() => write(batch));
      },
      level: (level) => emit({ kind: 'level', level }),
    }),
    delivered: () => ({ samples, batches }),
    written: () => written,
  };
}

/**
 * A {@link Microphone} over anything that can be opened: pauses by closing, tries a lost device again, marks what is
 * missing. The first opening is tried once, so that whoever waits for it hears of a failure at once.
 */
export function superviseMicrophone(parts: {
  openTake: OpenTake;
  clock: MicrophoneClock;
  /** Waits before each try to get a lost device back; when they are used up the microphone has failed. */
  backOffMs?: readonly number[];
}): Microphone {
  const { openTake, clock, backOffMs = DEFAULT_BACK_OFF_MS } = parts;
  const listeners = new Set<(event: MicrophoneEvent) => void>();
  const emit = (event: MicrophoneEvent) => listeners.forEach((listener) => listener(event));

  let state: MicrophoneState = 'idle';
  let recording: Recording | undefined;
  let take: MicrophoneTake | undefined;
  let closing: Promise<void> = Promise.resolve();
  /** Counts openings: what an earlier one still reports is not heard. */
  let generation = 0;
  let attempts = 0;
  let openedAtMs = 0;
  let missing: { reason: MicrophoneGap['reason']; sinceMs: number } | undefined;
  let cancelRetry: () => void = () => undefined;
  /** Whoever waits in `start` or `resume`, and where to go back to when the device cannot be opened. */
  let opening: { settle: (failure: MicrophoneFailure | undefined) => void; otherwise: MicrophoneState } | undefined;

  const close = (reason: MicrophoneGap['reason']) => {
    generation += 1;
    cancelRetry();
    const closed = take?.close();
    take = undefined;
    if (closed !== undefined) closing = closed;
    recording?.batches.flush();
    missing ??= { reason, sinceMs: clock.nowMs() };
    return closing;
  };
  const answer = (failure: MicrophoneFailure | undefined) => {
    const waiting = opening;
    opening = undefined;
    waiting?.settle(failure);
  };

  const onFailure = (failure: MicrophoneFailure) => {
    if (state === 'recording' && clock.nowMs() - openedAtMs >= HEALTHY_MS) attempts = 0;
    void close('restarted');
    const delayMs = backOffMs[attempts];
    const willRetry = opening === undefined && delayMs !== undefined && failure.code !== 'recorder_missing';
    if (willRetry) {
      attempts += 1;
      state = 'restarting';
      const expected = generation;
      cancelRetry = clock.after(delayMs, () => void open(expected));
    } else {
      state = opening?.otherwise ?? 'failed';
    }
    emit({ kind: 'failed', failure, willRetry });
    answer(failure);
  };

  /** Opens the device once the last opening is closed, unless something else was asked for meanwhile. */
  const open = async (expected: number): Promise<void> => {
    await closing;
    if (generation !== expected) return;
    const isCurrent = () => generation === expected;
    take = openTake({
      opened() {
        if (!isCurrent()) return;
        const isRestart = state === 'restarting';
        openedAtMs = clock.nowMs();
        const gapMs = missing === undefined ? 0 : openedAtMs - missing.sinceMs;
        if (missing !== undefined) recording?.batches.markGap({ reason: missing.reason, durationMs: gapMs });
        missing = undefined;
        state = 'recording';
        emit(isRestart ? { kind: 'restarted', attempts, gapMs } : { kind: 'started' });
        answer(undefined);
      },
      bytes(chunk) {
        if (isCurrent()) recording?.batches.push(chunk);
      },
      overrun(durationMs) {
        if (isCurrent()) recording?.batches.markGap({ reason: 'overrun', durationMs });
      },
      failed(failure) {
        if (isCurrent()) onFailure(failure);
      },
    });
  };

  const openForCaller = (otherwise: MicrophoneState) => {
    generation += 1;
    attempts = 0;
    state = 'starting';
    const result = new Promise<MicrophoneFailure | undefined>((resolve) => {
      opening = { settle: resolve, otherwise };
    });
    void open(generation);
    return result;
  };

  const onSinkFailure = (error: unknown) => {
    void close('restarted');
    state = 'failed';
    const message = error instanceof Error ? error.message : String(error);
    const failure: MicrophoneFailure = { code: 'sink_failed', message, stderrTail: '' };
    emit({ kind: 'failed', failure, willRetry: false });
    answer(failure);
  };

  return {
    state: () => state,
    async start(sink) {
      if (state !== 'idle' && state !== 'failed') throw new Error(`The microphone is already in use (${state}).`);
      await recording?.written();
      missing = undefined;
      recording = createRecording(sink, emit, onSinkFailure);
      return openForCaller('failed');
    },
    async pause() {
      if (state === 'idle' || state === 'paused') return;
      state = 'paused';
      answer(undefined);
      await close('paused');
    },
    async resume() {
      if (state !== 'paused' && state !== 'failed') return undefined;
      return openForCaller(state);
    },
    async stop() {
      const ended = recording;
      if (ended === undefined) return { samples: 0, batches: 0 };
      state = 'idle';
      answer(undefined);
      await close('paused');
      await ended.written();
      if (recording === ended) recording = undefined;
      return ended.delivered();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
