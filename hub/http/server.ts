import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { DEFAULT_REQUESTS_PER_MINUTE } from '#shared/wire/api-key.ts';
import { MAX_BATCH_BYTES } from '#shared/wire/batch.ts';
import { PROBLEM_HEADER } from '#shared/wire/problem.ts';
import type { AuditTrail } from '../audit-trail/audit-trail.ts';
import { openApiOptions } from '../openapi/describe.ts';
import { admit, type Authenticate, callerOf, identify } from './caller.ts';
import { z } from 'zod';
import type { HubLog } from './hub-log.ts';
import { ProblemError, problemBody, problemCodeOf } from './problem.ts';
import type { RateCounts } from './rate-counts.ts';
import { sharedRateStore } from './shared-rate-store.ts';

const REQUEST_TIMEOUT_MS = 120_000;
/** Of the API; the program's own version changes more often. */
const API_VERSION = '1.0.0';
const DOCS = '/docs';

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
  /** Takes one line for each call of a route with `config.audit`, before it is answered. */
  readonly trail: Pick<AuditTrail, 'audit'>;
  /** Of requests, by caller and route; hubs on one database share them. */
  readonly counts: Pick<RateCounts, 'add'>;
  readonly log: HubLog;
  /** Behind a reverse proxy: believe its `x-forwarded-*` headers. */
  readonly trustProxy?: boolean | undefined;
  /** Answers TLS itself. */
  readonly https?: { readonly cert: string; readonly key: string } | undefined;
}): HubServer {
  const server = Fastify({
    bodyLimit: MAX_BATCH_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    trustProxy: parts.trustProxy ?? false,
    ...(parts.https === undefined ? {} : { https: { ...parts.https, minVersion: 'TLSv1.2' as const } }),
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
    const members =
      error instanceof ProblemError ? error.members : isInvalid ? { issues: issuesOf(error.validation) } : {};
    if (members.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(members.retryAfterMs / 1000));
    reply.header(PROBLEM_HEADER, code);
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
  server.addHook('preHandler', async (request) => {
    const { audit } = request.routeOptions.config;
    if (audit === undefined) return;
    await parts.trail.audit(callerOf(request), audit, Object.values(Object(request.params)).join(' '));
  });
  server.addHook('onRoute', (route) => {
    // the pages of the plugin, which tell what the published document tells
    if (route.url.startsWith(DOCS)) route.config = { ...route.config, scope: 'public' };
  });

  void server.register(cookie);
  void server.register(rateLimit, {
    store: sharedRateStore(parts.counts),
    max: (request) => request.caller?.requestsPerMinute ?? DEFAULT_REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: ({ caller, ip }) => (caller === null ? ip : `${caller.kind} ${caller.id}`),
    // a kiosk that was dark for weeks sends as fast as it can
    allowList: ({ caller }) => caller?.kind === 'device' || caller?.kind === 'installation',
    errorResponseBuilder: (_request, { ttl }) =>
      new ProblemError('too_many_requests', undefined, { retryAfterMs: ttl }),
  });
  void server.register(swagger, openApiOptions(API_VERSION));
  void server.register(swaggerUi, { routePrefix: DOCS, staticCSP: true });
  // after the plugins: they look at each route as it is added
  void server.register(async (child) => {
    const routed = child.withTypeProvider<ZodTypeProvider>();
    for (const routes of parts.routes) routes(routed);
    routed.route({
      method: 'GET',
      url: '/v1/openapi.json',
      config: { scope: 'public' },
      schema: { summary: 'This description', response: { 200: z.looseObject({ openapi: z.string() }) } },
      handler: async () => ({ ...server.swagger(), openapi: '3.1.0' }),
    });
  });
  return server;
}

/** What is wrong where, without the values that were sent. */
function issuesOf(
  validation: readonly { readonly instancePath: string; readonly message?: string | undefined }[],
): { path: string; message: string }[] {
  return validation.map(({ instancePath, message }) => ({ path: instancePath, message: message ?? 'is wrong' }));
}
