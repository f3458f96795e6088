// @module-tag second-database
import { describe, inject } from 'vitest';
import { openEmptySchema } from '../database/postgres-schema.fake.ts';
import { publicationStoreConformance } from './publication-store.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  publicationStoreConformance('PostgreSQL', () => openEmptySchema(serverUrl ?? ''));
});
