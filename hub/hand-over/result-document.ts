import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { InterviewResult as Scores } from '#shared/assessment.ts';
import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import { Locale, localizedText } from '#shared/localized.ts';
import { type InterviewResult, RESULT_SCHEMA } from '#shared/result.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { summariesOf } from '../candidates/read-candidates.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';
import { refusal } from '../http/problem.ts';
import { dimensionName, jobNames } from '../publishing/job-names.ts';
import { orderedBy } from '../vendors/vendor-orders.ts';
import type { ReportLinks } from './report-link.ts';

/** Of names that are `device/session`: the same interview has the same result id for ever. */
const RESULT_NAMESPACE = '5f0c4f5e-6a0f-4d4e-9a0e-2f6a8c1b7d31';

const SessionRow = z.object({
  deviceId: z.string(),
  sessionId: z.string(),
  state: z.enum(['started', 'sealed', 'finalized']),
  locale: Locale.nullable(),
  startedAt: z.string().nullable(),
  finalizedAt: z.string().nullable(),
  result: jsonColumn(Scores).nullable(),
});

/** A document before its revision is known. */
export type ResultDraft = {
  readonly sessionId: string;
  readonly document: Omit<InterviewResult, 'revision'>;
  /** What it says of its report as this revision. */
  readonly reportFor: (revision: number) => InterviewResult['report'];
};

/**
 * The document of an application's interview.
 *
 * @param review of the person who hands it over; all null: nobody has looked at it yet
 * @throws {ProblemError} `unusable` without an interview
 */
export async function resultOf(
  queries: Queries,
  application: ApplicationSummary,
  review: InterviewResult['review'],
  links: Pick<ReportLinks, 'reportOf'>,
): Promise<ResultDraft> {
  const row = await queries.get(
    `select device_id "deviceId", session_id "sessionId", state, locale, started_at "startedAt", finalized_at "finalizedAt", result
     from candidate_sessions where application_id = ? and state in ('started', 'sealed', 'finalized')
     order by case when state = 'finalized' then 1 else 0 end desc, coalesce(started_at, '') desc, session_id desc limit 1`,
    application.id,
  );
  if (row === undefined) throw refusal('interview_missing');
  const session = SessionRow.parse(row);
  const [candidate] = await summariesOf(queries, [application.candidateId]);
  const scores = session.result;
  const isDone = session.state === 'finalized' && session.startedAt !== null && session.finalizedAt !== null;
  const { sessionId, deviceId } = session;
  const id = uuidv5(`${deviceId}/${sessionId}`, RESULT_NAMESPACE);
  const order = await orderedBy(queries, application.id);
  const names = await jobNames(queries, application.jobId);
  const locale = session.locale ?? 'zh-CN';
  return {
    sessionId,
    reportFor: (revision) => links.reportOf(id, revision, order !== null),
    document: {
      schema: RESULT_SCHEMA,
      id,
      order,
      candidate: {
        ref: application.candidateId,
        name: candidate?.name ?? '—',
        email: candidate?.emails[0] ?? null,
        phone: candidate?.phones[0] ?? null,
        externalIds: await externalIds(queries, application.candidateId),
      },
      job: { ref: application.jobId, title: localizedText(names.title, locale), externalIds: [] },
      status: isDone ? 'completed' : 'in_progress',
      recommendation: 'review',
      overall:
        scores?.total == null ? null : { value: scores.total.score, min: 0, max: 100, label: null, passed: null },
      competencies: (scores?.dimensions ?? []).map(({ dimensionId, interval }) => ({
        key: dimensionId.replaceAll('-', '_'),
        label: localizedText(dimensionName(names, dimensionId), locale),
        score: interval === null ? null : { value: interval.score, min: 0, max: 100 },
        rating: null,
        evidence: [],
      })),
      report: { url: null, expiresAt: null, files: [] },
      assessor: {
        kind: 'ai',
        name: 'anteroom',
        version: scores?.engine == null ? null : String(scores.engine.version),
      },
      review,
      startedAt: instant(session.startedAt),
      completedAt: isDone ? instant(session.finalizedAt) : null,
      language: locale,
      device: deviceId,
      metadata: { application: application.id },
    },
  };
}

/** Somebody looked at it and let it go out. */
export function reviewedBy({ at, actor }: Change): InterviewResult['review'] {
  return { by: actor.name, at, decision: 'advance' };
}

/** With milliseconds, as the document wants it. */
function instant(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

async function externalIds(queries: Queries, rootId: string): Promise<{ system: string; id: string }[]> {
  const rows = await queries.all(
    `select distinct f.value from candidate_facts f join candidates c on c.id = f.candidate_id
     where f.kind = 'external_id' and coalesce(c.merged_into, c.id) = ? order by f.value limit 20`,
    rootId,
  );
  return rows.map((row) => {
    const [system = '', ...rest] = z.object({ value: z.string() }).parse(row).value.split(':');
    return { system, id: rest.join(':') };
  });
}
