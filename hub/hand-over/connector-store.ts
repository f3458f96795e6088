import { z } from 'zod';
import { ConnectorConfiguration } from '#connectors/result/registry.ts';
import { shownSettings, withKeptSecrets } from '#connectors/result/secret-settings.ts';
import { type ConnectorDetail, ConnectorShown } from '#shared/hub/connectors.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { Queries } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { ProblemError, refusal } from '../http/problem.ts';

const SealedRow = z.object({ sealed: z.string() });
/** Counted in the queue by target; what is done leaves its time. */
const SELECT = `select c.id, c.kind, c.created_at "createdAt", c.removed_at "removedAt",
    (select max(q.finished_at) from queue_jobs q where q.target = c.id and q.state = 'done') "lastDeliveredAt",
    (select count(*) from queue_jobs q where q.target = c.id and q.state in ('waiting', 'running') and q.last_error is null) "waiting",
    (select count(*) from queue_jobs q where q.target = c.id and q.state in ('waiting', 'running') and q.last_error is not null) "retrying",
    (select count(*) from queue_jobs q where q.target = c.id and q.state = 'dead') "failed"
  from connectors c`;

/** Connectors in the hub's database; their settings are sealed with the hub's key. */
export function createConnectorStore(parts: {
  readonly key: Pick<HubKey, 'seal' | 'unseal'>;
  /** @throws {ProblemError} `unusable` with what is wrong in its mapping */
  readonly assertUsable: (configuration: ConnectorConfiguration) => Promise<void>;
}) {
  const { key, assertUsable } = parts;

  async function shown(queries: Queries, id: string): Promise<ConnectorShown> {
    const row = await queries.get(`${SELECT} where c.id = ?`, id);
    if (row === undefined) throw new ProblemError('not_found');
    return ConnectorShown.parse(row);
  }

  /** @throws {ProblemError} `not_found`, also for one that was removed */
  async function configurationOf(queries: Queries, id: string): Promise<ConnectorConfiguration> {
    const row = await queries.get(
      'select sealed_configuration "sealed" from connectors where id = ? and removed_at is null',
      id,
    );
    if (row === undefined) throw new ProblemError('not_found');
    return ConnectorConfiguration.parse(JSON.parse(key.unseal(SealedRow.parse(row).sealed)));
  }

  return {
    configurationOf,
    list: async (queries: Queries): Promise<ConnectorShown[]> =>
      ConnectorShown.array().parse(await queries.all(`${SELECT} order by c.id`)),

    /** @throws {ProblemError} `not_found` */
    detail: async (queries: Queries, id: string): Promise<ConnectorDetail> => {
      const { settings, secrets } = shownSettings(await configurationOf(queries, id));
      return { ...(await shown(queries, id)), settings: { ...settings }, secrets: [...secrets] };
    },

    /** @throws {ProblemError} `conflict` for an id that was used before; `unusable` for a wrong mapping */
    add: async ({ queries, at, actor }: Change, configuration: ConnectorConfiguration): Promise<ConnectorShown> => {
      await assertUsable(configuration);
      const added = await queries.run(
        'insert into connectors (id, kind, sealed_configuration, created_at) values (?, ?, ?, ?) on conflict (id) do nothing',
        configuration.id,
        configuration.kind,
        key.seal(JSON.stringify(configuration)),
        at,
      );
      if (added === 0) throw refusal('connector_id_used');
      await appendAudit(queries, { at, actor, action: 'connector.added', subject: configuration.id });
      return shown(queries, configuration.id);
    },

    /**
     * Changes the settings; the kind stays, and so do secrets that are left out.
     *
     * @throws {ProblemError} `not_found`, `bad_request` with what is wrong where, `unusable`
     */
    change: async (
      { queries, at, actor }: Change,
      id: string,
      given: Readonly<Record<string, unknown>>,
    ): Promise<ConnectorShown> => {
      const before = await configurationOf(queries, id);
      const merged = withKeptSecrets({ ...given, id, kind: before.kind }, before);
      if (merged === 'secrets_needed') throw refusal('address_changed');
      const parsed = ConnectorConfiguration.safeParse(merged);
      if (!parsed.success)
        throw new ProblemError('bad_request', undefined, {
          issues: parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
        });
      await assertUsable(parsed.data);
      await queries.run(
        'update connectors set sealed_configuration = ? where id = ?',
        key.seal(JSON.stringify(parsed.data)),
        id,
      );
      await appendAudit(queries, { at, actor, action: 'connector.changed', subject: id });
      return shown(queries, id);
    },

    /** @throws {ProblemError} `not_found` */
    remove: async ({ queries, at, actor }: Change, id: string): Promise<ConnectorShown> => {
      await queries.run(
        `update connectors set removed_at = coalesce(removed_at, ?), sealed_configuration = '' where id = ?`,
        at,
        id,
      );
      const removed = await shown(queries, id);
      await appendAudit(queries, { at, actor, action: 'connector.removed', subject: id });
      return removed;
    },
  };
}
