import { z } from 'zod';
import type { FlowNames, OpenDecisions } from '#shared/hub/names.ts';
import { Localized } from '#shared/localized.ts';
import type { Queries } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Sealer } from '../devices/hub-key.ts';
import { messageSettings } from '../messages/message-settings.ts';
import { listProviders } from './checks.ts';
import { workflowOf } from './workflow-store.ts';

type NamedJob = FlowNames['jobs'][number];

const IdRow = z.object({ id: z.string() });
const CountRow = z.object({ count: z.int() });
const Named = z.object({ id: z.string(), name: Localized });
const PublishedRow = z.object({
  id: z.string(),
  bodyJson: jsonColumn(
    z
      .looseObject({
        title: Localized,
        competencyModel: z.object({ dimensions: z.array(Named) }).optional(),
      })
      .nullable(),
  ),
});

/** Everything that has a name in the flow. A withdrawn job keeps the name it had while somebody stands in its flow. */
export async function flowNames(
  queries: Queries,
  sealer: Sealer,
  connectors: FlowNames['connectors'],
): Promise<FlowNames> {
  const versions = PublishedRow.array().parse(
    await queries.all(
      `select p.id, p.body_json "bodyJson" from publications p where p.kind = 'job' and p.version >=
         (select max(n.version) - 1 from publications n where n.kind = 'job' and n.id = p.id) order by p.id, p.version`,
    ),
  );
  const published = new Map<string, Pick<NamedJob, 'title' | 'dimensions'>>();
  const isOffered = new Map<string, boolean>();
  for (const { id, bodyJson } of versions) {
    isOffered.set(id, bodyJson !== null);
    if (bodyJson !== null)
      published.set(id, { title: bodyJson.title, dimensions: bodyJson.competencyModel?.dimensions ?? [] });
  }
  const known = await queries.all('select job_id "id" from workflows union select job_id from applications');
  const ids = new Set(
    IdRow.array()
      .parse(known)
      .map(({ id }) => id),
  );
  for (const [id, isNow] of isOffered) if (isNow) ids.add(id);
  const jobs = await Promise.all(
    [...ids].toSorted().map(async (id): Promise<NamedJob> => {
      const { createdAt: _at, createdBy: _by, ...flow } = await workflowOf(queries, id);
      return { ...flow, ...(published.get(id) ?? { title: { 'zh-CN': id, en: id }, dimensions: [] }) };
    }),
  );
  const { sites } = await messageSettings(queries, sealer);
  return {
    jobs,
    sites: sites.map(({ id, name, timeZone }) => ({ id, name, timeZone })),
    partners: (await listProviders(queries)).map(({ url: _url, ...partner }) => partner),
    connectors,
  };
}

/** How many proposals of rules and pairs of files are open. */
export async function openDecisions(queries: Queries): Promise<OpenDecisions> {
  const count = async (table: string): Promise<number> =>
    CountRow.parse(await queries.get(`select count(*) "count" from ${table} where state = 'open'`)).count;
  return { proposals: await count('proposals'), mergeProposals: await count('merge_proposals') };
}
