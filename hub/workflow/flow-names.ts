import { z } from 'zod';
import type { FlowNames, OpenDecisions } from '#shared/hub/names.ts';
import type { Queries } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import { messageSettings } from '../messages/message-settings.ts';
import { jobNames, offeredJobIds } from '../publishing/job-names.ts';
import { localJobIds } from '../publishing/local-jobs.ts';
import { listProviders } from './checks.ts';
import { workflowOf } from './workflow-store.ts';

const IdRow = z.object({ id: z.string() });
const CountRow = z.object({ count: z.int() });
/** Everything that has a name in the flow. A withdrawn job keeps the name it had while somebody stands in its flow. */
export async function flowNames(
  queries: Queries,
  sealer: Sealer,
  connectors: FlowNames['connectors'],
): Promise<FlowNames> {
  const known = await queries.all('select job_id "id" from workflows union select job_id from applications');
  const used = IdRow.array()
    .parse(known)
    .map(({ id }) => id);
  const ids = new Set([...used, ...(await offeredJobIds(queries)), ...(await localJobIds(queries))]);
  const jobs = await Promise.all(
    [...ids].toSorted().map(async (id): Promise<FlowNames['jobs'][number]> => {
      const { createdAt: _at, createdBy: _by, ...flow } = await workflowOf(queries, id);
      const { title, dimensions } = await jobNames(queries, id);
      return { ...flow, title, dimensions: [...dimensions] };
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
