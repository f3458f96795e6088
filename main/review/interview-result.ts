import { aggregate } from '#assessment/aggregate.ts';
import type { InterviewResult } from '#shared/assessment.ts';
import type { StoredInterview } from './ports.ts';

/** Dimensions and total of a finished interview; null without consent to computer scoring, and before the end. */
export function interviewResultOf({ session, answers, assessments }: StoredInterview): InterviewResult | null {
  if (session.phase !== 'finalized' || session.consents?.scoring !== true) return null;
  return aggregate(session.job, {
    keyed: answers.flatMap(({ itemId, score, status }) =>
      score === null || status !== 'scored' ? [] : [{ itemId, score }],
    ),
    worded: [...assessments.values()].flatMap((each) => (each.state === 'assessed' ? [each.assessment] : [])),
  });
}
