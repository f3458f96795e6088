import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { QueueJob, type QueueQuery } from '#shared/hub/queue.ts';
import { Localized } from '#shared/localized.ts';
import { placeholders, type HubDatabase, type Queries, type SqlValue } from '../database/database.ts';
import { ProblemError, refusal } from '../http/problem.ts';

/** A handler is stopped after this time; the lease is longer, so that nobody else starts while it may still be at work. */
export const HANDLER_LIMIT_MS = 2 * 60_000;
const LEASE_MS = 5 * 60_000;
/** About five days in all: the first again after half a minute, later every twelve hours. */
const MAX_ATTEMPTS = 20;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 12 * 60 * 60_000;

export type NewJob = {
  readonly kind: string;
  /** The same effect, whoever asks for it and how often: one job for ever. */
  readonly uniqueKey: string;
  /** The candidate it is about; a deletion empties what waits. */
  readonly subject: string | null;
  /** The connector it goes to; null for none. */
  readonly target?: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Not before this time has passed; at once unless told. */
  readonly delayMs?: number;
};

/** A job in the hands of one worker. */
export type ClaimedJob = {
  readonly id: number;
  readonly kind: string;
  readonly uniqueKey: string;
  readonly subject: string | null;
  readonly payload: unknown;
  /** 1 for the first. */
  readonly attempt: number;
  readonly leaseToken: string;
};

/** What came of one attempt. `detail` is a sentence for a person: no trace, no secret. */
export type JobOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'transient'; readonly detail: Localized; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'fatal'; readonly detail: Localized };

/**
 * Work that must happen outside of the database, durably.
 *
 * It is enqueued in the transaction of the decision that it follows from: both or neither. A handler may be killed after its effect and before
 * its end is noted, and is then run again: it hands `uniqueKey` to the target, which makes it one effect as far as the target goes.
 */
export type JobQueue = {
  /** False: there is one with this key already, in whatever state. */
  readonly enqueue: (queries: Queries, job: NewJob) => Promise<boolean>;
  /** The next job of one of these kinds that is due, for nobody else meanwhile; null for none. */
  readonly claim: (kinds: readonly string[]) => Promise<ClaimedJob | null>;
  /** Notes what came of it. False: the lease ran out and somebody else has it; nothing was noted. */
  readonly settle: (job: ClaimedJob, outcome: JobOutcome) => Promise<boolean>;
  /** A person tries a dead job again. @throws {ProblemError} `not_found`, `conflict` */
  readonly retry: (queries: Queries, id: number) => Promise<QueueJob>;
  /** A person gives up a job that waits or is dead. @throws {ProblemError} `not_found`, `conflict` */
  readonly cancel: (queries: Queries, id: number) => Promise<QueueJob>;
  readonly list: (query: QueueQuery) => Promise<QueueJob[]>;
  /** Empties jobs about these candidates and cancels what has not run. Returns how many. */
  readonly forget: (queries: Queries, subjects: readonly string[]) => Promise<number>;
};

const ClaimRow = z.object({
  id: z.int(),
  kind: z.string(),
  uniqueKey: z.string(),
  subject: z.string().nullable(),
  payload: z.string(),
  attempt: z.int(),
});
const JobRow = QueueJob.omit({ lastError: true }).extend({ lastError: z.string().nullable() });

const SELECT = `select job_seq "id", kind, unique_key "uniqueKey", subject, target, state, attempts, run_at "runAt", created_at "createdAt",
  finished_at "finishedAt", last_error "lastError" from queue_jobs`;

/** The queue in the hub's own database, the same on both engines. @param random 0 ≤ r < 1, spreads retries */
export function createJobQueue(parts: {
  readonly database: HubDatabase;
  readonly now: () => Date;
  readonly random: () => number;
}): JobQueue {
  const { database, now, random } = parts;
  const inMs = (ms: number): string => new Date(now().getTime() + ms).toISOString();

  return {
    enqueue: async (queries, { kind, uniqueKey, subject, target = null, payload, delayMs = 0 }) => {
      const at = now().toISOString();
      const added = await queries.run(
        `insert into queue_jobs (kind, unique_key, subject, target, payload, state, attempts, set_at, run_at, created_at)
         values (?, ?, ?, ?, ?, 'waiting', 0, ?, ?, ?) on conflict (unique_key) do nothing`,
        kind,
        uniqueKey,
        subject,
        target,
        JSON.stringify(payload),
        at,
        delayMs === 0 ? at : inMs(delayMs),
        at,
      );
      return added === 1;
    },

    claim: async (kinds) => {
      if (kinds.length === 0) return null;
      const at = now().toISOString();
      // `set_at` far in the future: the clock was set back since, and waiting for it to catch up could take for ever. Clocks of several
      // hubs may differ by less than a lease.
      const due = `((state = 'waiting' and (run_at <= ? or set_at > ?)) or (state = 'running' and (lease_until <= ? or set_at > ?)))
        and kind in ${placeholders(1, kinds.length)}`;
      const values = [at, inMs(LEASE_MS), at, inMs(LEASE_MS), ...kinds];
      if ((await database.get(`select 1 "one" from queue_jobs where ${due} limit 1`, ...values)) === undefined)
        return null;
      return database.transaction(async (queries) => {
        const leaseToken = randomUUID();
        const row = await queries.get(
          `update queue_jobs set state = 'running', attempts = attempts + 1, lease_token = ?, lease_until = ?, set_at = ?
           where job_seq = (select job_seq from queue_jobs where ${due} order by run_at, job_seq limit 1)
           returning job_seq "id", kind, unique_key "uniqueKey", subject, payload, attempts "attempt"`,
          leaseToken,
          inMs(LEASE_MS),
          at,
          ...values,
        );
        if (row === undefined) return null;
        const { payload, ...job } = ClaimRow.parse(row);
        return { ...job, payload: JSON.parse(payload), leaseToken };
      });
    },

    settle: async (job, outcome) => {
      const at = now().toISOString();
      const isDead = outcome.kind === 'fatal' || (outcome.kind === 'transient' && job.attempt >= MAX_ATTEMPTS);
      const where = `where job_seq = ? and lease_token = ? and state = 'running'`;
      if (outcome.kind === 'done') {
        const changed = await database.run(
          `update queue_jobs set state = 'done', payload = '{}', finished_at = ?, last_error = null, lease_token = null ${where}`,
          at,
          job.id,
          job.leaseToken,
        );
        return changed === 1;
      }
      const changed = await database.run(
        `update queue_jobs set state = ?, run_at = ?, set_at = ?, finished_at = ?, last_error = ?, lease_token = null ${where}`,
        isDead ? 'dead' : 'waiting',
        isDead ? at : inMs(delayOf(job.attempt, outcome, random)),
        at,
        isDead ? at : null,
        JSON.stringify(outcome.detail),
        job.id,
        job.leaseToken,
      );
      return changed === 1;
    },

    retry: async (queries, id) => {
      const at = now().toISOString();
      const changed = await queries.run(
        `update queue_jobs set state = 'waiting', attempts = 0, run_at = ?, set_at = ?, finished_at = null
         where job_seq = ? and state in ('dead', 'waiting')`,
        at,
        at,
        id,
      );
      return changedJob(queries, id, changed);
    },

    cancel: async (queries, id) => {
      const changed = await queries.run(
        `update queue_jobs set state = 'cancelled', payload = '{}', finished_at = ? where job_seq = ? and state in ('dead', 'waiting')`,
        now().toISOString(),
        id,
      );
      return changedJob(queries, id, changed);
    },

    list: async (query) => {
      const where = ['1 = 1'];
      const values: SqlValue[] = [];
      const add = (condition: string, value: SqlValue | undefined, times = 1) => {
        if (value === undefined) return;
        where.push(condition);
        for (let each = 0; each < times; each += 1) values.push(value);
      };
      add('state = ?', query.state);
      add('kind = ?', query.kind);
      add('target = ?', query.target);
      add('subject in (select id from candidates where id = ? or merged_into = ?)', query.subject, 2);
      add('job_seq < ?', query.cursor === undefined ? undefined : Number(query.cursor));
      const rows = await database.all(
        `${SELECT} where ${where.join(' and ')} order by job_seq desc limit ?`,
        ...values,
        query.limit + 1,
      );
      return rows.map(jobIn);
    },

    forget: async (queries, subjects) => {
      if (subjects.length === 0) return 0;
      // what is running just now ends by itself: its lease is gone, so its end changes nothing here
      return queries.run(
        `update queue_jobs set payload = '{}', last_error = null, lease_token = null,
           finished_at = coalesce(finished_at, ?), state = case when state = 'done' then state else 'cancelled' end
         where subject in ${placeholders(1, subjects.length)}`,
        now().toISOString(),
        ...subjects,
      );
    },
  };
}

/** Doubles from half a minute to twelve hours, between half and all of it; never before the target's own word. */
function delayOf(
  attempt: number,
  outcome: { readonly retryAfterMs?: number | undefined },
  random: () => number,
): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return Math.max(full / 2 + (full / 2) * random(), outcome.retryAfterMs ?? 0);
}

function jobIn(row: unknown): QueueJob {
  const { lastError, ...job } = JobRow.parse(row);
  return { ...job, lastError: lastError === null ? null : Localized.parse(JSON.parse(lastError)) };
}

async function changedJob(queries: Queries, id: number, changed: number): Promise<QueueJob> {
  const row = await queries.get(`${SELECT} where job_seq = ?`, id);
  if (row === undefined) throw new ProblemError('not_found');
  const job = jobIn(row);
  if (changed === 0) throw refusal('queue_job_elsewhere', { state: job.state });
  return job;
}
