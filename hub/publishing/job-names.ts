import { z } from 'zod';
import { Localized } from '#shared/localized.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';

const Dimension = z.object({ id: z.string(), name: Localized });
const Row = z.object({
  bodyJson: jsonColumn(
    z
      .looseObject({
        title: Localized,
        competencyModel: z.object({ dimensions: z.array(Dimension) }).optional(),
      })
      .nullable(),
  ),
});

/** How a job and what it is scored on are called. */
export interface JobNames {
  readonly title: Localized;
  /** Name of a dimension; its id where none is known. */
  readonly dimension: (id: string) => Localized;
}

/**
 * How a job is called, by the newest version of it that head office published, withdrawn or not; by its id where none was: the jobs a kiosk
 * was shipped with are not known here.
 */
export async function jobNames(queries: Queries, jobId: string): Promise<JobNames> {
  const rows = await queries.all(
    `select body_json "bodyJson" from publications where kind = 'job' and id = ? order by version desc limit 2`,
    jobId,
  );
  // a withdrawal follows the version it withdraws
  const job = Row.array()
    .parse(rows)
    .find(({ bodyJson }) => bodyJson !== null)?.bodyJson;
  const named = (id: string): Localized => ({ 'zh-CN': id, en: id });
  return {
    title: job?.title ?? named(jobId),
    dimension: (id) => job?.competencyModel?.dimensions.find((each) => each.id === id)?.name ?? named(id),
  };
}
