import { z } from 'zod';
import { Localized } from '#shared/localized.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';
import { localJobs } from './local-jobs.ts';

const Dimension = z.object({ id: z.string(), name: Localized });
const PublishedJob = z.looseObject({
  title: Localized,
  card: z.looseObject({ summary: Localized }).optional(),
  competencyModel: z.object({ dimensions: z.array(Dimension) }).optional(),
});
const Row = z.object({ bodyJson: jsonColumn(PublishedJob.nullable()) });
const IdRow = z.object({ id: z.string(), bodyJson: z.string() });

/** How a job and what it is scored on are called. */
export interface JobNames {
  readonly title: Localized;
  /** What the post is, in a sentence; null where it is not known. */
  readonly summary: Localized | null;
  /** Empty where none are known. */
  readonly dimensions: readonly z.infer<typeof Dimension>[];
}

const idAsName = (id: string): Localized => ({ 'zh-CN': id, en: id });

/**
 * How a job is called, by the newest version of it that head office published, withdrawn or not; of one that it
 * never published, by what a kiosk calls it that wrote it; else by its id: the jobs a kiosk was shipped with are not known here.
 */
export async function jobNames(queries: Queries, jobId: string): Promise<JobNames> {
  const rows = await queries.all(
    `select body_json "bodyJson" from publications where kind = 'job' and id = ? order by version desc limit 2`,
    jobId,
  );
  // a withdrawal follows the version it withdraws
  const job =
    Row.array()
      .parse(rows)
      .find(({ bodyJson }) => bodyJson !== null)?.bodyJson ?? (await localJobs(queries, jobId, null)).at(-1)?.job;
  return {
    title: job?.title ?? idAsName(jobId),
    summary: job?.card?.summary ?? null,
    dimensions: job?.competencyModel?.dimensions ?? [],
  };
}

/** Name of a dimension; its id where the job does not know it. */
export function dimensionName({ dimensions }: JobNames, id: string): Localized {
  return dimensions.find((each) => each.id === id)?.name ?? idAsName(id);
}

/** Ids of the jobs that are published now, in order. */
export async function offeredJobIds(queries: Queries): Promise<string[]> {
  const rows = await queries.all(
    `select id, body_json "bodyJson" from publications p where kind = 'job' and version =
       (select max(version) from publications n where n.kind = 'job' and n.id = p.id) order by id`,
  );
  return IdRow.array()
    .parse(rows)
    .flatMap(({ id, bodyJson }) => (bodyJson === 'null' ? [] : [id]));
}
