import type { Migration } from '../database.ts';

/** Posts that kiosks wrote themselves are found among all records without reading the others. */
export const findLocalJobs: Migration = {
  version: 910,
  sql: () => `create index records_of_jobs on records (hub_seq) where type = 'job.published';`,
};
