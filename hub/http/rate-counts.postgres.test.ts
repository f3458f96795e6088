import { describe, inject } from 'vitest';
import { openPostgresDatabase } from '../database/postgres-database.ts';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { rateCountsConformance } from './rate-counts.conformance.ts';
import { createRateCounts } from './rate-counts.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  rateCountsConformance('PostgreSQL', async (now) => {
    const url = await emptySchema(serverUrl ?? '');
    const databases = [await openPostgresDatabase(url), await openPostgresDatabase(url)] as const;
    return {
      hubs: [createRateCounts(databases[0], now), createRateCounts(databases[1], now)],
      close: async () => {
        await Promise.all(databases.map((database) => database.close()));
      },
    };
  });
});
