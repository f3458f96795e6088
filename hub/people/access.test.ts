import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll } from 'vitest';
import { auditTrailConformance } from '../audit-trail/audit-trail.conformance.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { peopleStoreConformance } from './people-store.conformance.ts';
import { secondFactorConformance } from './second-factor.conformance.ts';

let folder = '';
let file = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-people-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function open() {
  file = join(folder, `hub-${(count += 1)}.db`);
  return openSqliteDatabase(file);
}

peopleStoreConformance('SQLite', open);

secondFactorConformance('SQLite', open);
auditTrailConformance('SQLite', open, async (_database, sql) => {
  const other = new Database(file);
  other.exec(`drop trigger hub_audit_no_update; drop trigger hub_audit_no_delete; ${sql}`);
  other.close();
});
