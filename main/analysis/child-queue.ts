import type {
  Child,
  ChildExit,
  ChildLauncher,
  ChildLog,
  ChildLogEntry,
  ChildName,
  ChildOutcome,
  ChildProgress,
  ChildWork,
  Timer,
} from './ports.ts';

/** A job is given up after this many lost attempts: a recording that kills the child must not block the ones behind it. */
const MAX_ATTEMPTS = 3;
/** Loading takes about .1 s; a kiosk waking from sleep with a cold disk needs more. */
const START_TIMEOUT_MS = 30_000;
/** How long `stop` waits for the child's end to be reported. */
const STOP_WAIT_MS = 5_000;

/** What a child said, once it is known to be in the protocol. */
export type ChildMessage<Value, Failure> =
  /** `model` is for the log; null when the child loads models as they are asked for. */
  | { readonly kind: 'ready'; readonly model: string | null }
  | { readonly kind: 'start_failed'; readonly error: Failure }
  | { readonly kind: 'progress'; readonly id: string; readonly doneMs: number; readonly totalMs: number }
  | { readonly kind: 'done'; readonly id: string; readonly ok: Value }
  | { readonly kind: 'failed'; readonly id: string; readonly error: Failure };

/** The least a failure says. `message` is for the log and a technician. */
export interface ChildFailure {
  readonly code: string;
  readonly message: string;
}

/** How a child was lost: the ending of the failure's code. */
export type ChildLoss = 'crashed' | 'timed_out' | 'protocol_broken';

/** What the queue must know about one kind of child. A job may be one of several kinds: `request` and `parse` tell them apart. */
export interface ChildProtocol<Job extends { readonly id: string }, Request extends object, Value, Failure> {
  readonly name: ChildName;
  readonly work: ChildWork;
  /** A reason to fail this job without troubling the child, or null. */
  refuse?(job: Job): Failure | null;
  /** Asked when the job's turn has come, once for each attempt; a promise where something must be read first. */
  request(job: Job): Request | Promise<Request>;
  /** How it is told that a promise of `request` rejected: the job's failure, not the child's. */
  requestFailure(error: unknown): Failure;
  /** @throws Error for anything that is not in the protocol; its message goes to the log */
  parse(value: unknown): ChildMessage<Value, Failure>;
  /** @param exit how the process ended, where it did */
  failure(loss: ChildLoss, message: string, exit?: ChildExit): Failure;
  /** How long one attempt at a job may take, making its request included. */
  timeoutMs(job: Job): number;
}

export interface ChildQueueParts<Request extends object, Value, Failure> {
  readonly launch: ChildLauncher<Request>;
  readonly log: ChildLog;
  /** Takes each outcome, one at a time and in order. If it throws, that is logged and the queue goes on. */
  readonly onResult: (outcome: ChildOutcome<Value, Failure>) => void | Promise<void>;
  readonly onProgress?: (progress: ChildProgress) => void;
  readonly timer?: Timer;
  /** Wait before the next start, after so many crashes in a row (from 1). */
  readonly backoffMs?: (crashesInRow: number) => number;
}

export interface ChildQueueState {
  readonly child: Phase;
  readonly pid: number | null;
  /** Jobs not yet settled, the one in work included. */
  readonly waiting: number;
  readonly workingOn: string | null;
  /** Children lost since the queue was made. */
  readonly crashes: number;
}

export interface ChildQueue<Job> {
  /** `duplicate`: a job with this id waits already. `stopped`: not taken; give it to the next queue. */
  enqueue(job: Job): 'accepted' | 'duplicate' | 'stopped';
  /** Resolves when every job taken so far is settled and delivered, or the queue is stopped. */
  idle(): Promise<void>;
  state(): ChildQueueState;
  /** Ends the child. Jobs not settled are dropped without an outcome: the store still lists them as not done. */
  stop(): Promise<void>;
}

/** Every `setTimeout` of the queue; a test passes its own. */
const realTimer: Timer = (delayMs, run) => {
  const handle = setTimeout(run, delayMs);
  return () => clearTimeout(handle);
};

/** .25 s, .5 s, 1 s … at most 30 s. One child on one machine: nobody to be out of step with, so no jitter. */
export function defaultBackoffMs(crashesInRow: number): number {
  return Math.min(30_000, 250 * 2 ** Math.min(crashesInRow - 1, 10));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `reading`: the request of a job is being made; the child knows nothing of it yet. */
type Phase = 'none' | 'starting' | 'ready' | 'reading' | 'working' | 'backing_off' | 'stopped';

/**
 * Feeds one child process with jobs, one at a time, and outlives everything that happens to it.
 *
 * A child that ends, hangs or talks nonsense is replaced after a back-off, and the job it had is tried again, three
 * times in all. A child that cannot start for a known reason (a damaged model) fails the jobs waiting with that reason;
 * the next job tries again.
 */
export function createChildQueue<
  Job extends { readonly id: string },
  Request extends object,
  Value,
  Failure extends ChildFailure,
>(
  protocol: ChildProtocol<Job, Request, Value, Failure>,
  parts: ChildQueueParts<Request, Value, Failure>,
): ChildQueue<Job> {
  const { launch, log, onResult, onProgress } = parts;
  const timer = parts.timer ?? realTimer;
  const backoffMs = parts.backoffMs ?? defaultBackoffMs;
  const { name, work } = protocol;

  const waiting: { readonly job: Job; attempts: number }[] = [];
  const idleWaiters: (() => void)[] = [];
  let phase: Phase = 'none';
  let child: Child<Request> | null = null;
  let childEnded: Promise<void> = Promise.resolve();
  let callOffTimer: () => void = () => undefined;
  let crashesInRow = 0;
  let crashes = 0;
  let delivering: Promise<void> = Promise.resolve();

  const note = (
    eventId: ChildLogEntry['eventId'],
    disposition: ChildLogEntry['disposition'],
    detail: ChildLogEntry['detail'],
  ): void => log({ eventId, disposition, detail });

  function enter(next: Phase, afterMs?: number, then?: () => void): void {
    callOffTimer();
    phase = next;
    callOffTimer = afterMs === undefined || then === undefined ? () => undefined : timer(afterMs, then);
  }

  /** Does the next thing there is to do, if nothing is going on. */
  function proceed(): void {
    const head = waiting[0];
    if (head === undefined || (phase !== 'none' && phase !== 'ready')) return;
    const refusal = protocol.refuse?.(head.job) ?? null;
    if (refusal !== null) {
      settleHead({ error: refusal });
      proceed();
    } else if (phase === 'none') startChild();
    else {
      head.attempts += 1;
      const limitMs = protocol.timeoutMs(head.job);
      enter('reading', limitMs, () => {
        note(`${work}_timed_out`, 'failure', { id: head.job.id, attempt: head.attempts });
        loseChild(protocol.failure('timed_out', `No answer for ${limitMs} ms.`));
      });
      const request = protocol.request(head.job);
      if (request instanceof Promise) void sendWhenRead(head.job.id, request, child);
      else send(request);
    }
  }

  /** The time limit goes on: it is that of the whole attempt. */
  function send(request: Request): void {
    phase = 'working';
    child?.send(request);
  }

  /** @param asker the child the request is made for; when it is lost meanwhile, the request is made again for the next one */
  async function sendWhenRead(id: string, request: Promise<Request>, asker: Child<Request> | null): Promise<void> {
    const result = await request.then(
      (ok) => ({ ok }),
      (error: unknown) => ({ error: protocol.requestFailure(error) }),
    );
    if ('error' in result) {
      const { code, message } = result.error;
      note(`${work}_not_read`, 'failure', { id, code, message });
    }
    if (child !== asker || phase !== 'reading') return;
    if ('ok' in result) send(result.ok);
    else {
      enter('ready');
      settleHead(result);
      proceed();
    }
  }

  function startChild(): void {
    let started: Child<Request>;
    try {
      started = launch.start();
    } catch (error) {
      phase = 'starting';
      loseChild(protocol.failure('crashed', `The ${name} was not started: ${messageOf(error)}`));
      return;
    }
    child = started;
    enter('starting', START_TIMEOUT_MS, () =>
      loseChild(protocol.failure('timed_out', `The ${name} was not ready after ${START_TIMEOUT_MS} ms.`)),
    );
    childEnded = new Promise((resolve) => {
      started.onExit((exit) => {
        note(`${name}_ended`, 'na', { pid: started.pid ?? null, code: exit.code, signal: exit.signal });
        resolve();
        if (child === started) childExited(exit);
      });
    });
    started.onMessage((value) => {
      // A child that was given up may still have words on the way.
      if (child === started) receive(value);
    });
  }

  function receive(value: unknown): void {
    let reply: ChildMessage<Value, Failure>;
    try {
      reply = protocol.parse(value);
    } catch (error) {
      note(`${name}_message_refused`, 'failure', { reason: messageOf(error).slice(0, 500) });
      breakOff(`The ${name} sent a message that is not in the protocol.`);
      return;
    }
    if (reply.kind === 'ready' || reply.kind === 'start_failed') {
      if (phase !== 'starting') breakOff(`The ${name} sent ${reply.kind} twice.`);
      else if (reply.kind === 'ready') {
        note(`${name}_started`, 'success', { pid: child?.pid ?? null, model: reply.model });
        enter('ready');
        proceed();
      } else refuseAll(reply.error);
      return;
    }
    const head = waiting[0];
    if (phase !== 'working' || head?.job.id !== reply.id) {
      breakOff(`The ${name} answered ${reply.id}, which it was not asked.`);
    } else if (reply.kind === 'progress') {
      onProgress?.({ id: reply.id, attempt: head.attempts, doneMs: reply.doneMs, totalMs: reply.totalMs });
    } else {
      crashesInRow = 0;
      enter('ready');
      settleHead(reply.kind === 'done' ? { ok: reply.ok } : { error: reply.error });
      proceed();
    }
  }

  /** A known reason not to start: it will not go away by trying again at once. */
  function refuseAll(error: Failure): void {
    note(`${name}_start_failed`, 'failure', { code: error.code, message: error.message });
    dropChild();
    enter('none');
    for (let left = waiting.length; left > 0; left--) settleHead({ error });
  }

  function childExited(exit: ChildExit): void {
    const { code, signal } = exit;
    const how = signal === null ? `code ${String(code)}` : `signal ${signal}`;
    loseChild(protocol.failure('crashed', `The ${name} ended with ${how}.`, exit));
  }

  function breakOff(message: string): void {
    loseChild(protocol.failure('protocol_broken', message));
  }

  function loseChild(error: Failure): void {
    const hadJob = phase === 'reading' || phase === 'working' || phase === 'starting';
    const head = waiting[0];
    // A child that never got as far as the job still cost it an attempt, or a broken start would be retried for ever.
    if (phase === 'starting' && head !== undefined) head.attempts += 1;
    dropChild();
    crashes += 1;
    crashesInRow += 1;
    if (hadJob && head !== undefined) {
      if (head.attempts >= MAX_ATTEMPTS) settleHead({ error });
      else note(`${work}_retried`, 'na', { id: head.job.id, attempt: head.attempts, code: error.code });
    }
    enter('backing_off', backoffMs(crashesInRow), () => {
      enter('none');
      proceed();
    });
  }

  function dropChild(): void {
    const dropped = child;
    child = null;
    dropped?.kill();
  }

  function settleHead(result: { readonly ok: Value } | { readonly error: Failure }): void {
    const settled = waiting.shift();
    if (settled === undefined) return;
    const { id } = settled.job;
    const outcome: ChildOutcome<Value, Failure> = { id, attempts: settled.attempts, ...result };
    if ('error' in result) {
      note(`${work}_failed`, 'failure', { id, attempts: settled.attempts, code: result.error.code });
    } else {
      note(`${work}_succeeded`, 'success', { id, attempts: settled.attempts });
    }
    delivering = delivering
      .then(() => onResult(outcome))
      .catch((error: unknown) => {
        note(`${work}_result_not_taken`, 'failure', { id, message: messageOf(error) });
      })
      .then(wakeIdleWaiters);
  }

  function wakeIdleWaiters(): void {
    if (waiting.length > 0) return;
    for (const wake of idleWaiters.splice(0)) wake();
  }

  return {
    enqueue(job) {
      if (phase === 'stopped') return 'stopped';
      if (waiting.some((queued) => queued.job.id === job.id)) return 'duplicate';
      waiting.push({ job, attempts: 0 });
      proceed();
      return 'accepted';
    },
    async idle() {
      if (waiting.length > 0) await new Promise<void>((resolve) => idleWaiters.push(resolve));
      await delivering;
    },
    state: () => ({
      child: phase,
      pid: child?.pid ?? null,
      waiting: waiting.length,
      workingOn: phase === 'reading' || phase === 'working' ? (waiting[0]?.job.id ?? null) : null,
      crashes,
    }),
    async stop() {
      enter('stopped');
      waiting.length = 0;
      dropChild();
      wakeIdleWaiters();
      await delivering;
      let giveUp: () => void = () => undefined;
      const givenUp = new Promise<void>((resolve) => {
        giveUp = timer(STOP_WAIT_MS, resolve);
      });
      await Promise.race([childEnded, givenUp]);
      giveUp();
    },
  };
}
