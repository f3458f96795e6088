import type { InterviewResult, WordAssessment } from '#shared/assessment.ts';
import type { Job } from '#shared/job.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import { aggregate } from './aggregate.ts';

/** What is stored of an interview's answers, as far as its result rests on it. */
export interface StoredResults {
  readonly answers: readonly { itemId: string; status: AnswerStatus; score: AnswerScore | null }[];
  readonly assessments: Iterable<{ state: 'assessed'; assessment: WordAssessment } | { state: 'failed' }>;
}

/** Dimensions and total of an interview from what is stored of it. Answers that were not scored have no part in it. */
export function interviewResult(job: Job, { answers, assessments }: StoredResults): InterviewResult {
  return aggregate(job, {
    keyed: answers.flatMap(({ itemId, status, score }) =>
      status === 'scored' && score !== null ? [{ itemId, score }] : [],
    ),
    worded: [...assessments].flatMap((each) => (each.state === 'assessed' ? [each.assessment] : [])),
  });
}
