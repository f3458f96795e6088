import { z } from 'zod';
import { type Job, StoredJob } from '#shared/job.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { placeholders, type Queries } from '../database/database.ts';

const Row = z.object({ deviceId: z.string(), raw: z.string() });
/** What is looked at of a `job.published` record; a kiosk of another release may say more of it. */
const Published = z.looseObject({ jobId: z.string(), version: z.int(), job: z.unknown() });

const publishedIn = (raw: string) => Published.safeParse(WireRecord.safeParse(JSON.parse(raw)).data?.body).data;

type LocalJob = { readonly deviceId: string; readonly version: number; readonly job: Job };

/**
 * Posts of this id that kiosks wrote themselves and told head office of, the newest version of each kiosk. Two kiosks may have used one
 * id for different posts.
 *
 * @param sites names of a site whose kiosks are meant; null for all
 */
export async function localJobs(queries: Queries, jobId: string, sites: readonly string[] | null): Promise<LocalJob[]> {
  if (sites?.length === 0) return [];
  const at =
    sites === null
      ? ''
      : `and device_id in (select device_id from devices where revoked_at is null and site in ${placeholders(1, sites.length)})`;
  const rows = await queries.all(
    `select device_id "deviceId", raw from records where type = 'job.published' and instr(raw, ?) > 0 ${at} order by hub_seq`,
    JSON.stringify(jobId),
    ...(sites ?? []),
  );
  const newest = new Map<string, LocalJob>();
  for (const { deviceId, raw } of Row.array().parse(rows)) {
    const published = publishedIn(raw);
    const job = StoredJob.safeParse(published?.job).data;
    if (published?.jobId !== jobId || job === undefined) continue;
    const known = newest.get(deviceId);
    if (known === undefined || known.version <= published.version)
      newest.set(deviceId, { deviceId, version: published.version, job });
  }
  return [...newest.values()];
}

/** Ids of the posts that kiosks wrote themselves, in order. */
export async function localJobIds(queries: Queries): Promise<string[]> {
  const rows = await queries.all(`select raw from records where type = 'job.published'`);
  const ids = Row.pick({ raw: true })
    .array()
    .parse(rows)
    .flatMap(({ raw }) => publishedIn(raw)?.jobId ?? []);
  return [...new Set(ids)].toSorted();
}
