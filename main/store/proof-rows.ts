import type { AuditRow } from './audit-chain.ts';
import type { Database } from './database.native.ts';

/** What a proof pack takes from the database as it stands; no cell of it is sealed. Read only. */
export function createProofRows(database: Database) {
  const audit = database.prepare<[], AuditRow>('select * from audit order by seq');
  const plans = database.prepare<[], { sha256: string; jobId: string; jobVersion: number; json: string }>(
    `select sha256, job_id "jobId", job_version "jobVersion", job_json "json" from plans order by job_id, job_version, sha256`,
  );
  const certificates = database
    .prepare<[], string>(
      'select certificate_json from deletions where certificate_json is not null order by deletion_id',
    )
    .pluck();
  return {
    /** By number, rising, one at a time: a log of years is not held in memory. */
    audit: (): IterableIterator<AuditRow> => audit.iterate(),
    /** Every version of every post that interviews were held with. */
    plans: () => plans.all(),
    /** Of deletions, as JSON, the oldest first. */
    certificates: (): IterableIterator<string> => certificates.iterate(),
    schemaVersion: (): number => Number(database.pragma('user_version', { simple: true })),
  };
}
