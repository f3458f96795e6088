import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { StoredJob } from '#shared/job.ts';
import type { ItemNames } from '#shared/wire/hub-session.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';

const SHIPPED = join(import.meta.dirname, '../../resources/jobs');

const Started = z.object({ jobId: z.string(), jobVersion: z.int() });
const Versioned = z.looseObject({ id: z.string(), version: z.int() });
const PublicationRow = z.object({ body: jsonColumn(z.unknown()) });
const RecordRow = z.object({ raw: jsonColumn(z.looseObject({ body: z.looseObject({ job: z.unknown() }) })) });

type HeldJob = z.infer<typeof StoredJob>;
interface Version {
  readonly jobId: string;
  readonly jobVersion: number;
}

function isOf({ jobId, jobVersion }: Version, job: unknown): boolean {
  const named = Versioned.safeParse(job);
  return named.success && named.data.id === jobId && named.data.version === jobVersion;
}

/** Of what head office published; nothing there is ever overwritten. */
async function published(queries: Queries, version: Version): Promise<unknown> {
  const rows = await queries.all(
    `select body_json "body" from publications where kind = 'job' and id = ? order by version desc`,
    version.jobId,
  );
  return PublicationRow.array()
    .parse(rows)
    .find(({ body }) => isOf(version, body))?.body;
}

/** Of what was written at the kiosk itself. */
async function writtenAt(queries: Queries, deviceId: string, version: Version): Promise<unknown> {
  const rows = await queries.all(
    `select raw from records where device_id = ? and type = 'job.published' order by hub_seq desc`,
    deviceId,
  );
  return rows.flatMap((row) => RecordRow.safeParse(row).data?.raw.body.job ?? []).find((job) => isOf(version, job));
}

let shippedJobs: Promise<readonly unknown[]> | null = null;

/** Of what kiosks of this release come with. */
async function shipped(version: Version): Promise<unknown> {
  shippedJobs ??= readdir(SHIPPED).then((files) =>
    Promise.all(
      files
        .filter((file) => file.endsWith('.yaml'))
        .map(async (file): Promise<unknown> => parse(await readFile(join(SHIPPED, file), 'utf8'))),
    ),
  );
  return (await shippedJobs).find((job) => isOf(version, job));
}

function namesIn(job: HeldJob): ItemNames {
  const { items, competencyModel } = job;
  const turns = items.flatMap((item) =>
    item.kind === 'role_play' ? item.turns.map(({ id, says }) => [`${item.id}.${id}`, says] as const) : [],
  );
  const { dimensions } = competencyModel;
  return {
    questions: Object.fromEntries([...items.map(({ id, prompt }) => [id, prompt] as const), ...turns]),
    dimensions: Object.fromEntries(dimensions.map(({ id, name }) => [id, name])),
    indicators: Object.fromEntries(
      dimensions.flatMap(({ indicators }) => indicators.map(({ id, name }) => [id, name] as const)),
    ),
  };
}

/**
 * What the ids in the records of an interview are called, in the very version of the job it was held with: another version may ask
 * something else under the same id. Null where that version is known nowhere here.
 */
export async function namesForSession(
  queries: Queries,
  records: readonly { readonly record: WireRecord }[],
): Promise<ItemNames | null> {
  for (const { record } of records) {
    const version = record.type === 'session.started' ? Started.safeParse(record.body).data : undefined;
    if (version === undefined) continue;
    const found =
      (await published(queries, version)) ??
      (await writtenAt(queries, record.deviceId, version)) ??
      (await shipped(version));
    const job = StoredJob.safeParse(found);
    if (job.success) return namesIn(job.data);
  }
  return null;
}
