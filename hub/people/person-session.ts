import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate, Caller } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import type { PeopleStore, StoredPerson } from './people-store.ts';
import { scopesOf } from './roles.ts';
import { secretHash } from './secret.ts';

const COOKIE = 'anteroom_session';
/** Without a request for so long a person is signed out. */
export const IDLE_MS = 30 * 60_000;
/** However busy: a working day. */
const LONGEST_MS = 12 * 3_600_000;
/** How exactly the last request is put down. */
const TOUCH_EVERY_MS = 60_000;

/** The secret in the session cookie of a request. */
export function sessionToken(request: FastifyRequest): string | undefined {
  // not request.cookies: callers are recognised before that plugin's hook
  return request.server.parseCookie(request.headers.cookie ?? '')[COOKIE];
}

/** Gives the browser its session: not readable by scripts, never sent along from other sites, gone with the browser. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/' });
}

/** What a signed-in person may do. */
export function toCaller({ id, name, roles, sites }: StoredPerson): Caller {
  return { kind: 'person', id, name, scopes: scopesOf(roles), sites: sites === null ? null : new Set(sites) };
}

/** Recognises people by their session cookie. A session that ended is as good as none: the console asks to sign in. */
export function personCaller(people: PeopleStore, now: () => Date): Authenticate {
  return async (request) => {
    const token = sessionToken(request);
    if (token === undefined) return null;
    assertSameOrigin(request);
    const sha256 = secretHash(token);
    const session = await people.findSession(sha256);
    const atMs = now().getTime();
    if (
      session === null ||
      session.person.disabledAt !== null ||
      atMs - Date.parse(session.lastSeenAt) > IDLE_MS ||
      atMs - Date.parse(session.createdAt) > LONGEST_MS
    ) {
      throw new ProblemError('unauthorized');
    }
    if (atMs - Date.parse(session.lastSeenAt) > TOUCH_EVERY_MS) {
      await people.touchSession(sha256, new Date(atMs).toISOString());
    }
    return toCaller(session.person);
  };
}
