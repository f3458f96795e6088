import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import type { ResultEntry, ResultPage, ResultQuery } from '#shared/hub/results.ts';
import { InterviewResult } from '#shared/result.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { jsonColumn } from '../database/json-column.ts';
import { placeholders, type Queries, type SqlValue } from '../database/database.ts';
import { fromCursor, toCursor } from '../http/page-query.ts';
import type { Sites } from '../store/at-sites.ts';
import type { ResultDraft } from './result-document.ts';

const NewestRow = z.object({ revision: z.int(), sha256: z.string() });
const FeedRow = z.object({
  seq: z.int(),
  id: z.string(),
  revision: z.int(),
  erasedAt: z.string().nullable(),
  body: z.string(),
});
const HeldRow = z.object({
  body: z.string(),
  applicationId: z.string(),
  candidateId: z.string(),
  site: z.string().nullable(),
  feedSeq: z.int().nullable(),
});
const Place = z.tuple([z.int().positive()]);
const Document = jsonColumn(InterviewResult);

/** A document as it is held. `result` null: its person was erased. */
export type HeldResult = {
  readonly result: InterviewResult | null;
  readonly applicationId: string;
  readonly candidateId: string;
  /** Where the kiosk stood; known once it is in the feed. */
  readonly site: string | null;
  /** Whole, and shown to readers. */
  readonly isPublished: boolean;
};

/**
 * Keeps the document of an interview. The same content is the same revision, whoever asks for it again.
 *
 * It is not shown to readers before `publishResult`: until then its report is missing.
 */
export async function keepResult(
  { queries, at }: Change,
  application: ApplicationSummary,
  { sessionId, document, reportFor }: ResultDraft,
): Promise<number> {
  const { review: _review, ...content } = document;
  const sha256 = createHash('sha256').update(canonicalText(content)).digest('hex');
  const row = await queries.get(
    'select revision, body_sha256 "sha256" from result_documents where result_id = ? order by revision desc limit 1',
    document.id,
  );
  const newest = row === undefined ? null : NewestRow.parse(row);
  if (newest?.sha256 === sha256) return newest.revision;
  const revision = (newest?.revision ?? 0) + 1;
  await queries.run(
    `insert into result_documents (result_id, revision, application_id, candidate_id, session_id, body, body_sha256, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    document.id,
    revision,
    application.id,
    application.candidateId,
    sessionId,
    JSON.stringify(InterviewResult.parse({ ...document, revision, report: reportFor(revision) })),
    sha256,
    at,
  );
  return revision;
}

/** One revision; undefined: there is none. */
export async function heldResult(queries: Queries, id: string, revision: number): Promise<HeldResult | undefined> {
  const row = await queries.get(
    `select d.body, d.application_id "applicationId", d.candidate_id "candidateId", f.site, f.feed_seq "feedSeq"
     from result_documents d left join result_feed f on f.result_id = d.result_id and f.revision = d.revision
     where d.result_id = ? and d.revision = ?`,
    id,
    revision,
  );
  if (row === undefined) return undefined;
  const { body, feedSeq, ...rest } = HeldRow.parse(row);
  return { ...rest, result: body === '' ? null : Document.parse(body), isPublished: feedSeq !== null };
}

/** Revisions up to this one that are not in the feed yet and not erased, lowest first. */
export async function unpublishedUpTo(queries: Queries, id: string, revision: number): Promise<number[]> {
  const rows = await queries.all(
    `select d.revision from result_documents d where d.result_id = ? and d.revision <= ? and d.body <> '' and not exists
       (select 1 from result_feed f where f.result_id = d.result_id and f.revision = d.revision) order by d.revision`,
    id,
    revision,
  );
  return rows.map((row) => z.object({ revision: z.int() }).parse(row).revision);
}

/** The document is whole: from now on it never changes, and readers of the feed get it. */
export async function publishResult(queries: Queries, result: InterviewResult): Promise<void> {
  await queries.run(
    'update result_documents set body = ? where result_id = ? and revision = ?',
    JSON.stringify(result),
    result.id,
    result.revision,
  );
  await queries.run(
    `insert into result_feed (result_id, revision, job_id, site, status)
     values (?, ?, ?, (select site from devices where device_id = ?), ?)`,
    result.id,
    result.revision,
    result.job.ref,
    result.device,
    result.status,
  );
}

/** The newest revision in the feed that these sites may see; undefined: none. */
export async function newestRevision(queries: Queries, id: string, sites: Sites): Promise<number | undefined> {
  const ours = atSites(sites);
  const row = await queries.get(
    `select f.revision from result_feed f where f.result_id = ? ${ours.sql} order by f.revision desc limit 1`,
    id,
    ...ours.values,
  );
  return row === undefined ? undefined : z.object({ revision: z.int() }).parse(row).revision;
}

/** When the document was erased; null: it was not. */
export async function erasedAtOf(queries: Queries, id: string): Promise<string | null> {
  const row = await queries.get('select max(erased_at) "at" from result_feed where result_id = ?', id);
  return z.object({ at: z.string().nullable() }).parse(row).at;
}

/**
 * Entries after a place in the feed. Numbers rise in the order of commits on both engines, so whoever follows `next` misses none.
 * @throws {ProblemError} `bad_request` for a place that is not ours
 */
export async function feedAfter(queries: Queries, query: ResultQuery, sites: Sites): Promise<ResultPage> {
  const after = fromCursor(query.after, Place)?.[0] ?? 0;
  const ours = atSites(sites);
  const where = ['f.feed_seq > ?'];
  const values: SqlValue[] = [after];
  const add = (condition: string, value: SqlValue | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    values.push(value);
  };
  add('f.job_id = ?', query.jobId);
  add('f.site = ?', query.site);
  add('(f.status = ? or f.erased_at is not null)', query.status);
  const rows = FeedRow.array().parse(
    await queries.all(
      `select f.feed_seq "seq", f.result_id "id", f.revision, f.erased_at "erasedAt", d.body
       from result_feed f join result_documents d on d.result_id = f.result_id and d.revision = f.revision
       where ${where.join(' and ')} ${ours.sql} order by f.feed_seq limit ?`,
      ...values,
      ...ours.values,
      query.limit + 1,
    ),
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(entryOf),
    next: last === undefined ? (query.after ?? null) : toCursor([last.seq]),
    hasMore: rows.length > shown.length,
  };
}

function entryOf({ id, revision, erasedAt, body }: z.infer<typeof FeedRow>): ResultEntry {
  return erasedAt === null
    ? { kind: 'result', result: Document.parse(body) }
    : { kind: 'erased', id, revision, erasedAt };
}

function atSites(sites: Sites): { readonly sql: string; readonly values: readonly string[] } {
  if (sites === null) return { sql: '', values: [] };
  if (sites.size === 0) return { sql: 'and 1 = 0', values: [] };
  return { sql: `and f.site in ${placeholders(1, sites.size)}`, values: [...sites] };
}

/**
 * Empties documents and their reports; their entries go to the end of the feed as tombstones. Again is harmless.
 * @param where condition over `result_documents`
 * @returns the ids of what was emptied
 */
export async function eraseResults(
  queries: Queries,
  where: string,
  value: string,
  at: string,
): Promise<{ readonly id: string; readonly revision: number }[]> {
  const emptied = z
    .object({ id: z.string(), revision: z.int() })
    .array()
    .parse(
      await queries.all(
        `update result_documents set body = '' where body <> '' and ${where} returning result_id "id", revision`,
        value,
      ),
    )
    .toSorted((a, b) => (a.id === b.id ? a.revision - b.revision : a.id < b.id ? -1 : 1));
  for (const { id, revision } of emptied) {
    const key = [id, revision] as const;
    const moved = await queries.get(
      'delete from result_feed where result_id = ? and revision = ? returning job_id "jobId", site, status',
      ...key,
    );
    if (moved !== undefined) {
      const { jobId, site, status } = z
        .object({ jobId: z.string(), site: z.string().nullable(), status: z.string() })
        .parse(moved);
      await queries.run(
        'insert into result_feed (result_id, revision, job_id, site, status, erased_at) values (?, ?, ?, ?, ?, ?)',
        ...key,
        jobId,
        site,
        status,
        at,
      );
    }
    await queries.run(
      `insert into erased_media (sha256) select sha256 from result_reports where result_id = ? and revision = ?
       on conflict (sha256) do update set removed_at = null`,
      ...key,
    );
    await queries.run('delete from result_reports where result_id = ? and revision = ?', ...key);
  }
  return emptied;
}
