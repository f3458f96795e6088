import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a page of another site made a browser send with our cookie (CSRF). Browsers name the page's origin with every
 * request that changes something; it must be the address the request came to.
 *
 * @throws {ProblemError} `cross_site`
 */
export function assertSameOrigin(request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method)) return;
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== request.host) {
    throw new ProblemError('cross_site');
  }
}
