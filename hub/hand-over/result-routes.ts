import { z } from 'zod';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { ResultPage, ResultQuery } from '#shared/hub/results.ts';
import { InterviewResult } from '#shared/result.ts';
import { appendAudit, NOBODY } from '../audit-trail/audit-trail.ts';
import type { HubDatabase } from '../database/database.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { callerOf } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import type { Sites } from '../store/at-sites.ts';
import type { ReportKeeper } from './report-keeper.ts';
import type { ReportLinks } from './report-link.ts';
import { erasedAtOf, feedAfter, heldResult, newestRevision } from './result-store.ts';

const IdPath = z.object({ id: z.uuid() });
const RevisionQuery = z.object({ revision: z.coerce.number().int().min(1).optional() });
const Pdf = z.any().meta({ description: 'The bytes of the report' });
const Unchanged = z.null().meta({ description: 'What the caller has is still the newest' });

/** Result documents for programs that come and fetch them, and the report of each. */
export function resultRoutes(parts: {
  readonly database: HubDatabase;
  readonly changes: ChangeRunner;
  readonly reports: ReportKeeper;
  readonly links: ReportLinks;
  readonly now: () => Date;
}): Routes {
  const { database, changes, reports, links, now } = parts;

  /** @throws {ProblemError} `not_found` (also for another site's), `result_erased` */
  async function shownResult(id: string, revision: number | undefined, sites: Sites): Promise<InterviewResult> {
    const newest = await newestRevision(database, id, sites);
    if (newest === undefined) throw new ProblemError('not_found');
    const held = await heldResult(database, id, revision ?? newest);
    if (held === undefined) throw new ProblemError('not_found');
    if (held.result !== null && held.isPublished) return held.result;
    const erasedAt = await erasedAtOf(database, id);
    throw erasedAt === null
      ? new ProblemError('not_found')
      : new ProblemError('result_erased', undefined, { at: erasedAt });
  }

  async function reportBytes(id: string, revision: number): Promise<Uint8Array> {
    await reports.prepare(id, revision);
    const kept = await reports.keptReport(id, revision);
    const bytes = kept === null ? null : await reports.read({ sha256: kept.sha256, bytes: kept.sizeBytes });
    if (bytes === null) throw new ProblemError('not_found');
    return bytes;
  }

  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.results,
      config: { scope: 'results:read', audit: 'result.list' },
      schema: {
        summary: 'Results in the order they came about, after a place; erased ones as tombstones',
        querystring: ResultQuery,
        response: { 200: ResultPage },
      },
      handler: async (request) =>
        changes.run(request, async ({ queries, at, actor }) => {
          const page = await feedAfter(queries, request.query, callerOf(request).sites);
          const ids = page.items.flatMap((item) => (item.kind === 'result' ? [item.result.id] : []));
          if (ids.length > 0)
            await appendAudit(queries, { at, actor, action: 'results.shown', subject: ids.join(' ') });
          return page;
        }),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.results}/:id`,
      config: { scope: 'results:read', audit: 'result.read' },
      schema: {
        summary: 'One result, the newest revision unless one is named; 304 for an ETag that is still right',
        params: IdPath,
        querystring: RevisionQuery,
        response: { 200: InterviewResult, 304: Unchanged },
      },
      handler: async (request, reply) => {
        const result = await shownResult(request.params.id, request.query.revision, callerOf(request).sites);
        const tag = `"${result.id}.${result.revision}"`;
        reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
        return namesTag(request.headers['if-none-match'], tag) ? reply.code(304).send(null) : result;
      },
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.results}/:id/report.pdf`,
      config: { scope: 'results:read', audit: 'result.report_read' },
      schema: {
        summary: 'The report of a result as PDF, of the newest revision unless one is named',
        produces: ['application/pdf'],
        params: IdPath,
        querystring: RevisionQuery,
        response: { 200: Pdf },
      },
      handler: async (request, reply) => {
        const { id, revision } = await shownResult(request.params.id, request.query.revision, callerOf(request).sites);
        return reply.headers(pdfHeaders(id, revision)).send(Buffer.from(await reportBytes(id, revision)));
      },
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.reportLinks}/:place/:signature`,
      config: { scope: 'public' },
      schema: {
        summary:
          'The report that a link of this hub opens, for people of the recruiting system that ordered the interview',
        produces: ['application/pdf'],
        params: z.object({ place: z.string(), signature: z.string() }),
        response: { 200: Pdf },
      },
      handler: async (request, reply) => {
        const { id, revision } = links.open(request.params.place, request.params.signature);
        await database.transaction((queries) =>
          appendAudit(queries, { at: now().toISOString(), actor: NOBODY, action: 'result.link_opened', subject: id }),
        );
        await shownResult(id, revision, null);
        return reply.headers(pdfHeaders(id, revision)).send(Buffer.from(await reportBytes(id, revision)));
      },
    });
  };
}

function pdfHeaders(id: string, revision: number): Record<string, string> {
  return {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="interview-${id}-r${revision}.pdf"`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
  };
}

/** RFC 9110 §13.1.2: a list of tags, weak ones compare as strong ones; `*` is any. */
function namesTag(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((part) => ['*', tag].includes(part.trim().replace(/^W\//, '')));
}
