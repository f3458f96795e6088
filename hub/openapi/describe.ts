import type { SwaggerTransformObject, FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '#shared/wire/problem.ts';

const PROBLEM_TYPE = 'application/problem+json';
/** What `jsonSchemaTransformObject` answers with, as far as it is changed here. */
const Responses = z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() }));

const INTRODUCTION = `What head office's programs and kiosks may ask of the hub.

Credentials: \`Authorization: Bearer …\` with an API key (\`ahk_…\`), or the session cookie of somebody who signed in. Each operation
names the scope it needs. Lists are read page by page: pass \`nextCursor\` of an answer as \`cursor\` of the next request.
Every failure is \`application/problem+json\` (RFC 9457) with a stable \`code\`; 429 and 503 say in \`retry-after\` when to come back.`;

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>;

/** The document's part of a route: its scope, its credentials, its tag, and that any operation may fail with a problem. */
const describeRoute: Transform = (input) => {
  const { scope, audit } = input.route.config ?? {};
  const described = {
    ...input.schema,
    response: { ...Object(input.schema?.response), '4xx': Problem, '5xx': Problem },
    tags: [/^\/v1\/([^/]+)/.exec(input.url)?.[1] ?? 'hub'],
    security: scope === 'public' ? [] : scope === 'vendor' ? [{ vendor: [] }] : [{ key: [] }, { session: [] }],
    ...(scope === undefined || scope === 'public' ? {} : { description: `Needs: \`${scope}\`.`, 'x-scope': scope }),
    ...(audit === undefined ? {} : { 'x-audit': audit }),
  };
  return jsonSchemaTransform({ ...input, schema: described });
};

/** Failures are told as problems, under the media type they really have. */
const describeProblems: SwaggerTransformObject = (input) => {
  const document = jsonSchemaTransformObject(input);
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {})) {
      if (typeof operation !== 'object' || operation === null || !('responses' in operation)) continue;
      const responses = Responses.parse(operation.responses);
      for (const status of ['4XX', '5XX']) {
        // under the type of the good answer, whatever that is
        const content = Object.values(responses[status]?.content ?? {})[0];
        if (content !== undefined)
          responses[status] = { description: 'A problem', content: { [PROBLEM_TYPE]: content } };
      }
      Object.assign(operation, { responses });
    }
  }
  return document;
};

/** OpenAPI 3.1 out of the schemas the routes check with. */
export function openApiOptions(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Anteroom hub', version, description: INTRODUCTION },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          vendor: { type: 'http', scheme: 'basic', description: 'The key of the account as user name, no password' },
          session: { type: 'apiKey', in: 'cookie', name: 'anteroom_session' },
        },
      },
    },
    transform: describeRoute,
    transformObject: describeProblems,
  };
}
