import { z } from 'zod';
import type { Actor } from '#shared/hub/actor.ts';
import { CheckOrder, Partner, PartnerCreated, CheckResultInput, NewPartner } from '#shared/hub/checks.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { Slug } from '#shared/job/parts.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { HubDatabase } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { ProblemError } from '../http/problem.ts';
import { rawBody, readJson, withRawBodies } from '../http/raw-json.ts';
import type { Routes } from '../http/server.ts';
import { verifiedId } from '../http/webhook-signature.ts';
import {
  addProvider,
  checkOf,
  finishCheck,
  listProviders,
  providerSecrets,
  revokeProvider,
  rotateSecret,
} from './checks.ts';

const ProviderPath = z.object({ id: Slug });
const CheckPath = z.object({ id: z.uuidv7() });

/** Background checks and assessments by others: who they are, what was ordered, and what came back. */
export function checkRoutes(parts: {
  readonly database: HubDatabase;
  readonly sealer: Sealer;
  readonly changes: ChangeRunner;
  readonly now: () => Date;
  readonly reconsider: (change: Change, applicationId: string) => Promise<void>;
}): Routes {
  const { database, sealer, changes, now, reconsider } = parts;

  async function finish(change: Change, id: string, result: CheckResultInput): Promise<CheckOrder> {
    const { order, isNew } = await finishCheck(change, id, result);
    if (isNew) await reconsider(change, order.applicationId);
    return order;
  }

  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.partners,
      config: { scope: 'connectors:read' },
      schema: {
        summary: 'Who checks on our order',
        response: { 200: z.object({ providers: z.array(Partner) }) },
      },
      handler: async () => ({ providers: await listProviders(database) }),
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.partners,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'A new provider; its secret is shown this once',
        body: NewPartner,
        response: { 201: PartnerCreated },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await changes.run(request, (change) => addProvider(change, sealer, request.body))),
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.partners}/:id/rotate-secret`,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'A new secret beside the last one, shown this once',
        params: ProviderPath,
        response: { 200: PartnerCreated },
      },
      handler: async (request) => changes.run(request, (change) => rotateSecret(change, sealer, request.params.id)),
    });

    server.route({
      method: 'DELETE',
      url: `${HUB_PATHS.partners}/:id`,
      config: { scope: 'connectors:write' },
      schema: { summary: 'Nothing more is ordered there', params: ProviderPath, response: { 200: Partner } },
      handler: async (request) => changes.run(request, (change) => revokeProvider(change, request.params.id)),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.checks}/:id`,
      config: { scope: 'candidates:read', audit: 'check.read' },
      schema: { summary: 'One check with its result', params: CheckPath, response: { 200: CheckOrder } },
      handler: async (request) => checkOf(database, request.params.id),
    });

    server.route({
      method: 'PUT',
      url: `${HUB_PATHS.checks}/:id/result`,
      config: { scope: 'workflow:write' },
      schema: {
        summary: 'The result of a check, by a key with the right scope',
        params: CheckPath,
        body: CheckResultInput,
        response: { 200: CheckOrder },
      },
      handler: async (request) => changes.run(request, (change) => finish(change, request.params.id, request.body)),
    });

    withRawBodies(server, (raw) => {
      raw.route({
        method: 'POST',
        url: `${HUB_PATHS.checks}/:id/result`,
        config: { scope: 'public' },
        schema: {
          summary: 'The result of a check, signed by its provider (Standard Webhooks)',
          params: CheckPath,
          body: z.unknown(),
          response: { 200: CheckOrder.omit({ candidateId: true, applicationId: true }) },
        },
        handler: async (request) => {
          const body = rawBody(request.body);
          const order = await checkOf(database, request.params.id).catch((error: unknown) => {
            // a stranger learns nothing of which checks there are
            throw error instanceof ProblemError ? new ProblemError('signature_invalid') : error;
          });
          verifiedId(await providerSecrets(database, sealer, order.providerId), request.headers, body);
          const result = readJson(CheckResultInput, body);
          const actor: Actor = { kind: 'provider', id: order.providerId, name: order.providerId };
          return database.transaction((queries) =>
            finish({ queries, at: now().toISOString(), actor }, order.id, result),
          );
        },
      });
    });
  };
}
