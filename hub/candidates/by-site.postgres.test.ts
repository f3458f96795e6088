// @module-tag second-database
import { describe, inject } from 'vitest';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { bySiteConformance } from './by-site.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  bySiteConformance('PostgreSQL', () => emptySchema(serverUrl ?? ''));
});
