import { z } from 'zod';
import {
  MadeTotp,
  Person,
  RecoveryCodes,
  TotpConfirmation,
  TotpRemoval,
  TotpSetup,
  TotpState,
} from '#shared/wire/person.ts';
import type { FastifyRequest } from 'fastify';
import type { AuditTrail } from '../audit-trail/audit-trail.ts';
import type { HubDatabase } from '../database/database.ts';
import { callerOf } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import { type PeopleStore, type StoredPerson, toPerson } from './people-store.ts';
import { sessionToken } from './person-session.ts';
import { forgetSecondFactor, type SecondFactor } from './second-factor.ts';
import { secretHash } from './secret.ts';
import { actorOf, type SignInDesk } from './sign-in.ts';

const TRIES_PER_MINUTE = 10;
const Nothing = z.null().meta({ description: 'Nothing' });
const ById = z.object({ id: z.string().max(100) });
const PATH = '/v1/me/totp';

/** One's own second factor, and taking somebody else's away. */
export function totpRoutes(parts: {
  readonly database: HubDatabase;
  readonly people: PeopleStore;
  readonly desk: SignInDesk;
  readonly secondFactor: SecondFactor;
  readonly trail: AuditTrail;
}): Routes {
  const { database, people, desk, secondFactor, trail } = parts;
  const tries = { rateLimit: { max: TRIES_PER_MINUTE, timeWindow: '1 minute' } };

  /** @throws {ProblemError} `forbidden` for callers that are no people */
  async function selfOf(request: FastifyRequest): Promise<StoredPerson> {
    const caller = callerOf(request);
    const person = caller.kind === 'person' ? await people.find(caller.id) : null;
    if (person === null) throw new ProblemError('forbidden');
    return person;
  }

  return (server) => {
    server.route({
      method: 'GET',
      url: PATH,
      config: { scope: 'anyone' },
      schema: { summary: 'Whether one has a second factor', response: { 200: TotpState } },
      handler: async (request) => secondFactor.stateOf((await selfOf(request)).id),
    });

    server.route({
      method: 'POST',
      url: PATH,
      config: { scope: 'anyone', ...tries },
      schema: {
        summary: 'Begins to set up codes of an authenticator app; the secret is shown this once',
        body: TotpSetup,
        response: { 200: MadeTotp },
      },
      handler: async (request) => {
        const person = await selfOf(request);
        await desk.assertPassword(person, request.body.password);
        return secondFactor.begin(person);
      },
    });

    server.route({
      method: 'POST',
      url: `${PATH}/confirm`,
      config: { scope: 'anyone', ...tries },
      schema: {
        summary:
          'The app shows the right code: it is asked for from now on. Recovery codes are shown this once; other sessions end',
        body: TotpConfirmation,
        response: { 200: RecoveryCodes },
      },
      handler: async (request) => {
        const person = await selfOf(request);
        const recoveryCodes = await database.transaction(async (queries) => {
          const codes = await secondFactor.confirm(queries, person.id, request.body.code);
          await people.endSessionsOf(queries, person.id, secretHash(sessionToken(request) ?? ''));
          await trail.auditIn(queries, actorOf(person), 'person.totp_confirmed', person.id);
          return codes;
        });
        return { recoveryCodes };
      },
    });

    server.route({
      method: 'POST',
      url: `${PATH}/remove`,
      config: { scope: 'anyone', ...tries },
      schema: { summary: 'Takes one’s own second factor away', body: TotpRemoval, response: { 204: Nothing } },
      handler: async (request, reply) => {
        const person = await selfOf(request);
        await desk.assertPassword(person, request.body.password, request.body.code);
        await database.transaction(async (queries) => {
          await forgetSecondFactor(queries, person.id);
          await trail.auditIn(queries, actorOf(person), 'person.totp_removed', person.id);
        });
        return reply.code(204).send(null);
      },
    });

    server.route({
      method: 'DELETE',
      url: '/v1/people/:id/totp',
      config: { scope: 'people:write' },
      schema: {
        summary: 'Takes somebody else’s second factor away, who lost telephone and recovery codes',
        params: ById,
        response: { 200: Person },
      },
      handler: async (request) => {
        const caller = callerOf(request);
        const { id } = request.params;
        // one's own needs the password and a code
        if (caller.kind === 'person' && caller.id === id) throw new ProblemError('forbidden');
        if ((await people.find(id)) === null) throw new ProblemError('not_found');
        await database.transaction(async (queries) => {
          if (await forgetSecondFactor(queries, id)) await trail.auditIn(queries, caller, 'person.totp_removed', id);
        });
        const person = await people.find(id);
        if (person === null) throw new ProblemError('not_found');
        return toPerson(person);
      },
    });
  };
}
