// @module-tag second-database
import { describe, inject } from 'vitest';
import { emptySchema } from '../database/postgres-schema.fake.ts';
import { candidatesConformance } from './candidates.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  candidatesConformance('PostgreSQL', () => emptySchema(serverUrl ?? ''));
});
