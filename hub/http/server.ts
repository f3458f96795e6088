import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { MAX_BATCH_BYTES } from '#shared/wire/batch.ts';
import { admit, type Authenticate, identify } from './caller.ts';
import type { HubLog } from './hub-log.ts';
import { ProblemError, problemBody, problemCodeOf } from './problem.ts';

const REQUEST_TIMEOUT_MS = 120_000;

/** The server that routes are added to; bodies, queries and answers are typed by their zod schemas. */
export type HubServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** The routes of one part of the hub. */
export type Routes = (server: HubServer) => void;

/** Builds the hub's HTTP server; nothing listens yet. Failures are answered as `application/problem+json`. */
export function buildServer(parts: {
  /** Asked in this order; the first that recognises the credentials decides. */
  readonly authenticators: readonly Authenticate[];
  readonly routes: readonly Routes[];
  readonly log: HubLog;
}): HubServer {
  const server = Fastify({
    bodyLimit: MAX_BATCH_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.decorateRequest('caller', null);

  server.setErrorHandler((error, request, reply) => {
    const isInvalid = hasZodFastifySchemaValidationErrors(error);
    const code = isInvalid ? 'bad_request' : problemCodeOf(error);
    const message = error instanceof Error ? error.message : String(error);
    if (code === 'internal' || code === 'storage_full') {
      parts.log('request_failed', { method: request.method, path: request.routeOptions.url ?? '', code, message });
    }
    const members = error instanceof ProblemError ? error.members : {};
    const body = problemBody(code, code === 'internal' ? undefined : message, members);
    if (code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
    // past the serializers of the routes, which know good answers only
    return reply.code(body.status).type('application/problem+json').serializer(String).send(JSON.stringify(body));
  });
  server.setNotFoundHandler(async () => {
    throw new ProblemError('not_found');
  });
  server.addHook('onRequest', async (request) => {
    // an address without a route asks for credentials too: strangers learn nothing of what there is
    await (request.is404 ? identify(request, parts.authenticators) : admit(request, parts.authenticators));
  });
  for (const routes of parts.routes) routes(server);
  return server;
}
