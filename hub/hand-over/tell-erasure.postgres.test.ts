// @module-tag second-database
import { describe, inject } from 'vitest';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { tellErasureConformance } from './tell-erasure.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  tellErasureConformance('PostgreSQL', () => emptySchema(serverUrl ?? ''));
});
