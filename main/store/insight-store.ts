import type { SessionPhase } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { type Job, StoredJob } from '#shared/job.ts';
import { isHiring } from '#shared/purpose.ts';
import type { AssessmentStore, StoredAssessment } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import { PLAN_PURPOSE } from './plans-of-purpose.ts';
import type { RecordingStore } from './recording-store.ts';
import type { AnswerRow, StoredInterview } from './session-rows.ts';
import type { createSessionStore } from './session-store.ts';

/** What of an interview goes into figures: no word that was said, and nobody's name. */
export interface InterviewFacts {
  id: SessionId;
  phase: SessionPhase;
  startedAt: string;
  job: Job;
  hasConsented: boolean;
  answers: (Pick<AnswerRow, 'itemId' | 'status' | 'score' | 'answeredAt'> & { isSkipped: boolean })[];
  survey: StoredInterview['survey'];
  /** What the engine made of the words; null without consent to computer scoring, and before the end. */
  assessments: StoredAssessment[] | null;
  /** Of every sound that was measured. */
  sounds: { startedAt: string; snrDb: number | null; isNoisy: boolean }[];
}

/** Interviews as figures see them, read only: those for hiring, and no others (R16). */
export function createInsightStore(
  database: Database,
  sessions: ReturnType<typeof createSessionStore>,
  recordings: RecordingStore,
  assessments: AssessmentStore,
) {
  const selectJobs = database.prepare<[], { jobId: string; interviews: number; json: string }>(
    `select job_id "jobId", count(*) "interviews",
       (select job_json from plans newest where newest.job_id = plans.job_id and ${PLAN_PURPOSE.replace('job_json', 'newest.job_json')} = 'hiring'
         order by job_version desc, length(job_json) desc, rowid desc limit 1) "json"
     from sessions join plans on plans.sha256 = sessions.plan_sha256 and ${PLAN_PURPOSE} = 'hiring'
     group by job_id order by 2 desc, 1`,
  );
  const selectNewest = database
    .prepare<[string, number], SessionId>(
      `select session_id from sessions join plans on plans.sha256 = sessions.plan_sha256
       where job_id = ? and ${PLAN_PURPOSE} = 'hiring' order by session_id desc limit ?`,
    )
    .pluck();

  return {
    /** Jobs that interviews were held with, the busiest first, as of their newest version here. */
    jobs: (): { job: Job; interviews: number }[] =>
      selectJobs.all().map(({ interviews, json }) => ({ job: StoredJob.parse(JSON.parse(json)), interviews })),
    /** The newest first. */
    newest: (jobId: string, limit: number): SessionId[] => selectNewest.all(jobId, limit),
    /** Null when it was erased or its key is gone: there is nothing left to count. */
    factsOf(id: SessionId): InterviewFacts | null {
      const interview = sessions.isReadable(id) ? sessions.find(id) : null;
      if (interview === null || interview.phase === 'erased' || !isHiring(interview.job)) return null;
      const { phase, startedAt, job, consents, survey } = interview;
      const answers = sessions.answers(id);
      return {
        id,
        phase,
        startedAt,
        job,
        hasConsented: consents !== null,
        answers: answers.map(({ itemId, status, score, answeredAt, body }) => ({
          itemId,
          status,
          score,
          answeredAt,
          isSkipped: body.kind === 'skipped',
        })),
        survey,
        assessments:
          phase === 'finalized' && consents?.scoring === true ? [...assessments.assessments(id).values()] : null,
        sounds: sessions.recordings(id).flatMap((recording) => {
          const found = recordings.analysis(recording.id);
          if (found?.state !== 'analysed') return [];
          const { snrDb, flags } = found.analysis;
          const isNoisy = flags.some(({ code }) => code === 'noisy');
          return [{ startedAt: recording.startedAt, snrDb: snrDb.value, isNoisy }];
        }),
      };
    },
  };
}
