import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  InvitationAnswer,
  MadeInvitation,
  Me,
  NewPerson,
  PasswordChange,
  Person,
  PersonChange,
  PersonList,
  SignIn,
} from '#shared/wire/person.ts';
import type { AuditTrail } from '../audit-trail/audit-trail.ts';
import type { HubDatabase } from '../database/database.ts';
import { type Caller, callerOf } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import type { Routes } from '../http/server.ts';
import type { Accounts } from './accounts.ts';
import { type PeopleStore, toPerson } from './people-store.ts';
import { clearSessionCookie, IDLE_MS, sessionToken, setSessionCookie, toCaller } from './person-session.ts';
import { secretHash } from './secret.ts';
import type { OpenedSession, SignInDesk } from './sign-in.ts';

/** Tries of an address, right or wrong, before it has to wait; the lock-out of a name comes on top. */
const TRIES_PER_MINUTE = 10;
const Nothing = z.null().meta({ description: 'Nothing' });
const ById = z.object({ id: z.string().max(100) });

function toMe({ kind, id, name, scopes, sites }: Caller): Me {
  return {
    kind,
    id,
    name,
    scopes: [...scopes],
    sites: sites === null ? null : [...sites],
    idleMs: kind === 'person' ? IDLE_MS : null,
  };
}

/** Signing in and out, one's own account, and everybody's accounts for administrators. */
export function peopleRoutes(parts: {
  readonly database: HubDatabase;
  readonly people: PeopleStore;
  readonly accounts: Accounts;
  readonly desk: SignInDesk;
  readonly trail: AuditTrail;
}): Routes {
  const { database, people, accounts, desk, trail } = parts;

  function answerSession(request: FastifyRequest, reply: FastifyReply, { person, token }: OpenedSession): Me {
    setSessionCookie(request, reply, token);
    return toMe(toCaller(person));
  }

  return (server) => {
    const tries = { rateLimit: { max: TRIES_PER_MINUTE, timeWindow: '1 minute' } };

    server.route({
      method: 'POST',
      url: '/v1/sign-in',
      config: { scope: 'public', ...tries },
      schema: { summary: 'Signs a person in; the answer sets the session cookie', body: SignIn, response: { 200: Me } },
      handler: async (request, reply) => {
        assertSameOrigin(request);
        return answerSession(request, reply, await desk.signIn(request.body));
      },
    });

    server.route({
      method: 'POST',
      url: '/v1/invitations/accept',
      config: { scope: 'public', ...tries },
      schema: {
        summary: 'Chooses a password with a code that was given out, and signs in',
        body: InvitationAnswer,
        response: { 200: Me },
      },
      handler: async (request, reply) => {
        assertSameOrigin(request);
        const { code, password, totp } = request.body;
        // a new password does not do away with the second factor
        const person = await accounts.acceptInvitation(code, password, async (invited) => {
          await desk.countTry(secretHash(invited.login));
          await desk.assertSecondFactor(invited, totp);
        });
        return answerSession(request, reply, await desk.openSession(person, 'person.signed_in'));
      },
    });

    server.route({
      method: 'GET',
      url: '/v1/me',
      config: { scope: 'anyone' },
      schema: { summary: 'Who these credentials belong to, and what they allow', response: { 200: Me } },
      handler: async (request) => toMe(callerOf(request)),
    });

    server.route({
      method: 'POST',
      url: '/v1/sign-out',
      config: { scope: 'anyone' },
      schema: { summary: 'Ends this session', response: { 204: Nothing } },
      handler: async (request, reply) => {
        const token = sessionToken(request);
        const caller = callerOf(request);
        if (caller.kind === 'person' && token !== undefined) {
          await database.transaction(async (queries) => {
            await people.endSession(queries, secretHash(token));
            await trail.auditIn(queries, caller, 'person.signed_out', caller.id);
          });
        }
        clearSessionCookie(reply);
        return reply.code(204).send(null);
      },
    });

    server.route({
      method: 'POST',
      url: '/v1/sign-out-everywhere',
      config: { scope: 'anyone' },
      schema: { summary: 'Ends every session of this person, this one too', response: { 204: Nothing } },
      handler: async (request, reply) => {
        const caller = callerOf(request);
        if (caller.kind !== 'person') throw new ProblemError('forbidden');
        await database.transaction(async (queries) => {
          await people.endSessionsOf(queries, caller.id);
          await trail.auditIn(queries, caller, 'person.signed_out_everywhere', caller.id);
        });
        clearSessionCookie(reply);
        return reply.code(204).send(null);
      },
    });

    server.route({
      method: 'POST',
      url: '/v1/me/password',
      config: { scope: 'anyone', ...tries },
      schema: {
        summary: 'Changes one’s own password; other sessions end',
        body: PasswordChange,
        response: { 204: Nothing },
      },
      handler: async (request, reply) => {
        const caller = callerOf(request);
        const token = sessionToken(request);
        if (caller.kind !== 'person' || token === undefined) throw new ProblemError('forbidden');
        const { password, newPassword } = request.body;
        await accounts.changePassword(caller.id, { old: password, new: newPassword }, secretHash(token));
        return reply.code(204).send(null);
      },
    });

    server.route({
      method: 'GET',
      url: '/v1/people',
      config: { scope: 'people:read', audit: 'people.listed' },
      schema: { summary: 'Everybody with an account, by name', response: { 200: PersonList } },
      handler: async () => ({ people: (await people.list()).map(toPerson) }),
    });

    server.route({
      method: 'POST',
      url: '/v1/people',
      config: { scope: 'people:write' },
      schema: {
        summary: 'Makes an account; the code in the answer, shown once, is for choosing a password',
        body: NewPerson,
        response: { 201: MadeInvitation },
      },
      handler: async (request, reply) => reply.code(201).send(await accounts.add(callerOf(request), request.body)),
    });

    server.route({
      method: 'PATCH',
      url: '/v1/people/:id',
      config: { scope: 'people:write' },
      schema: {
        summary: 'Changes name, roles or sites of an account, or disables it',
        params: ById,
        body: PersonChange,
        response: { 200: Person },
      },
      handler: async (request) => toPerson(await accounts.change(callerOf(request), request.params.id, request.body)),
    });

    server.route({
      method: 'POST',
      url: '/v1/people/:id/invitation',
      config: { scope: 'people:write' },
      schema: {
        summary: 'A new code for choosing a password; the code of before is void',
        params: ById,
        response: { 201: MadeInvitation },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await accounts.invite(callerOf(request), request.params.id)),
    });
  };
}
