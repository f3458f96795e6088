import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CountryCode } from 'libphonenumber-js';
import { z } from 'zod';
import { assessmentCancel, assessmentList, assessmentStart } from '#connectors/assessment-vendor/ashby.ts';
import { listTests, responseError, sendTest, testStatus } from '#connectors/assessment-vendor/greenhouse.ts';
import type { VendorOrders } from '#connectors/assessment-vendor/vendor-orders.ts';
import type { VendorAnswer, VendorRequest } from '#connectors/assessment-vendor/vendor-request.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { NewVendorAccount, VendorAccount, VendorAccountCreated } from '#shared/hub/vendors.ts';
import { Slug } from '#shared/job/parts.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { HubDatabase } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { ProblemError } from '../http/problem.ts';
import { rawBody, readJson, withRawBodies } from '../http/raw-json.ts';
import type { HubServer, Routes } from '../http/server.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import {
  addVendorAccount,
  listVendorAccounts,
  noteVendorProblem,
  openVendorAccount,
  revokeVendorAccount,
} from './vendor-accounts.ts';
import { createVendorOrders } from './vendor-orders.ts';

const AccountPath = z.object({ account: Slug });
const IdPath = z.object({ id: Slug });
const Query = z.record(z.string(), z.string().optional());
const Answer = z.any().meta({ description: 'As the assessment partner API of the system says' });

type Call = (request: VendorRequest, orders: VendorOrders, key: string) => Promise<VendorAnswer>;

/** The two systems' own calls: method, name, what it does, who answers. */
const CALLS: readonly (readonly ['greenhouse' | 'ashby', 'GET' | 'POST', string, string, Call])[] = [
  ['greenhouse', 'GET', 'list_tests', 'Greenhouse asks which interviews can be ordered', listTests],
  ['greenhouse', 'POST', 'send_test', 'Greenhouse orders an interview; the same again is the same order', sendTest],
  ['greenhouse', 'GET', 'test_status', 'Greenhouse asks how an order stands', testStatus],
  ['ashby', 'POST', 'assessment.list', 'Ashby asks which interviews can be ordered', assessmentList],
  ['ashby', 'POST', 'assessment.start', 'Ashby orders an interview; the same again is the same order', assessmentStart],
  ['ashby', 'POST', 'assessment.cancel', 'Ashby takes an order back that has no result yet', assessmentCancel],
];

/** Recruiting systems that use us as their assessment vendor: their accounts, and the calls they make. */
export function vendorRoutes(parts: {
  readonly database: HubDatabase;
  readonly changes: ChangeRunner;
  readonly queue: JobQueue;
  readonly sealer: Sealer;
  readonly key: Pick<HubKey, 'seal' | 'unseal'>;
  readonly phoneRegion: CountryCode;
  readonly changed: (change: Change, applicationId: string) => Promise<void>;
  readonly now: () => Date;
  readonly wake: () => void;
}): Routes {
  const { database, changes, key, now, wake } = parts;

  /** @throws {ProblemError} `not_found` when the account is one of the other system */
  async function opened(id: string, system: VendorAccount['system']) {
    const found = await openVendorAccount(database, key, id);
    if (found?.account.system !== system) throw new ProblemError('not_found');
    return { ...found, orders: createVendorOrders({ ...parts, account: found.account }) };
  }

  function requestOf({ headers, query, body }: FastifyRequest): VendorRequest {
    const isEmpty = body === undefined || body === null || (Buffer.isBuffer(body) && body.length === 0);
    return {
      authorization: headers.authorization,
      query: Query.parse(query),
      body: isEmpty ? undefined : readJson(z.unknown(), rawBody(body)),
    };
  }

  function answer(reply: FastifyReply, { status, body }: VendorAnswer): FastifyReply {
    return reply.code(status).type('application/json; charset=utf-8').serializer(String).send(JSON.stringify(body));
  }

  function addCalls(raw: HubServer): void {
    for (const [system, method, name, summary, call] of CALLS)
      raw.route({
        method,
        url: `${HUB_PATHS[system]}/:account/${name}`,
        exposeHeadRoute: false,
        config: { scope: 'vendor' },
        schema: {
          summary,
          params: AccountPath,
          ...(method === 'POST' ? { body: z.unknown() } : {}),
          response: { 200: Answer },
        },
        handler: async (request, reply) => {
          const { account } = AccountPath.parse(request.params);
          const { keys, orders } = await opened(account, system);
          const given = await call(requestOf(request), orders, keys.key);
          wake();
          return answer(reply, given);
        },
      });
    raw.route({
      method: 'POST',
      url: `${HUB_PATHS.greenhouse}/:account/response_error`,
      config: { scope: 'vendor' },
      schema: {
        summary: 'Greenhouse says what it did not understand of an answer; kept with the account',
        params: AccountPath,
        body: z.unknown(),
        response: { 200: Answer },
      },
      handler: async (request, reply) => {
        const { account, keys } = await opened(request.params.account, 'greenhouse');
        const told: Parameters<Parameters<typeof responseError>[2]>[0][] = [];
        const given = responseError(requestOf(request), keys.key, (problem) => void told.push(problem));
        for (const problem of told)
          await database.transaction((queries) => noteVendorProblem(queries, account.id, problem, now().toISOString()));
        return answer(reply, given);
      },
    });
  }

  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.vendorAccounts,
      config: { scope: 'connectors:read' },
      schema: {
        summary: 'Recruiting systems that order interviews',
        response: { 200: z.object({ accounts: z.array(VendorAccount) }) },
      },
      handler: async () => ({ accounts: await listVendorAccounts(database) }),
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.vendorAccounts,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'A new recruiting system; the key it asks with is shown this once',
        body: NewVendorAccount,
        response: { 201: VendorAccountCreated },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await changes.run(request, (change) => addVendorAccount(change, key, request.body))),
    });

    server.route({
      method: 'DELETE',
      url: `${HUB_PATHS.vendorAccounts}/:id`,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'Its key opens nothing any more, and it is told nothing more',
        params: IdPath,
        response: { 200: VendorAccount },
      },
      handler: async (request) => changes.run(request, (change) => revokeVendorAccount(change, request.params.id)),
    });

    withRawBodies(server, addCalls);
  };
}
