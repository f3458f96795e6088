import { z } from 'zod';
import { StoredJob } from '#shared/job.ts';
import { skillsThatMatter } from '#shared/job/variants.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';

const JobRow = z.object({ bodyJson: jsonColumn(z.unknown()) });
const SkillRow = z.object({ value: z.string() });
/** As many as a notice can carry. */
const MOST_SKILLS = 40;

/**
 * Of somebody's skills, those that a group of questions of this post knows: all that a kiosk is told of a résumé. None where the post is
 * not published here, since nobody knows its groups then.
 */
export async function skillsForJob(queries: Queries, candidateId: string, jobId: string): Promise<string[]> {
  const row = await queries.get(
    `select body_json "bodyJson" from publications where kind = 'job' and id = ? order by version desc limit 1`,
    jobId,
  );
  const job = row === undefined ? undefined : StoredJob.safeParse(JobRow.parse(row).bodyJson).data;
  if (job === undefined) return [];
  const skills = await queries.all(
    `select distinct f.value from candidate_facts f join candidates c on c.id = f.candidate_id
     where f.kind = 'skill' and coalesce(c.merged_into, c.id) =
       (select coalesce(o.merged_into, o.id) from candidates o where o.id = ?)`,
    candidateId,
  );
  return skillsThatMatter(
    job,
    SkillRow.array()
      .parse(skills)
      .map(({ value }) => value),
  ).slice(0, MOST_SKILLS);
}
