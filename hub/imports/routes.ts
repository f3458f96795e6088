import { stringify } from 'node:querystring';
import { z } from 'zod';
import type { PdfReader } from '#connectors/resume/pdf-answer.ts';
import { type CsvReading, readCsv } from '#connectors/resume/read-csv.ts';
import { readResume } from '#connectors/resume/read-json-resume.ts';
import { UnusableFile } from '#connectors/resume/unusable-file.ts';
import type { Actor } from '#shared/hub/actor.ts';
import {
  ChannelCandidate,
  ImportQuery,
  ImportReport,
  ImportRow,
  ImportRowChange,
  ImportRowQuery,
  ImportSummary,
} from '#shared/hub/imports.ts';
import { PageQuery, pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { Slug } from '#shared/job/parts.ts';
import { documentKey } from '../candidates/contact-keys.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { onePage } from '../http/one-page.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { rawBody, readJson, withRawBodies } from '../http/raw-json.ts';
import type { Routes } from '../http/server.ts';
import { verifiedId } from '../http/webhook-signature.ts';
import { providerOf, providerSecrets } from '../workflow/checks.ts';
import {
  commitImport,
  documentPepper,
  importOf,
  importRows,
  type ImportParts,
  keepImport,
  listImports,
  type NewImport,
  sha256Of,
} from './import-store.ts';
import { correctRow } from './correct-row.ts';
import { readPdf } from './read-pdf.ts';

const IdPath = z.object({ id: z.uuidv7() });
const RowPath = IdPath.extend({ number: z.coerce.number().int().positive() });
const MAX_REJECTS = 50_000;

/** Candidates from files and recruiting channels: read, looked at, committed. */
export function importRoutes(
  parts: ImportParts & { readonly changes: ChangeRunner; readonly sealer: Sealer; readonly readPdf: PdfReader },
): Routes {
  const { database, changes, sealer, now } = parts;

  async function readFile(bytes: Buffer, contentType: string, query: ImportQuery): Promise<NewImport> {
    const common = {
      name: query.name,
      bytes,
      sameAs: `${sha256Of(bytes)} ${sha256Of(stringify({ ...query, name: '' }))}`,
      jobId: query.jobId ?? null,
    };
    if (contentType.startsWith('text/csv')) {
      const pepper = await documentPepper(database);
      const { rows, how } = csvOf(bytes, query, (number) => documentKey(number, pepper));
      return { ...common, kind: 'csv', rows, how };
    }
    if (contentType.startsWith('application/pdf')) {
      const { reading, how } = await readPdf(parts.readPdf, bytes, parts.phoneRegion);
      return { ...common, kind: 'pdf', rows: [{ number: 1, reading }], how };
    }
    if (!contentType.startsWith('application/json')) throw refusal('import_kind_unknown');
    const documents = [readJson(z.unknown(), bytes)].flat();
    const rows = documents.map((document, index) => ({ number: index + 1, reading: readResume(document) }));
    return { ...common, kind: 'json_resume', rows, how: {} };
  }

  return (server) => {
    withRawBodies(server, (raw) => {
      raw.route({
        method: 'POST',
        url: HUB_PATHS.imports,
        config: { scope: 'candidates:write' },
        schema: {
          summary:
            'Reads a file (text/csv; application/json: one JSON Resume or a list; application/pdf: one résumé with text) and shows what it would do',
          consumes: ['text/csv', 'application/json', 'application/pdf'],
          querystring: ImportQuery,
          body: z.unknown(),
          response: { 200: ImportReport },
        },
        handler: async (request) => {
          const bytes = rawBody(request.body);
          const made = await readFile(bytes, request.headers['content-type'] ?? '', request.query);
          return changes.run(request, (change) => keepImport(change, parts, made));
        },
      });

      raw.route({
        method: 'POST',
        url: `${HUB_PATHS.channels}/:id/candidates`,
        config: { scope: 'public' },
        schema: {
          summary: 'A candidate from a recruiting channel, signed (Standard Webhooks); taken in at once',
          params: z.object({ id: Slug }),
          body: z.unknown(),
          response: { 200: z.object({ importId: z.string(), state: ImportRow.shape.state }) },
        },
        handler: async (request) => {
          const { id } = request.params;
          const bytes = rawBody(request.body);
          const messageId = verifiedId(await providerSecrets(database, sealer, id), request.headers, bytes);
          const { kind } = await providerOf(database, id);
          if (kind !== 'recruiting_channel') throw new ProblemError('forbidden');
          const { data } = readJson(ChannelCandidate, bytes);
          const reading = readResume(data.resume);
          const actor: Actor = { kind: 'channel', id, name: id };
          const kept = await database.transaction((queries) =>
            keepImport({ queries, at: now().toISOString(), actor }, parts, {
              kind: 'channel',
              name: id,
              bytes,
              sameAs: `channel ${id} ${messageId}`,
              jobId: data.jobId ?? null,
              how: {},
              rows: [
                {
                  number: 1,
                  reading: 'problem' in reading ? reading : { ...reading, externalId: { system: id, id: data.id } },
                },
              ],
            }),
          );
          const { rows } = await commitImport(parts, kept.id);
          return { importId: kept.id, state: rows[0]?.state ?? 'rejected' };
        },
      });
    });

    server.route({
      method: 'PATCH',
      url: `${HUB_PATHS.imports}/:id/rows/:number`,
      config: { scope: 'candidates:write' },
      schema: {
        summary: 'Puts right what was read of a PDF, before it is taken in',
        params: RowPath,
        body: ImportRowChange,
        response: { 200: ImportReport },
      },
      handler: async (request) =>
        changes.run(request, (change) => correctRow(change, parts.phoneRegion, request.params, request.body)),
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.imports}/:id/commit`,
      config: { scope: 'candidates:write' },
      schema: { summary: 'Takes in what the preview showed', params: IdPath, response: { 200: ImportReport } },
      handler: async (request) => commitImport(parts, request.params.id),
    });

    server.route({
      method: 'GET',
      url: HUB_PATHS.imports,
      config: { scope: 'candidates:read', audit: 'import.list' },
      schema: {
        summary: 'Imports so far, newest first',
        querystring: PageQuery,
        response: { 200: pageOf(ImportSummary) },
      },
      handler: async (request) => onePage(await listImports(database, request.query), request.query, ({ id }) => id),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.imports}/:id`,
      config: { scope: 'candidates:read', audit: 'import.read' },
      schema: { summary: 'The report of an import', params: IdPath, response: { 200: ImportReport } },
      handler: async (request) => importOf(database, request.params.id),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.imports}/:id/rows`,
      config: { scope: 'candidates:read', audit: 'import.rows_read' },
      schema: {
        summary: 'Its rows, in the order of the file',
        params: IdPath,
        querystring: ImportRowQuery,
        response: { 200: pageOf(ImportRow) },
      },
      handler: async (request) => {
        const { limit, cursor, state } = request.query;
        const rows = await importRows(database, request.params.id, {
          limit: limit + 1,
          after: Number(cursor ?? 0),
          state,
        });
        return onePage(rows, { limit }, ({ number }) => String(number));
      },
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.imports}/:id/rejects.csv`,
      config: { scope: 'candidates:read', audit: 'import.rejects_read' },
      schema: {
        summary: 'Rejected rows with their numbers and why, as CSV',
        params: IdPath,
        response: { 200: z.string() },
      },
      handler: async (request, reply) => {
        const { id } = await importOf(database, request.params.id);
        const rows = await importRows(database, id, { limit: MAX_REJECTS, state: 'rejected' });
        const lines = rows.map(({ number, problem }) => [String(number), problem?.['zh-CN'] ?? '', problem?.en ?? '']);
        const text = [['row', '原因', 'reason'], ...lines].map((line) => line.map(quoted).join(',')).join('\r\n');
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="rejects.csv"')
          .serializer(String)
          .send(`\uFEFF${text}\r\n`);
      },
    });
  };
}

/** @throws {ProblemError} `unusable` for a file that is none */
function csvOf(...words: Parameters<typeof readCsv>): CsvReading {
  try {
    return readCsv(...words);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    const { message, reason, values } = error;
    throw new ProblemError('unusable', message, { reason, values });
  }
}

/** RFC 4180; a first sign that a spreadsheet would calculate with is made text. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
