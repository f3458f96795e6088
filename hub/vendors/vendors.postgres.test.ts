// @module-tag second-database
import { describe, inject } from 'vitest';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { vendorsConformance } from './vendors.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  vendorsConformance('PostgreSQL', () => emptySchema(serverUrl ?? ''));
});
