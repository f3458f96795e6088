// @module-tag second-database
import { describe, inject } from 'vitest';
import { openEmptySchema } from '../database/postgres-schema.fake.ts';
import { deviceStoreConformance } from './device-store.conformance.ts';

const serverUrl = inject('postgresUrl');

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  deviceStoreConformance('PostgreSQL', () => openEmptySchema(serverUrl ?? ''));
});
