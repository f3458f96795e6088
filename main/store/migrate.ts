import type { Database } from './database.native.ts';
import { DatabaseVersionError } from './database-version-error.ts';
import { createKiosk } from './migrations/0010-create-kiosk.ts';
import { createInterviews } from './migrations/0020-create-interviews.ts';
import { createAssessments } from './migrations/0040-create-assessments.ts';
import { createRecords } from './migrations/0030-create-records.ts';
import { guardRows } from './migrations/0050-guard-rows.ts';
import { sealCells } from './migrations/0060-seal-cells.ts';
import { deleteByRule } from './migrations/0080-delete-by-rule.ts';
import { keepProofs } from './migrations/0090-keep-proofs.ts';
import { takePublications } from './migrations/0100-take-publications.ts';
import { keepReviews } from './migrations/0110-keep-reviews.ts';
import { listsAndAccounts } from './migrations/0120-lists-and-accounts.ts';
import { writeJobs } from './migrations/0130-write-jobs.ts';
import { proposeThresholds } from './migrations/0140-propose-thresholds.ts';
import { knowPurposes } from './migrations/0150-know-purposes.ts';
import { expectCandidates } from './migrations/0160-expect-candidates.ts';
import { hashAllRows } from './journal/guard-writes.ts';

export interface Migration {
  /** In tens; stored as `user_version`. */
  readonly version: number;
  readonly sql: string;
}

/** Only upwards; a released migration never changes. */
const MIGRATIONS: readonly Migration[] = [
  createKiosk,
  createInterviews,
  createRecords,
  createAssessments,
  guardRows,
  sealCells,
  deleteByRule,
  keepProofs,
  takePublications,
  keepReviews,
  listsAndAccounts,
  writeJobs,
  proposeThresholds,
  knowPurposes,
  expectCandidates,
];

/** The version this release brings a database to, and the newest it reads. */
export const NEWEST_SCHEMA = MIGRATIONS.at(-1)?.version ?? 0;

interface SchemaRow {
  type: string;
  name: string;
  tableName: string;
  sql: string | null;
}

/** Indexes that SQLite makes by itself too: it does not mind another letter in their names, so it would not say so. */
function schemaOf(database: Database): Map<string, string> {
  const rows = database
    .prepare<[], SchemaRow>(
      `select type, name, tbl_name as tableName, sql from sqlite_schema where name not like 'sqlite\\_stat%' escape '\\'`,
    )
    .all();
  return new Map(rows.map(({ type, name, tableName, sql }) => [`${type} ${name}`, JSON.stringify([tableName, sql])]));
}

/**
 * Tables and version number against what the migrations make: neither is a row, so no hash of a row sees a flipped bit in them.
 *
 * @param empty a database in memory, to make it in
 * @returns what was changed; empty also for a file of a newer release, which `migrate` refuses
 */
export function schemaProblems(database: Database, empty: Database): string[] {
  const version = Number(database.pragma('user_version', { simple: true }));
  const newest = MIGRATIONS.at(-1)?.version ?? 0;
  // versions come in tens, so no turned bit makes one of another
  if (version % 10 === 0 && version > newest) return [];
  const steps = MIGRATIONS.filter((each) => each.version <= version);
  if (version !== (steps.at(-1)?.version ?? 0)) return [`the version number became ${version}`];
  for (const { sql } of steps) empty.exec(sql);
  const [wanted, found] = [schemaOf(empty), schemaOf(database)];
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((key) => found.get(key) !== wanted.get(key))
    .map((key) => `${key} is not as it was made`);
}

/** Whether `migrate` would have something to do. */
export function isOlder(database: Database): boolean {
  return Number(database.pragma('user_version', { simple: true })) < NEWEST_SCHEMA;
}

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
