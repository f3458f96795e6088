import type { FastifyRequest } from 'fastify';
import type { Scope } from '#shared/wire/scope.ts';
import { ProblemError } from './problem.ts';

/** Who calls. `name` goes into the audit log and is no secret. */
export interface Caller {
  /** `installation`: whoever holds the token of the folder. `channel`: a recruiting system on its own routes. */
  readonly kind: 'installation' | 'device' | 'person' | 'api_key' | 'channel';
  readonly id: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Sites this caller may see; null for all. */
  readonly sites: ReadonlySet<string> | null;
  /** Of an API key. */
  readonly requestsPerMinute?: number;
}

/** Recognises one kind of credentials. Null: none of that kind were given. @throws {ProblemError} given, but not good. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The scope a caller needs; `anyone` with credentials; `vendor`: a recruiting system on a route of its own; or `public`. A
     * route without one is closed to everybody.
     */
    readonly scope?: Scope | 'anyone' | 'vendor' | 'public';
    /**
     * Action (`noun.verb`) under which each call is put down in the hub's audit log before it is answered, with the values of
     * the path as its subject. Every route that tells personal data has one.
     */
    readonly audit?: string;
    /** The route looks at the caller's sites itself, and shows nothing of others. */
    readonly isBySite?: true;
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

/**
 * What no site has of its own: whoever may see some sites only sees nothing of it, rather than all. Records, recordings, kiosks and
 * publications look at the caller's sites themselves; so do the routes of these scopes that say so.
 */
const OF_ALL_SITES = /^(candidates|workflow|connectors|people|audit):/;

/** Lets nobody through who may not. @throws {ProblemError} `unauthorized`, `forbidden`, or what an authenticator throws. */
export async function admit(request: FastifyRequest, authenticators: readonly Authenticate[]): Promise<void> {
  const { scope, isBySite } = request.routeOptions.config;
  if (scope === 'public') return;
  const caller = await identify(request, authenticators);
  if (scope === 'anyone' || (scope === 'vendor' && caller.kind === 'channel')) return;
  if (scope === undefined || scope === 'vendor' || !caller.scopes.has(scope)) throw new ProblemError('forbidden');
  if (caller.sites !== null && isBySite !== true && OF_ALL_SITES.test(scope)) throw new ProblemError('forbidden');
}

/** Who calls, on a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('Nobody was asked for credentials here.');
  return request.caller;
}
