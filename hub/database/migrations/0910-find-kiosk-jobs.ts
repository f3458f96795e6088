import type { Migration } from '../database.ts';

/** Jobs that were written at a kiosk are found among its records. */
export const findKioskJobs: Migration = {
  version: 910,
  sql: () => `create index records_of_kiosk_jobs on records (device_id, hub_seq) where type = 'job.published';`,
};
