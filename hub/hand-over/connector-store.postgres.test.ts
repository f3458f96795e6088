// @module-tag second-database
import { describe, inject } from 'vitest';
import { openEmptySchema } from '../database/postgres-schema.fake.ts';
import { connectorStoreConformance } from './connector-store.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  connectorStoreConformance('PostgreSQL', () => openEmptySchema(serverUrl ?? ''));
});
