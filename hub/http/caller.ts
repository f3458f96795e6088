import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';

/** What a caller may do; each route names the one it needs. */
export const SCOPES = [
  'records:write',
  'records:read',
  'devices:read',
  'devices:write',
  'publications:read',
  'publications:write',
  'candidates:read',
  'candidates:write',
  'workflow:read',
  'workflow:write',
  'workflow:decide',
  'connectors:read',
  'connectors:write',
  'people:read',
  'people:write',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who calls. `name` goes into the audit log and is no secret. */
export interface Caller {
  /** `installation`: whoever holds the token of the folder. */
  readonly kind: 'installation' | 'device' | 'person' | 'api_key';
  readonly id: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Sites this caller may see; null for all. */
  readonly sites: ReadonlySet<string> | null;
}

/** Recognises one kind of credentials. Null: none of that kind were given. @throws {ProblemError} given, but not good. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope a caller needs, or `public`. A route without one is closed to everybody. */
    readonly scope?: Scope | 'public';
  }
  interface FastifyRequest {
    /** Null on public routes. */
    caller: Caller | null;
  }
}

/** Finds out who calls. @throws {ProblemError} `unauthorized`, or what an authenticator throws. */
export async function identify(request: FastifyRequest, authenticators: readonly Authenticate[]): Promise<Caller> {
  for (const authenticate of authenticators) {
    const caller = await authenticate(request);
    if (caller === null) continue;
    request.caller = caller;
    return caller;
  }
  throw new ProblemError('unauthorized');
}

/** Lets nobody through who may not. @throws {ProblemError} `unauthorized`, `forbidden`, or what an authenticator throws. */
export async function admit(request: FastifyRequest, authenticators: readonly Authenticate[]): Promise<void> {
  const { scope } = request.routeOptions.config;
  if (scope === 'public') return;
  const caller = await identify(request, authenticators);
  if (scope === undefined || !caller.scopes.has(scope)) throw new ProblemError('forbidden');
}
