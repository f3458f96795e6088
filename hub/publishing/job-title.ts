import { z } from 'zod';
import { Localized } from '#shared/localized.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';

const Row = z.object({ bodyJson: jsonColumn(z.looseObject({ title: Localized }).nullable()) });

/**
 * How a job is called, by the newest version of it that head office published, withdrawn or not; its id where none was: the jobs a kiosk was
 * shipped with are not known here.
 */
export async function jobTitle(queries: Queries, jobId: string): Promise<Localized> {
  const rows = await queries.all(
    `select body_json "bodyJson" from publications where kind = 'job' and id = ? order by version desc limit 2`,
    jobId,
  );
  // a withdrawal follows the version it withdraws
  const newest = Row.array()
    .parse(rows)
    .find(({ bodyJson }) => bodyJson !== null);
  return newest?.bodyJson?.title ?? { 'zh-CN': jobId, en: jobId };
}
