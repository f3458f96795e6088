import type { CountryCode } from 'libphonenumber-js';
import { z } from 'zod';
import { InterviewResult } from '#shared/assessment.ts';
import { Actor } from '#shared/hub/actor.ts';
import {
  ApplicationSummary,
  CandidateSession,
  FactKind,
  FactSource,
  type CandidateDetail,
  type CandidateQuery,
  type CandidateSummary,
  type Fact,
} from '#shared/hub/candidates.ts';
import { codeKey } from '#shared/invitation.ts';
import { placeholders, type Queries, type SqlValue } from '../database/database.ts';
import { applicationsAt, candidatesAt, type Condition, sessionsAt, type Sites } from '../store/at-sites.ts';
import { emailKey, phoneKey } from './contact-keys.ts';

const CandidateRow = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  erasedAt: z.string().nullable(),
});
const FactRow = z
  .object({
    rootId: z.string(),
    kind: FactKind,
    value: z.string(),
    sourceKind: FactSource.shape.kind,
    sourceId: z.string(),
    addedAt: z.string(),
  })
  .transform(({ rootId, sourceKind, sourceId, ...fact }) => ({
    rootId,
    fact: { ...fact, source: { kind: sourceKind, id: sourceId } } satisfies Fact,
  }));
const ApplicationRow = ApplicationSummary.extend({ rootId: z.string() });
const CountRow = z.object({ rootId: z.string(), count: z.int() });
const TimelineRow = z.object({
  seq: z.int(),
  at: z.string(),
  kind: z.string(),
  applicationId: z.string().nullable(),
  actor: z.string(),
  detail: z.string(),
});
const SessionRow = CandidateSession.omit({ total: true, scoreStatus: true, dimensions: true }).extend({
  result: z.string().nullable(),
});

export const APPLICATION_COLUMNS = `a.id, a.job_id "jobId", a.stage_id "stageId", a.stage_entered_at "stageEnteredAt", a.state, a.outcome,
  a.created_at "createdAt"`;

/** Files in front, of people of these sites (null: of all), newest first, one more than `limit` when there are more. */
export async function listCandidateIds(
  queries: Queries,
  query: CandidateQuery,
  region: CountryCode,
  sites: Sites = null,
): Promise<string[]> {
  const own = candidatesAt(sites);
  const where = ['c.merged_into is null', own.sql];
  const values: SqlValue[] = [...own.values];
  if (query.cursor !== undefined) {
    where.push('c.id < ?');
    values.push(query.cursor);
  }
  if (query.q !== undefined) {
    where.push(`c.id in (select coalesce(m.merged_into, m.id) from candidate_facts f join candidates m on m.id = f.candidate_id
      where (f.kind = 'name' and instr(lower(f.value), lower(?)) > 0) or (f.kind = 'phone' and f.value = ?)
        or (f.kind = 'email' and f.value = ?) or (f.kind = 'invitation_code' and f.value = ?)
        or (f.kind = 'external_id' and f.value = ?))`);
    values.push(query.q, phoneKey(query.q, region) ?? '', emailKey(query.q), codeKey(query.q), query.q);
  }
  if (query.jobId !== undefined || query.stageId !== undefined) {
    const conditions = ["a.state = 'open'"];
    if (query.jobId !== undefined) {
      conditions.push('a.job_id = ?');
      values.push(query.jobId);
    }
    if (query.stageId !== undefined) {
      conditions.push('a.stage_id = ?');
      values.push(query.stageId);
    }
    where.push(`c.id in (select coalesce(m.merged_into, m.id) from applications a join candidates m on m.id = a.candidate_id
      where ${conditions.join(' and ')})`);
  }
  const rows = await queries.all(
    `select c.id from candidates c where ${where.join(' and ')} order by c.id desc limit ?`,
    ...values,
    query.limit + 1,
  );
  return rows.map((row) => z.object({ id: z.string() }).parse(row).id);
}

/** Summaries of files in front, in the order of `ids`; unknown ids are left out, and what is not these sites' own. */
export async function summariesOf(
  queries: Queries,
  ids: readonly string[],
  sites: Sites = null,
): Promise<CandidateSummary[]> {
  if (ids.length === 0) return [];
  const list = placeholders(1, ids.length);
  const [ownApplications, ownSessions] = [applicationsAt(sites), sessionsAt(sites)];
  const ofRoots = `join candidates c on c.id = t.candidate_id where coalesce(c.merged_into, c.id) in ${list}`;
  const candidates = CandidateRow.array().parse(
    await queries.all(
      `select id, created_at "createdAt", updated_at "updatedAt", erased_at "erasedAt" from candidates where id in ${list}`,
      ...ids,
    ),
  );
  const facts = FactRow.array().parse(
    await queries.all(
      `select coalesce(c.merged_into, c.id) "rootId", t.kind, t.value, t.source_kind "sourceKind", t.source_id "sourceId",
         t.added_at "addedAt" from candidate_facts t ${ofRoots} and t.kind in ('name', 'phone', 'email', 'skill')
       order by t.fact_seq desc`,
      ...ids,
    ),
  );
  const applications = ApplicationRow.array().parse(
    await queries.all(
      `select coalesce(c.merged_into, c.id) "rootId", coalesce(c.merged_into, c.id) "candidateId", ${APPLICATION_COLUMNS.replaceAll('a.', 't.')}
       from applications t ${ofRoots} and ${ownApplications.sql} order by t.id`,
      ...ids,
      ...ownApplications.values,
    ),
  );
  const count = async (sql: string, more: readonly SqlValue[] = []): Promise<Map<string, number>> =>
    new Map(
      CountRow.array()
        .parse(await queries.all(sql, ...ids, ...more))
        .map(({ rootId, count }) => [rootId, count]),
    );
  const sessions = await count(
    `select coalesce(c.merged_into, c.id) "rootId", count(*) "count" from candidate_sessions t ${ofRoots}
       and ${ownSessions.sql} group by 1`,
    ownSessions.values,
  );
  const proposals = await count(
    `select coalesce(c.merged_into, c.id) "rootId", count(*) "count" from applications t join proposals p
       on p.application_id = t.id and p.state = 'open' ${ofRoots} and ${ownApplications.sql} group by 1`,
    ownApplications.values,
  );
  const merges = await count(
    `select c.id "rootId", count(*) "count" from candidates c join merge_proposals p
       on (p.first_id = c.id or p.second_id = c.id) and p.state = 'open' where c.id in ${list} group by 1`,
  );
  const byId = new Map(candidates.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const own = facts.filter(({ rootId }) => rootId === id).map(({ fact }) => fact);
    const values = (kind: FactKind) => [...new Set(own.filter((fact) => fact.kind === kind).map(({ value }) => value))];
    return [
      {
        ...row,
        name: nameOf(own),
        phones: values('phone'),
        emails: values('email'),
        skills: values('skill').toSorted(),
        applications: applications
          .filter(({ rootId }) => rootId === id)
          .map(({ rootId: _root, ...application }) => application),
        sessionCount: sessions.get(id) ?? 0,
        // whether two files are one person is asked at head office
        openMergeProposals: sites === null ? (merges.get(id) ?? 0) : 0,
        openProposals: proposals.get(id) ?? 0,
      },
    ];
  });
}

/** What a person wrote comes first, then the newest. `facts` newest first. */
function nameOf(facts: readonly Fact[]): string | null {
  const names = facts.filter(({ kind }) => kind === 'name');
  return (names.find(({ source }) => source.kind === 'person') ?? names[0])?.value ?? null;
}

/**
 * The whole file; null for an unknown id. A merged file answers with the one in front.
 *
 * @param sites what was held or applied for elsewhere is left out, with its history; null for all
 */
export async function readCandidate(
  queries: Queries,
  rootId: string,
  sites: Sites = null,
): Promise<CandidateDetail | null> {
  const [summary] = await summariesOf(queries, [rootId], sites);
  if (summary === undefined) return null;
  const ownSessions = sessionsAt(sites);
  const ofRoot = `join candidates c on c.id = t.candidate_id where (c.id = ? or c.merged_into = ?)`;
  const facts = FactRow.array()
    .parse(
      await queries.all(
        `select c.id "rootId", t.kind, t.value, t.source_kind "sourceKind", t.source_id "sourceId", t.added_at "addedAt"
         from candidate_facts t ${ofRoot} order by t.fact_seq`,
        rootId,
        rootId,
      ),
    )
    .map(({ fact }) => fact);
  const sessions = SessionRow.array().parse(
    await queries.all(
      `select t.session_id "sessionId", t.device_id "deviceId", t.application_id "applicationId", t.job_id "jobId",
         t.job_version "jobVersion", t.state, t.attached_by "attachedBy", t.started_at "startedAt", t.finalized_at "finalizedAt",
         t.result, t.revision from candidate_sessions t ${ofRoot} and ${ownSessions.sql} order by t.started_at, t.session_id`,
      rootId,
      rootId,
      ...ownSessions.values,
    ),
  );
  const ownEntries = entriesOf(sites, summary, sessions);
  const timeline = TimelineRow.array().parse(
    await queries.all(
      `select t.entry_seq "seq", t.at, t.kind, t.application_id "applicationId", t.actor, t.detail
       from candidate_timeline t ${ofRoot} and ${ownEntries.sql} order by t.entry_seq desc limit 500`,
      rootId,
      rootId,
      ...ownEntries.values,
    ),
  );
  const merged = await queries.all('select id from candidates where merged_into = ? order by id', rootId);
  const resume = await queries.get(
    `select t.body from candidate_resumes t ${ofRoot} order by t.resume_seq desc limit 1`,
    rootId,
    rootId,
  );
  const held = new Set(sessions.map(({ deviceId, sessionId }) => `${deviceId}/${sessionId}`));
  return {
    ...summary,
    // whoever holds a code could begin that interview, also one of another site
    facts: facts.filter(
      ({ kind, source }) =>
        sites === null || (kind !== 'invitation_code' && (source.kind !== 'session' || held.has(source.id))),
    ),
    resume: resume === undefined ? null : JSON.parse(z.object({ body: z.string() }).parse(resume).body),
    sessions: sessions.map(({ result, ...session }) => ({ ...session, ...scoresIn(result) })),
    timeline: timeline.map((row) => ({
      ...row,
      actor: Actor.parse(JSON.parse(row.actor)),
      detail: z.record(z.string(), z.unknown()).parse(JSON.parse(row.detail)),
    })),
    mergedIds: merged.map((row) => z.object({ id: z.string() }).parse(row).id),
  };
}

/** Entries of the history (`t`) that tell nothing of an application or an interview of other sites. */
function entriesOf(
  sites: Sites,
  { applications }: Pick<CandidateSummary, 'applications'>,
  sessions: readonly { readonly sessionId: string }[],
): Condition {
  if (sites === null) return { sql: '1 = 1', values: [] };
  const isNoneOr = (column: string, ids: readonly string[]) =>
    ids.length === 0 ? `${column} is null` : `(${column} is null or ${column} in ${placeholders(1, ids.length)})`;
  const [own, held] = [applications.map(({ id }) => id), sessions.map(({ sessionId }) => sessionId)];
  return {
    // that two files are one person is said at head office, of interviews anywhere
    sql: `t.kind not like 'merge.%' and ${isNoneOr('t.application_id', own)} and ${isNoneOr('t.session_id', held)}`,
    values: [...own, ...held],
  };
}

function scoresIn(text: string | null): Pick<CandidateSession, 'total' | 'scoreStatus' | 'dimensions'> {
  if (text === null) return { total: null, scoreStatus: null, dimensions: [] };
  const { total, status, dimensions } = InterviewResult.parse(JSON.parse(text));
  return {
    total: total === null ? null : { score: total.score, low: total.low, high: total.high },
    scoreStatus: status,
    dimensions: dimensions.map(({ dimensionId, interval, status }) => ({
      dimensionId,
      score: interval?.score ?? null,
      status,
    })),
  };
}
