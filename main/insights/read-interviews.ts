import { interviewResult } from '#assessment/interview-result.ts';
import type { InterviewResult } from '#shared/assessment.ts';
import type { InsightsStore, InterviewFacts } from './ports.ts';

/** So many interviews are opened before other calls get their turn. */
const AT_ONCE = 5;

/** The newest interviews of a job. */
export interface ReadInterviews {
  readonly facts: readonly InterviewFacts[];
  /** Deleted since: nothing of them is left to count. */
  readonly deleted: number;
  readonly hasOlder: boolean;
}

/**
 * Opens the newest interviews of a job, a few at a time: candidates' calls go on meanwhile.
 *
 * @param breathe lets the calls that wait go first
 */
export async function readInterviews(
  store: InsightsStore,
  jobId: string,
  last: number,
  breathe: () => Promise<void>,
): Promise<ReadInterviews> {
  const newest = store.newest(jobId, last + 1);
  const found = newest.slice(0, last);
  const facts: InterviewFacts[] = [];
  for (const [index, id] of found.entries()) {
    if (index % AT_ONCE === 0) await breathe();
    const each = store.factsOf(id);
    if (each !== null) facts.push(each);
  }
  return { facts, deleted: found.length - facts.length, hasOlder: newest.length > last };
}

/** Dimensions and total of an interview; null when the computer had no part in it. */
export function resultOf({ job, answers, assessments }: InterviewFacts): InterviewResult | null {
  return assessments === null ? null : interviewResult(job, { answers, assessments });
}
