import { afterAll, describe, inject } from 'vitest';
import { auditTrailConformance } from '../audit-trail/audit-trail.conformance.ts';
import type { HubDatabase } from '../database/database.ts';
import { openEmptySchema } from '../database/postgres-schema.fake.ts';
import { peopleStoreConformance } from './people-store.conformance.ts';
import { secondFactorConformance } from './second-factor.conformance.ts';

const serverUrl = inject('postgresUrl');
const EMPTY = [
  'alter table hub_audit disable trigger hub_audit_append_only',
  'truncate people, person_totp, person_recovery_codes, person_sessions, sign_in_attempts, hub_audit',
  'alter table hub_audit enable trigger hub_audit_append_only',
];

describe.skipIf(serverUrl === null)('over PostgreSQL', () => {
  let only: HubDatabase | null = null;
  afterAll(async () => only?.close());

  /** A schema costs a second: one for all, emptied for each. */
  async function open(): Promise<HubDatabase> {
    const database = (only ??= await openEmptySchema(serverUrl ?? ''));
    await database.transaction(async (queries) => {
      for (const sql of EMPTY) await queries.run(sql);
    });
    return { ...database, close: async () => undefined };
  }

  peopleStoreConformance('PostgreSQL', open);

  secondFactorConformance('PostgreSQL', open);
  auditTrailConformance('PostgreSQL', open, (database, sql) =>
    database.transaction(async (queries) => {
      await queries.run('alter table hub_audit disable trigger hub_audit_append_only');
      await queries.run(sql);
    }),
  );
});
