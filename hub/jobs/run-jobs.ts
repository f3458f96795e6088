import type { HubLog } from '../http/hub-log.ts';
import { HANDLER_LIMIT_MS, type ClaimedJob, type JobOutcome, type JobQueue } from './job-queue.ts';
import { startWorkLoop } from './work-loop.ts';

/** Does the work of one kind. Foreseen failures are outcomes; an error is taken as one that may pass. */
export type JobHandler = (job: ClaimedJob, signal: AbortSignal) => Promise<JobOutcome>;

export type JobRunner = {
  /** Looks for work soon; returns at once. Call it after the commit that enqueued some. */
  readonly wake: () => void;
  /** Resolves when nothing that is due is left for these handlers. */
  readonly idle: () => Promise<void>;
  /** Lets the job in hand end; what it is doing is told to stop. */
  readonly close: () => Promise<void>;
};

const POLL_MS = 1000;

/** Works through the queue, one job at a time. Several runners, in one process or in many, share the work. */
export function runJobs(parts: {
  readonly queue: JobQueue;
  readonly handlers: ReadonlyMap<string, JobHandler>;
  readonly log: HubLog;
}): JobRunner {
  const { queue, handlers, log } = parts;
  const kinds = [...handlers.keys()];

  async function run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const job = await queue.claim(kinds);
      if (job === null) return;
      const outcome = await attempt(job, stop);
      const isNoted = await queue.settle(job, outcome);
      log('job_attempted', {
        id: job.id,
        kind: job.kind,
        attempt: job.attempt,
        outcome: isNoted ? outcome.kind : 'lease_lost',
      });
    }
  }

  async function attempt(job: ClaimedJob, stop: AbortSignal): Promise<JobOutcome> {
    const handler = handlers.get(job.kind);
    if (handler === undefined) throw new Error(`There is no handler for ${job.kind}.`);
    try {
      return await handler(job, AbortSignal.any([stop, AbortSignal.timeout(HANDLER_LIMIT_MS)]));
    } catch (error) {
      // its text may hold anything, an address with a key too: it stays in this process
      log('job_failed', { id: job.id, kind: job.kind, name: error instanceof Error ? error.name : 'unknown' });
      return {
        kind: 'transient',
        detail: {
          'zh-CN': '处理时出现意外错误，稍后会自动重试。',
          en: 'Something unforeseen went wrong; it is tried again by itself.',
        },
      };
    }
  }

  const loop = startWorkLoop({
    run,
    pollMs: POLL_MS,
    onFailure: (error) => log('queue_not_run', { message: String(error) }),
  });
  return { wake: loop.wake, idle: loop.caughtUp, close: loop.close };
}
