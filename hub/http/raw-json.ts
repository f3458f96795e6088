import type { z } from 'zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ProblemError } from './problem.ts';
import type { HubServer } from './server.ts';

/** Adds routes whose bodies come as the bytes that were signed. */
export function withRawBodies(server: HubServer, routes: (server: HubServer) => void): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    routes(scope.withTypeProvider<ZodTypeProvider>());
  });
}

/** @throws {ProblemError} `bad_request` when there is no body */
export function rawBody(body: unknown): Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new ProblemError('bad_request', 'There is no body.');
  return body;
}

/** Reads JSON of a schema. @throws {ProblemError} `bad_request` that names what is wrong */
export function readJson<Schema extends z.ZodType>(schema: Schema, bytes: Buffer): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ProblemError('bad_request', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ProblemError('bad_request', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
  }
  return parsed.data;
}
