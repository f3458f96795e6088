import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ApiKeyList, MadeApiKey, NewApiKey } from '#shared/wire/api-key.ts';
import type { AuditTrail } from '../audit-trail/audit-trail.ts';
import type { HubDatabase } from '../database/database.ts';
import { callerOf } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import { makeSecret, secretHash } from '../people/secret.ts';
import { KEY_PREFIX } from './api-key-caller.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** How much of a key is shown in lists. */
const SHOWN_SIGNS = KEY_PREFIX.length + 6;

/** Keys for other programs, managed by administrators. */
export function apiKeyRoutes(parts: {
  readonly database: HubDatabase;
  readonly keys: ApiKeyStore;
  readonly trail: AuditTrail;
  readonly now: () => Date;
}): Routes {
  const { database, keys, trail, now } = parts;
  return (server) => {
    server.route({
      method: 'GET',
      url: '/v1/api-keys',
      config: { scope: 'people:read' },
      schema: { summary: 'Keys of other programs, the newest first', response: { 200: ApiKeyList } },
      handler: async () => ({ keys: await keys.list() }),
    });

    server.route({
      method: 'POST',
      url: '/v1/api-keys',
      config: { scope: 'people:write' },
      schema: {
        summary: 'Makes a key; the answer shows it once',
        body: NewApiKey,
        response: { 201: MadeApiKey },
      },
      handler: async (request, reply) => {
        const caller = callerOf(request);
        const createdAt = now().toISOString();
        const { expiresAt } = request.body;
        if (expiresAt !== null && Date.parse(expiresAt) <= Date.parse(createdAt)) {
          throw new ProblemError('bad_request', 'expiresAt is in the past.');
        }
        const key = KEY_PREFIX + makeSecret();
        const apiKey = {
          ...request.body,
          id: uuidv7(),
          startsWith: key.slice(0, SHOWN_SIGNS),
          createdAt,
          createdBy: caller.name,
        };
        await database.transaction(async (queries) => {
          await keys.add(queries, apiKey, secretHash(key));
          await trail.auditIn(queries, caller, 'api_key.made', apiKey.id);
        });
        return reply.code(201).send({ key, apiKey: { ...apiKey, revokedAt: null, lastUsedAt: null } });
      },
    });

    server.route({
      method: 'DELETE',
      url: '/v1/api-keys/:id',
      config: { scope: 'people:write' },
      schema: {
        summary: 'Revokes a key, at once and for ever',
        params: z.object({ id: z.string().max(100) }),
        response: { 204: z.null().meta({ description: 'Revoked' }) },
      },
      handler: async (request, reply) => {
        await database.transaction(async (queries) => {
          const isRevoked = await keys.revoke(queries, request.params.id, now().toISOString());
          if (!isRevoked) throw new ProblemError('not_found');
          await trail.auditIn(queries, callerOf(request), 'api_key.revoked', request.params.id);
        });
        return reply.code(204).send(null);
      },
    });
  };
}
