import { type Job, StoredJob } from '#shared/job.ts';
import type { Database } from './database.native.ts';

/** More posts than a site offers in a year; a parsed one takes some hundred kilobytes. */
const MOST_JOBS = 64;

/**
 * Jobs as candidates were interviewed with them, each parsed once: a plan never changes, and a page of a list names the same few
 * again and again. What is returned is shared, so nobody may change it.
 */
export function createPlanCache(database: Database) {
  const select = database.prepare<[string], string>('select job_json from plans where sha256 = ?').pluck();
  const parsed = new Map<string, Job>();
  return {
    /** @param sha256 of the plan, as a session names it. @throws when there is no such plan, or it is damaged */
    jobOf(sha256: string): Job {
      const known = parsed.get(sha256);
      if (known) return known;
      const json = select.get(sha256);
      if (json === undefined) throw new Error(`There is no plan ${sha256}.`);
      const job = StoredJob.parse(JSON.parse(json));
      const [oldest] = parsed.keys();
      if (parsed.size >= MOST_JOBS && oldest !== undefined) parsed.delete(oldest);
      parsed.set(sha256, job);
      return job;
    },
  };
}
export type PlanCache = ReturnType<typeof createPlanCache>;
