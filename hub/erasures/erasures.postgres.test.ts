// @module-tag second-database
import { describe, inject } from 'vitest';
import { openEmptySchema } from '../database/postgres-schema.fake.ts';
import { erasuresConformance } from './erasures.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  erasuresConformance('PostgreSQL', () => openEmptySchema(serverUrl ?? ''));
});
