import type { Migration } from '../database.ts';

/** Work that leaves the hub: enqueued in the transaction of the decision it follows from. */
export const createQueue: Migration = {
  version: 430,
  sql: (dialect) => `
    create table queue_jobs (
      job_seq ${dialect.identity},
      kind text not null,
      unique_key text not null unique,
      subject text,
      payload text not null,
      state text not null check (state in ('waiting', 'running', 'done', 'dead', 'cancelled')),
      attempts ${dialect.integer} not null,
      set_at text not null,
      run_at text not null,
      lease_token text,
      lease_until text,
      created_at text not null,
      finished_at text,
      last_error text
    )${dialect.strict};
    create index queue_jobs_due on queue_jobs (run_at, job_seq) where state in ('waiting', 'running');
    create index queue_jobs_by_state on queue_jobs (state, job_seq);
    create index queue_jobs_by_subject on queue_jobs (subject) where subject is not null;
  `,
};
