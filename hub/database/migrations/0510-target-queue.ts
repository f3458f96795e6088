import type { Migration } from '../database.ts';

/** Which connector a piece of work is for, so that head office sees what waits for each. */
export const targetQueue: Migration = {
  version: 510,
  sql: () => `
    alter table queue_jobs add column target text; -- id of a connector; null for what is for none
    update queue_jobs set target = (
      select c.id from connectors c
      where substr(queue_jobs.unique_key, 1, length('result.hand_over:' || c.id || ':')) = 'result.hand_over:' || c.id || ':')
      where kind = 'result.hand_over';
    create index queue_jobs_by_target on queue_jobs (target, state, finished_at) where target is not null;
  `,
};
