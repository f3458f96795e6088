import { z } from 'zod';
import { type Job, StoredJob } from '#shared/job.ts';
import { skillsThatMatter } from '#shared/job/variants.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';
import { localJobs } from '../publishing/local-jobs.ts';

const JobRow = z.object({ bodyJson: jsonColumn(z.unknown()) });
const SkillRow = z.object({ value: z.string() });
/** As many as a notice can carry. */
const MOST_SKILLS = 40;

/**
 * Of somebody's skills, those that a group of questions of this post knows: all that a kiosk is told of a résumé. The groups are those of
 * the newest version that head office published; of a post that it never published, those of the kiosks of this site that wrote it. None
 * where nobody told of the post.
 *
 * @param sites all names of the site somebody is invited to
 */
export async function skillsForJob(
  queries: Queries,
  candidateId: string,
  { jobId, sites }: { readonly jobId: string; readonly sites: readonly string[] },
): Promise<string[]> {
  const jobs = await jobsCalled(queries, jobId, sites);
  if (jobs.length === 0) return [];
  const rows = await queries.all(
    `select distinct f.value from candidate_facts f join candidates c on c.id = f.candidate_id
     where f.kind = 'skill' and coalesce(c.merged_into, c.id) =
       (select coalesce(o.merged_into, o.id) from candidates o where o.id = ?)`,
    candidateId,
  );
  const skills = SkillRow.array()
    .parse(rows)
    .map(({ value }) => value);
  return [...new Set(jobs.flatMap((job) => skillsThatMatter(job, skills)))].toSorted().slice(0, MOST_SKILLS);
}

async function jobsCalled(queries: Queries, jobId: string, sites: readonly string[]): Promise<Job[]> {
  const row = await queries.get(
    `select body_json "bodyJson" from publications where kind = 'job' and id = ? order by version desc limit 1`,
    jobId,
  );
  if (row === undefined) return (await localJobs(queries, jobId, sites)).map(({ job }) => job);
  const job = StoredJob.safeParse(JobRow.parse(row).bodyJson).data;
  return job === undefined ? [] : [job];
}
