import { setImmediate } from 'node:timers/promises';
import type { SessionId } from '#shared/ids.ts';
import type { AgreementFigures } from '#shared/insights/agreement.ts';
import type { Job } from '#shared/job.ts';
import { localizedText } from '#shared/localized.ts';
import { isHiring } from '#shared/purpose.ts';
import { FLOOR, MAX_STEP } from '#assessment/calibration/propose-weights.ts';
import type { implementContract } from './contract-server.ts';
import { calibrateOutcomes } from './insights/calibrate-outcomes.ts';
import { siteFairnessReport } from './insights/fairness-report.ts';
import { inspectTable } from './insights/inspect-table.ts';
import { binsOf, MIN_SCORED, overviewOf } from './insights/overview.ts';
import type { InsightsStore, InterviewFacts, StoredThreshold, ThresholdStore } from './insights/ports.ts';
import { readInterviews } from './insights/read-interviews.ts';
import { readTable, TableError } from './insights/read-table.ts';
import {
  areSame,
  figuresOf,
  groupsOf,
  refusedWeight,
  rehearse,
  rehearsedOf,
  thresholdInForce,
  toThresholdChange,
} from './insights/thresholds.ts';

export interface InsightParts {
  readonly insights: InsightsStore;
  readonly thresholds: ThresholdStore;
  readonly jobs: () => readonly Job[];
  readonly reference: (id: SessionId) => string;
  readonly staffName: (staffId: string) => string | null;
  /** Whether this person may see how the computer scored this interview: they have rated it themselves. */
  readonly mayReadScores: (id: SessionId, staffId: string) => boolean;
  readonly agreement: () => AgreementFigures;
  /** What interviews begin with has changed. */
  readonly onApproved: () => void;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Calls of the noun `insights`, with each foreseen failure as its named error. */
export function insightCalls(os: ReturnType<typeof implementContract>['insights'], parts: InsightParts) {
  const { insights, thresholds } = parts;
  const read = (jobId: string, last: number) => readInterviews(insights, jobId, last, () => setImmediate());
  const nowMs = () => parts.now().getTime();

  /** As it is offered now, or as interviews were held with it last. */
  function findJob(jobId: string): Job | null {
    return (
      parts.jobs().find((job) => job.id === jobId && isHiring(job)) ??
      insights.jobs().find(({ job }) => job.id === jobId)?.job ??
      null
    );
  }

  /** What interviews were held with: its questions and dimensions are those of the figures. */
  function heldJob(jobId: string): Job | null {
    return insights.jobs().find(({ job }) => job.id === jobId)?.job ?? findJob(jobId);
  }

  function shownChange(change: StoredThreshold, staffId: string | null) {
    return toThresholdChange(change, staffId, parts.staffName);
  }

  return {
    overview: os.overview.handler(async ({ input: { jobId, last, locale } }) => {
      const jobs = insights.jobs();
      const chosen = jobId ?? jobs[0]?.job.id ?? null;
      const job = chosen === null ? null : heldJob(chosen);
      return overviewOf({
        jobs,
        job,
        read: job === null ? { facts: [], deleted: 0, hasOlder: false } : await read(job.id, last),
        nowMs: nowMs(),
        locale,
        hourOf: (instant) => new Date(instant).getHours(),
      });
    }),

    agreement: os.agreement.handler(() => parts.agreement()),

    inspectFile: os.inspectFile.handler(({ input, errors }) =>
      withFile(input.file, errors, (table) => inspectTable(table)),
    ),

    auditFile: os.auditFile.handler(({ input: { file, ...question }, errors }) =>
      withFile(file, errors, (table) => siteFairnessReport(table, question)),
    ),

    calibrate: os.calibrate.handler(async ({ input, errors }) => {
      const job = heldJob(input.jobId);
      if (job === null) throw errors.job_unknown();
      const { facts } = await read(job.id, MOST);
      return withFile(input.file, errors, (table) =>
        calibrateOutcomes(table, input, {
          job,
          weights: thresholdInForce(job, thresholds).threshold.weights,
          facts,
          reference: ({ id }) => parts.reference(id),
          nowMs: nowMs(),
          locale: input.locale,
        }),
      );
    }),

    threshold: os.threshold.handler(({ input: { jobId, locale }, context, errors }) => {
      const job = heldJob(jobId);
      if (job === null) throw errors.job_unknown();
      const { threshold, isApproved } = thresholdInForce(job, thresholds);
      return {
        current: threshold,
        isApproved,
        dimensions: job.competencyModel.dimensions.map(({ id, name }) => ({ id, name: localizedText(name, locale) })),
        maxStep: MAX_STEP,
        floor: FLOOR,
        changes: thresholds.list(jobId).map((change) => shownChange(change, context.connection.staffId)),
      };
    }),

    rehearse: os.rehearse.handler(async ({ input, context, errors }) => {
      const job = heldJob(input.jobId);
      if (job === null) throw errors.job_unknown();
      const { facts } = await read(job.id, input.last);
      const { groups } = input;
      const groupOf =
        groups === null
          ? null
          : withFile(groups.file, errors, (table) => {
              const known = groupsOf(table, groups);
              return ({ id }: InterviewFacts) => known.get(parts.reference(id).toUpperCase()) ?? null;
            });
      const people = rehearsedOf(facts, groupOf);
      const before = thresholdInForce(job, thresholds).threshold;
      const found = rehearse(people, before, input.after, groups === null ? [] : [groups.column]);
      if (found === null) return { status: 'too_few' as const, people: people.length, needed: MIN_SCORED };
      const { staffId } = context.connection;
      const named = found.crossings.filter(
        ({ sessionId }) => staffId !== null && parts.mayReadScores(sessionId as SessionId, staffId),
      );
      return {
        status: 'rehearsed' as const,
        before,
        figures: figuresOf(found),
        binsBefore: binsOf(found.totals.before),
        binsAfter: binsOf(found.totals.after),
        crossings: named.map(({ sessionId, direction, isWithinError }) => ({
          sessionId: sessionId as SessionId,
          reference: parts.reference(sessionId as SessionId),
          direction,
          isWithinError,
        })),
        unnamed: found.crossings.length - named.length,
        fairness: found.fairness,
      };
    }),

    proposeThreshold: os.proposeThreshold.handler(async ({ input, context, errors }) => {
      const { jobId, after, reason } = input;
      const job = heldJob(jobId);
      if (job === null) throw errors.job_unknown();
      const before = thresholdInForce(job, thresholds).threshold;
      const refused = refusedWeight(before, after);
      if (refused !== null) throw errors.weights_refused({ data: refused });
      if (areSame(before, after)) throw errors.nothing_changes();
      const { facts } = await read(jobId, input.last);
      const people = rehearsedOf(facts, null);
      const found = rehearse(people, before, after);
      if (found === null) throw errors.too_few_rehearsed({ data: { people: people.length, needed: MIN_SCORED } });
      // looked at last: somebody may have proposed one while this was rehearsed
      if (thresholds.list(jobId).some(({ state }) => state === 'proposed')) throw errors.change_waiting();
      const id = parts.newId();
      const proposedBy = staffOf(context.connection.staffId);
      thresholds.propose({ id, jobId, before, after, figures: figuresOf(found), reason, proposedBy });
      return shownChange(stored(thresholds.find(id)), proposedBy);
    }),

    approveThreshold: os.approveThreshold.handler(({ input: { id }, context, errors }) => {
      const change = thresholds.find(id);
      if (change === null) throw errors.threshold_unknown();
      const staffId = staffOf(context.connection.staffId);
      if (change.proposedBy === staffId) throw errors.same_person();
      if (!thresholds.approve(id, staffId)) throw errors.threshold_settled();
      parts.onApproved();
      return { ok: true as const };
    }),

    withdrawThreshold: os.withdrawThreshold.handler(({ input: { id }, context, errors }) => {
      if (thresholds.find(id) === null) throw errors.threshold_unknown();
      if (!thresholds.withdraw(id, staffOf(context.connection.staffId))) throw errors.threshold_settled();
      return { ok: true as const };
    }),
  };
}

/** As many of a job as are looked at for a question that wants all of them. */
const MOST = 500;

/** Whoever may call as a manager is somebody. */
function staffOf(staffId: string | null): string {
  if (staffId === null) throw new Error('a manager’s page belongs to a member of staff');
  return staffId;
}

function stored<Row>(row: Row | null): Row {
  if (row === null) throw new Error('what was just written is there');
  return row;
}

type FileErrors = Parameters<
  Parameters<ReturnType<typeof implementContract>['insights']['inspectFile']['handler']>[0]
>[0]['errors'];

/** Answers from a file; what is wrong with it is the person's named error. */
function withFile<Answer>(
  file: string,
  errors: Pick<FileErrors, 'file_unusable'>,
  answer: (table: ReturnType<typeof readTable>) => Answer,
): Answer {
  try {
    return answer(readTable(Buffer.from(file, 'base64')));
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { problem } = error;
    throw errors.file_unusable({
      data: {
        problem: problem.code,
        ...('line' in problem ? { line: problem.line } : {}),
        ...('column' in problem ? { column: problem.column } : {}),
        ...('value' in problem ? { value: problem.value } : {}),
        ...('limit' in problem ? { limit: problem.limit } : {}),
      },
    });
  }
}
