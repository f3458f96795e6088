import { z } from 'zod';
import { ConnectorConfiguration } from '#connectors/result/registry.ts';
import {
  ConnectorChange,
  ConnectorCheck,
  ConnectorDetail,
  ConnectorList,
  ConnectorShown,
  DryRunAnswer,
  DryRunQuestion,
} from '#shared/hub/connectors.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { InterviewResult } from '#shared/result.ts';
import type { HubDatabase } from '../database/database.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import type { Routes } from '../http/server.ts';
import { applicationOf } from '../workflow/applications.ts';
import type { ResultHandOver } from './hand-over.ts';
import type { ReportLinks } from './report-link.ts';
import { resultOf, reviewedBy } from './result-document.ts';

const IdPath = z.object({ id: z.string().max(64) });
const CHECK_LIMIT_MS = 20_000;

/** Where results go: set up, tried, looked at before anything is sent. */
export function connectorRoutes(parts: {
  readonly database: HubDatabase;
  readonly changes: ChangeRunner;
  readonly handOver: ResultHandOver;
  readonly links: ReportLinks;
}): Routes {
  const { database, changes, handOver, links } = parts;
  const { connectors } = handOver;
  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.connectors,
      config: { scope: 'connectors:read' },
      schema: {
        summary: 'Systems that results are handed over to, and how that goes',
        response: { 200: ConnectorList },
      },
      handler: async () => ({ connectors: await connectors.list(database) }),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.connectors}/:id`,
      config: { scope: 'connectors:read' },
      schema: {
        summary: 'One connector with its settings; secrets are not shown',
        params: IdPath,
        response: { 200: ConnectorDetail },
      },
      handler: async (request) => connectors.detail(database, request.params.id),
    });

    server.route({
      method: 'PUT',
      url: `${HUB_PATHS.connectors}/:id`,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'Changes its settings; secrets that are left out stay, unless the address is another one',
        params: IdPath,
        body: ConnectorChange,
        response: { 200: ConnectorShown },
      },
      handler: async (request) =>
        changes.run(request, (change) => connectors.change(change, request.params.id, request.body)),
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.connectors,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'Sets a connector up; its settings are kept encrypted and not shown again',
        body: ConnectorConfiguration,
        response: { 201: ConnectorShown },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await changes.run(request, (change) => connectors.add(change, request.body))),
    });

    server.route({
      method: 'DELETE',
      url: `${HUB_PATHS.connectors}/:id`,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'Nothing more is handed over there; its settings are forgotten',
        params: IdPath,
        response: { 200: ConnectorShown },
      },
      handler: async (request) => changes.run(request, (change) => connectors.remove(change, request.params.id)),
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.connectors}/:id/check`,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'Whether it can be reached and takes our settings; changes nothing there',
        params: IdPath,
        response: { 200: ConnectorCheck },
      },
      handler: async (request) => {
        const connector = await handOver.open(request.params.id);
        const outcome = await connector.check(AbortSignal.timeout(CHECK_LIMIT_MS));
        if (outcome.kind === 'ready')
          return { kind: outcome.kind, detail: { 'zh-CN': outcome.about, en: outcome.about } };
        if (outcome.kind === 'fatal') return { kind: outcome.kind, detail: outcome.detail };
        return {
          kind: outcome.kind,
          detail: { 'zh-CN': '现在连不上，请稍后再试。', en: 'It cannot be reached just now; try again later.' },
        };
      },
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.connectors}/:id/dry-run`,
      config: { scope: 'workflow:decide', audit: 'connector.dry_run' },
      schema: {
        summary: 'What would be sent of an application; sends nothing',
        params: IdPath,
        body: DryRunQuestion,
        response: { 200: DryRunAnswer },
      },
      handler: async (request) => {
        const connector = await handOver.open(request.params.id);
        const draft = await changes.run(request, async (change) => {
          const application = await applicationOf(change.queries, request.body.applicationId);
          const { document, reportFor } = await resultOf(change.queries, application, reviewedBy(change), links);
          return { ...document, revision: 1, report: reportFor(1) };
        });
        const plan = await connector.dryRun(InterviewResult.parse(draft));
        return plan.kind === 'planned'
          ? { kind: plan.kind, detail: null, requests: [...plan.requests] }
          : { kind: plan.kind, detail: plan.detail, requests: [] };
      },
    });
  };
}
