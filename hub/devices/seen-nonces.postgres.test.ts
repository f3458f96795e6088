import { describe, inject } from 'vitest';
import { openPostgresDatabase } from '../database/postgres-database.ts';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { seenNoncesConformance } from './seen-nonces.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  seenNoncesConformance('PostgreSQL', async () => {
    const url = await emptySchema(serverUrl ?? '');
    return [await openPostgresDatabase(url), await openPostgresDatabase(url)];
  });
});
