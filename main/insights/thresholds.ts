import { type Rehearsed, type Rehearsal, rehearseThreshold } from '#assessment/rehearsal/rehearse-threshold.ts';
import { FLOOR, MAX_STEP } from '#assessment/calibration/propose-weights.ts';
import type { RehearsalFigures, Threshold, ThresholdChange } from '#shared/insights/threshold.ts';
import type { Job } from '#shared/job.ts';
import { MIN_SCORED } from './overview.ts';
import type { InterviewFacts, StoredThreshold, ThresholdStore } from './ports.ts';
import { resultOf } from './read-interviews.ts';
import { columnOf, namesOf, type Table } from './read-table.ts';

/** From which total on a next step is proposed, until two people agreed on another. */
const DEFAULT_CUT_OFF = 80;
/** What a person may type is rounded to a tenth of a per cent. */
const ROUNDING = 1e-6;

/**
 * The weights and cut-off in force: what was approved last, or the job's own. An approval for other dimensions than the job
 * has is of an older job.
 */
export function thresholdInForce(
  job: Job,
  store: Pick<ThresholdStore, 'approved'>,
): { threshold: Threshold; isApproved: boolean } {
  const { dimensions } = job.competencyModel;
  const approved = store.approved(job.id);
  const fits =
    approved !== null &&
    dimensions.every(({ id }) => id in approved.weights) &&
    Object.keys(approved.weights).length === dimensions.length;
  if (fits) return { threshold: approved, isApproved: true };
  return {
    threshold: {
      weights: Object.fromEntries(dimensions.map(({ id, weight }) => [id, weight])),
      cutOff: DEFAULT_CUT_OFF,
    },
    isApproved: false,
  };
}

/**
 * The jobs with the weights in force: interviews that begin now are weighed by them. Those that were held keep the job they
 * were held with.
 */
export function withApprovedWeights(jobs: readonly Job[], store: Pick<ThresholdStore, 'approved'>): readonly Job[] {
  return jobs.map((job) => {
    const { threshold, isApproved } = thresholdInForce(job, store);
    if (!isApproved) return job;
    const dimensions = job.competencyModel.dimensions.map((dimension) => ({
      ...dimension,
      weight: threshold.weights[dimension.id] ?? dimension.weight,
    }));
    return { ...job, competencyModel: { ...job.competencyModel, dimensions } };
  });
}

/**
 * A weight that moves too far in one change, or would be too small; null when all may be. Other dimensions than the job's
 * are refused too.
 */
export function refusedWeight(
  before: Threshold,
  after: Threshold,
): { dimensionId: string; low: number; high: number } | null {
  const ids = [...new Set([...Object.keys(before.weights), ...Object.keys(after.weights)])];
  for (const dimensionId of ids) {
    const old = before.weights[dimensionId] ?? 0;
    const next = after.weights[dimensionId];
    const low = Math.max(FLOOR, old - MAX_STEP);
    const high = Math.max(FLOOR, old + MAX_STEP);
    if (next === undefined || !(dimensionId in before.weights) || next < low - ROUNDING || next > high + ROUNDING)
      return { dimensionId, low, high };
  }
  return null;
}

/** Whether two thresholds are the same. */
export function areSame(a: Threshold, b: Threshold): boolean {
  const isSame = (one: number, other: number | undefined) => other !== undefined && Math.abs(one - other) < ROUNDING;
  return a.cutOff === b.cutOff && Object.entries(a.weights).every(([id, weight]) => isSame(weight, b.weights[id]));
}

/** Interviews that were scored, for a rehearsal. @param groupOf what people said of themselves; null without groups */
export function rehearsedOf(
  facts: readonly InterviewFacts[],
  groupOf: ((facts: InterviewFacts) => string | null) | null,
): Rehearsed[] {
  return facts.flatMap((each) => {
    const result = resultOf(each);
    if (result === null) return [];
    return [{ sessionId: each.id, dimensions: result.dimensions, groups: groupOf === null ? [] : [groupOf(each)] }];
  });
}

/** Rehearses a change; null when too few have a total. */
export function rehearse(
  people: readonly Rehearsed[],
  before: Threshold,
  after: Threshold,
  columns: readonly string[] = [],
): Rehearsal | null {
  const found = rehearseThreshold(people, before, after, columns);
  return found.people - found.withoutTotal < MIN_SCORED ? null : found;
}

/** A rehearsal as counts: what is stored with a change. */
export function figuresOf({
  crossings,
  people,
  withoutTotal,
  reachedBefore,
  reachedAfter,
  undecidable,
}: Rehearsal): RehearsalFigures {
  const up = crossings.filter(({ direction }) => direction === 'up').length;
  const withinError = crossings.filter((each) => each.isWithinError).length;
  return {
    people,
    withoutTotal,
    reachedBefore,
    reachedAfter,
    undecidable,
    up,
    down: crossings.length - up,
    withinError,
  };
}

/** Groups by reference, from a file. @throws {TableError} when a column is missing */
export function groupsOf(
  table: Table,
  columns: { reference: string; column: string },
): ReadonlyMap<string, string | null> {
  const references = columnOf(table, columns.reference);
  const names = namesOf(table, columns.column);
  return new Map(table.rows.map(({ cells }, row) => [(cells[references] ?? '').toUpperCase(), names[row] ?? null]));
}

/** A change as it is shown. @param caller a staff id */
export function toThresholdChange(
  { proposedBy, decidedBy, ...change }: StoredThreshold,
  caller: string | null,
  staffName: (staffId: string) => string | null,
): ThresholdChange {
  return {
    ...change,
    proposedBy: staffName(proposedBy),
    decidedBy: decidedBy === null ? null : staffName(decidedBy),
    mayApprove: change.state === 'proposed' && caller !== null && caller !== proposedBy,
  };
}
