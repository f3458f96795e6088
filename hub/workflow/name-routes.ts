import type { ConnectorShown } from '#shared/hub/connectors.ts';
import { FlowNames, OpenDecisions } from '#shared/hub/names.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { Routes } from '../http/server.ts';
import { flowNames, openDecisions } from './flow-names.ts';

/** What screens need to say the flow in words, and how much of it waits. */
export function nameRoutes(parts: {
  readonly database: HubDatabase;
  readonly sealer: Sealer;
  readonly listConnectors: (queries: Queries) => Promise<ConnectorShown[]>;
}): Routes {
  const { database, sealer, listConnectors } = parts;
  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.flowNames,
      config: { scope: 'workflow:read', audit: 'workflow.names_read', isBySite: true },
      schema: {
        summary: 'Jobs with their stages and rules, sites, partners and connectors, by name',
        response: { 200: FlowNames },
      },
      handler: async () => {
        const connectors = await listConnectors(database);
        return flowNames(
          database,
          sealer,
          connectors.filter(({ removedAt }) => removedAt === null).map(({ id, kind }) => ({ id, kind })),
        );
      },
    });

    server.route({
      method: 'GET',
      url: HUB_PATHS.openDecisions,
      config: { scope: 'workflow:read', audit: 'decision.count' },
      schema: { summary: 'How many proposals wait for a person', response: { 200: OpenDecisions } },
      handler: async () => openDecisions(database),
    });
  };
}
