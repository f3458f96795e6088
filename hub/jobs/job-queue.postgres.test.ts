import { afterAll, beforeAll, describe, inject } from 'vitest';
import type { HubDatabase } from '../database/database.ts';
import { openEmptySchema } from '../database/postgres-schema.fake.ts';
import { jobQueueConformance } from './job-queue.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await openEmptySchema(serverUrl ?? '');
  });
  afterAll(() => database.close());

  // one schema for all: making one costs more than the tests
  jobQueueConformance('PostgreSQL', async () => {
    await database.run('delete from queue_jobs');
    return { ...database, close: async () => undefined };
  });
});
