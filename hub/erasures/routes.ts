import { z } from 'zod';
import { Erasure, ErasureCertificates, NewErasure } from '#shared/hub/erasures.ts';
import { PageQuery, pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { Eraser } from '../candidates/erase-candidates.ts';
import type { HubDatabase } from '../database/database.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { onePage } from '../http/one-page.ts';
import { fromCursor, toCursor } from '../http/page-query.ts';
import { ProblemError } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import { requestCandidateErasure, requestSessionErasure } from './erasure-requests.ts';
import { certificatesOf, findErasure, listErasures } from './read-erasures.ts';

const IdPath = z.object({ id: z.string().max(200) });

/** Deletions that were asked for, how far they have come at each kiosk, and what proves them. */
export function erasureRoutes(parts: {
  readonly database: HubDatabase;
  readonly changes: ChangeRunner;
  readonly erasers: readonly Eraser[];
  readonly removeMedia: () => Promise<void>;
}): Routes {
  const { database, changes, erasers, removeMedia } = parts;

  async function request(change: Change, wanted: NewErasure): Promise<Erasure> {
    const id =
      wanted.kind === 'session'
        ? await requestSessionErasure(change, erasers, wanted)
        : (await requestCandidateErasure(change, erasers, wanted)).id;
    const made = await findErasure(change.queries, id);
    if (made === null) throw new Error('A deletion that was just asked for is not there.');
    return made;
  }

  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.erasures,
      config: { scope: 'candidates:read', audit: 'erasures.listed' },
      schema: {
        summary: 'Deletions that were asked for, here and at kiosks, the newest first',
        querystring: PageQuery,
        response: { 200: pageOf(Erasure) },
      },
      handler: async ({ query }) => {
        const before = fromCursor(query.cursor, z.tuple([z.string(), z.string()]));
        const found = await listErasures(database, { limit: query.limit, before });
        return onePage(found, query, ({ requestedAt, id }) => toCursor([requestedAt, id]));
      },
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.erasures,
      config: { scope: 'candidates:write' },
      schema: {
        summary:
          'Deletes a person here at once and at the kiosks; or asks the kiosk to delete one interview, here and there',
        body: NewErasure,
        response: { 201: Erasure },
      },
      handler: async (each, reply) => {
        const made = await changes.run(each, (change) => request(change, each.body));
        await database.scrub();
        await removeMedia();
        return reply.code(201).send(made);
      },
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.erasures}/:id/certificate`,
      config: { scope: 'candidates:read', audit: 'erasure.certificate_read' },
      schema: {
        summary: 'The certificates of a deletion: head office’s, and those its kiosks signed',
        params: IdPath,
        response: { 200: ErasureCertificates },
      },
      handler: async ({ params }) => {
        const certificates = await certificatesOf(database, params.id);
        if (certificates === null) throw new ProblemError('not_found');
        return certificates;
      },
    });
  };
}
