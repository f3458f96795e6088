import { AnalystReply, type AnalysisError, type SpeechAnalysis } from '#shared/analysis.ts';
import type {
  AnalysisJob,
  AnalysisLog,
  AnalysisLogEntry,
  AnalysisOutcome,
  AnalysisProgress,
  AnalystChild,
  AnalystLauncher,
  ChildExit,
  Timer,
} from './ports.ts';

/** A job is given up after this many lost attempts: a recording that kills the analyst must not block the ones behind it. */
const MAX_ATTEMPTS = 3;
/** Loading takes about .1 s; a kiosk waking from sleep with a cold disk needs more. */
const START_TIMEOUT_MS = 30_000;
/** How long `stop` waits for the child's end to be reported. */
const STOP_WAIT_MS = 5_000;

export interface AnalysisQueueParts {
  readonly launch: AnalystLauncher;
  readonly log: AnalysisLog;
  /** Takes each outcome, one at a time and in order. If it throws, that is logged and the queue goes on. */
  readonly onResult: (outcome: AnalysisOutcome) => void | Promise<void>;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  readonly timer?: Timer;
  /** Wait before the next start, after so many crashes in a row (from 1). */
  readonly backoffMs?: (crashesInRow: number) => number;
  /** How long one attempt at a job may take. */
  readonly timeoutMs?: (job: AnalysisJob) => number;
}

export interface AnalysisQueueState {
  readonly analyst: 'none' | 'starting' | 'ready' | 'working' | 'backing_off' | 'stopped';
  readonly pid: number | null;
  /** Jobs not yet settled, the one in work included. */
  readonly waiting: number;
  readonly workingOn: string | null;
  /** Children lost since the queue was made. */
  readonly crashes: number;
}

export interface AnalysisQueue {
  /** `duplicate`: a job with this id waits already. `stopped`: not taken; give it to the next queue. */
  enqueue(job: AnalysisJob): 'accepted' | 'duplicate' | 'stopped';
  /** Resolves when every job taken so far is settled and delivered, or the queue is stopped. */
  idle(): Promise<void>;
  state(): AnalysisQueueState;
  /** Ends the child. Jobs not settled are dropped without an outcome: the store still lists them as not analysed. */
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

/** 30 s, or half the length of the recording: fifty times what is measured (.01 of its length). */
export function defaultTimeoutMs(job: AnalysisJob): number {
  return Math.max(30_000, 0.5 * (job.durationMs ?? 0));
}

type Phase = 'none' | 'starting' | 'ready' | 'working' | 'backing_off' | 'stopped';

/**
 * Feeds one analyst child with recordings, one at a time, and outlives everything that happens to it.
 *
 * A child that ends, hangs or talks nonsense is replaced after a back-off, and the job it had is tried again, three
 * times in all. A child that cannot start for a known reason (a damaged model) fails the jobs waiting with that reason;
 * the next job tries again.
 */
export function createAnalysisQueue(parts: AnalysisQueueParts): AnalysisQueue {
  const { launch, log, onResult, onProgress } = parts;
  const timer = parts.timer ?? realTimer;
  const backoffMs = parts.backoffMs ?? defaultBackoffMs;
  const timeoutMs = parts.timeoutMs ?? defaultTimeoutMs;

  const waiting: { readonly job: AnalysisJob; attempts: number }[] = [];
  const idleWaiters: (() => void)[] = [];
  let phase: Phase = 'none';
  let child: AnalystChild | null = null;
  let childEnded: Promise<void> = Promise.resolve();
  let callOffTimer: () => void = () => undefined;
  let crashesInRow = 0;
  let crashes = 0;
  let delivering: Promise<void> = Promise.resolve();

  const note = (
    eventId: AnalysisLogEntry['eventId'],
    disposition: AnalysisLogEntry['disposition'],
    detail: AnalysisLogEntry['detail'],
  ): void => log({ eventId, disposition, detail });

  function enter(next: Phase, afterMs?: number, then?: () => void): void {
    callOffTimer();
    phase = next;
    callOffTimer = afterMs === undefined || then === undefined ? () => undefined : timer(afterMs, then);
  }

  /** Does the next thing there is to do, if nothing is going on. */
  function proceed(): void {
    const head = waiting[0];
    if (head === undefined) return;
    if (phase === 'none') startChild();
    else if (phase === 'ready') {
      head.attempts += 1;
      enter('working', timeoutMs(head.job), () => {
        note('analysis_timed_out', 'failure', { id: head.job.id, attempt: head.attempts });
        loseChild({ code: 'analyst_timed_out', message: `No answer for ${timeoutMs(head.job)} ms.` });
      });
      child?.send({ kind: 'analyse', id: head.job.id, pcmPath: head.job.pcmPath });
    }
  }

  function startChild(): void {
    let started: AnalystChild;
    try {
      started = launch.start();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      phase = 'starting';
      loseChild({ code: 'analyst_crashed', message: `The analyst was not started: ${message}` });
      return;
    }
    child = started;
    enter('starting', START_TIMEOUT_MS, () =>
      loseChild({ code: 'analyst_timed_out', message: `The analyst was not ready after ${START_TIMEOUT_MS} ms.` }),
    );
    childEnded = new Promise((resolve) => {
      started.onExit((exit) => {
        note('analyst_ended', 'na', { pid: started.pid ?? null, code: exit.code, signal: exit.signal });
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
    const parsed = AnalystReply.safeParse(value);
    if (!parsed.success) {
      note('analyst_message_refused', 'failure', { reason: parsed.error.message.slice(0, 500) });
      breakOff('The analyst sent a message that is not in the protocol.');
      return;
    }
    const reply = parsed.data;
    if (reply.kind === 'ready' || reply.kind === 'start_failed') {
      if (phase !== 'starting') breakOff(`The analyst sent ${reply.kind} twice.`);
      else if (reply.kind === 'ready') {
        note('analyst_started', 'success', { pid: child?.pid ?? null, model: reply.model.id });
        enter('ready');
        proceed();
      } else refuseAll(reply.error);
      return;
    }
    const head = waiting[0];
    if (phase !== 'working' || head?.job.id !== reply.id) {
      breakOff(`The analyst answered ${reply.id}, which it was not asked.`);
    } else if (reply.kind === 'progress') {
      onProgress?.({ id: reply.id, attempt: head.attempts, doneMs: reply.doneMs, totalMs: reply.totalMs });
    } else {
      crashesInRow = 0;
      enter('ready');
      settleHead(reply.kind === 'analysed' ? { ok: reply.ok } : { error: reply.error });
      proceed();
    }
  }

  /** A known reason not to start: it will not go away by trying again at once. */
  function refuseAll(error: AnalysisError): void {
    note('analyst_start_failed', 'failure', { code: error.code, message: error.message });
    dropChild();
    enter('none');
    for (let left = waiting.length; left > 0; left--) settleHead({ error });
  }

  function childExited({ code, signal }: ChildExit): void {
    const how = signal === null ? `code ${String(code)}` : `signal ${signal}`;
    loseChild({ code: 'analyst_crashed', message: `The analyst ended with ${how}.`, exitCode: code, signal });
  }

  function breakOff(message: string): void {
    loseChild({ code: 'analyst_protocol_broken', message });
  }

  function loseChild(error: AnalysisError): void {
    const hadJob = phase === 'working' || phase === 'starting';
    const head = waiting[0];
    // A child that never got as far as the job still cost it an attempt, or a broken start would be retried for ever.
    if (phase === 'starting' && head !== undefined) head.attempts += 1;
    dropChild();
    crashes += 1;
    crashesInRow += 1;
    if (hadJob && head !== undefined) {
      if (head.attempts >= MAX_ATTEMPTS) settleHead({ error });
      else note('analysis_retried', 'na', { id: head.job.id, attempt: head.attempts, code: error.code });
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

  function settleHead(result: { readonly ok: SpeechAnalysis } | { readonly error: AnalysisError }): void {
    const settled = waiting.shift();
    if (settled === undefined) return;
    const { id } = settled.job;
    const outcome: AnalysisOutcome = { id, attempts: settled.attempts, ...result };
    if ('error' in result) {
      note('analysis_failed', 'failure', { id, attempts: settled.attempts, code: result.error.code });
    } else {
      note('analysis_succeeded', 'success', { id, attempts: settled.attempts });
    }
    delivering = delivering
      .then(() => onResult(outcome))
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        note('analysis_result_not_taken', 'failure', { id, message });
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
      analyst: phase,
      pid: child?.pid ?? null,
      waiting: waiting.length,
      workingOn: phase === 'working' ? (waiting[0]?.job.id ?? null) : null,
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
