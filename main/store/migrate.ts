import type { Database } from './database.native.ts';
import { DatabaseVersionError } from './database-version-error.ts';
import { createKiosk } from './migrations/0010-create-kiosk.ts';
import { createInterviews } from './migrations/0020-create-interviews.ts';
import { createAssessments } from './migrations/0040-create-assessments.ts';
import { createRecords } from './migrations/0030-create-records.ts';
import { guardRows } from './migrations/0050-guard-rows.ts';
import { hashAllRows } from './journal/guard-writes.ts';

export interface Migration {
  /** In tens; stored as `user_version`. */
  readonly version: number;
  readonly sql: string;
}

/** Only upwards; a released migration never changes. */
const MIGRATIONS: readonly Migration[] = [createKiosk, createInterviews, createRecords, createAssessments, guardRows];

/**
 * Brings the file to this release's version, each step and its number in one transaction.
 *
 * @returns whether there was anything to do
 * @throws {DatabaseVersionError} when the file was written by a newer release.
 */
export function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): boolean {
  const versions = migrations.map(({ version }) => version);
  if (versions.some((version, index) => version <= (versions[index - 1] ?? 0)))
    throw new Error('Migrations must rise.');
  const found = Number(database.pragma('user_version', { simple: true }));
  const newest = versions.at(-1) ?? 0;
  if (found > newest) throw new DatabaseVersionError(found, newest);
  for (const { version, sql } of migrations) {
    if (version <= found) continue;
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${version}`);
      // columns may have changed: what proves the rows changes with them, or not at all
      if (version >= guardRows.version) hashAllRows(database);
    })();
  }
  return found < newest;
}
