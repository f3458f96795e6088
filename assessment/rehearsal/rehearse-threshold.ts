import type { DimensionResult, Interval } from '#shared/assessment.ts';
import { auditFairnessForSite, type ShownAudit } from '../fairness/audit-fairness.ts';
import { weighTotal } from '../weigh-total.ts';

/** Weights with the total from which a next step is proposed. */
export interface Threshold {
  /** By dimension; sums to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** 0 to 100: a total of this or more reaches it. */
  readonly cutOff: number;
}

/** Somebody who was scored. */
export interface Rehearsed {
  readonly sessionId: string;
  readonly dimensions: readonly Pick<DimensionResult, 'dimensionId' | 'interval'>[];
  /** One per column of groups; empty at a site, which knows none. */
  readonly groups: readonly (string | null)[];
}

/** Somebody who would end on the other side. */
export interface Crossing {
  readonly sessionId: string;
  readonly direction: 'up' | 'down';
  readonly before: Interval;
  readonly after: Interval;
  /** One of the two totals cannot be told apart from its cut-off: chance alone could have put them there. */
  readonly isWithinError: boolean;
}

export interface Rehearsal {
  /** Everybody looked at. */
  readonly people: number;
  /** Without a total under one of the two: incomplete, and on no side. */
  readonly withoutTotal: number;
  readonly reachedBefore: number;
  readonly reachedAfter: number;
  /** People whose interval holds the new cut-off. */
  readonly undecidable: number;
  /** Totals of everybody who has one, in the same order. */
  readonly totals: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly crossings: readonly Crossing[];
  /** By group, where groups are known; null without. */
  readonly fairness: { readonly before: ShownAudit; readonly after: ShownAudit } | null;
}

/**
 * What another weighting or cut-off would have meant for people who were scored already: who would cross, either way, and
 * what it would do to impact ratios. No score is changed by it.
 *
 * @param columns names of the groups, as many as every person's `groups`
 */
export function rehearseThreshold(
  people: readonly Rehearsed[],
  before: Threshold,
  after: Threshold,
  columns: readonly string[],
): Rehearsal {
  const totals = people.flatMap(({ sessionId, dimensions, groups }) => {
    const [old, next] = [totalUnder(before, dimensions), totalUnder(after, dimensions)];
    return old === null || next === null ? [] : [{ sessionId, groups, before: old, after: next }];
  });
  const reachedBefore = totals.filter((each) => each.before.score >= before.cutOff);
  const reachedAfter = totals.filter((each) => each.after.score >= after.cutOff);
  const auditOf = (reached: readonly (typeof totals)[number][]) => {
    const ids = new Set(reached.map(({ sessionId }) => sessionId));
    return auditFairnessForSite(
      columns,
      totals.map(({ sessionId, groups }) => ({ groups, outcome: ids.has(sessionId) })),
      null,
    );
  };
  return {
    people: people.length,
    withoutTotal: people.length - totals.length,
    reachedBefore: reachedBefore.length,
    reachedAfter: reachedAfter.length,
    undecidable: totals.filter((each) => holds(each.after, after.cutOff)).length,
    totals: {
      before: totals.map((each) => each.before.score),
      after: totals.map((each) => each.after.score),
    },
    crossings: totals.flatMap((each) => crossingOf(each, before, after) ?? []),
    fairness: columns.length === 0 ? null : { before: auditOf(reachedBefore), after: auditOf(reachedAfter) },
  };
}

function totalUnder({ weights }: Threshold, dimensions: Rehearsed['dimensions']): Interval | null {
  return weighTotal(
    dimensions.map(({ dimensionId, interval }) => ({ dimensionId, interval, weight: weights[dimensionId] ?? 0 })),
  ).total;
}

function holds({ low, high }: Interval, cutOff: number): boolean {
  return low <= cutOff && high >= cutOff;
}

function crossingOf(
  totals: { sessionId: string; before: Interval; after: Interval },
  before: Threshold,
  after: Threshold,
): Crossing | null {
  const [was, is] = [totals.before.score >= before.cutOff, totals.after.score >= after.cutOff];
  if (was === is) return null;
  return {
    sessionId: totals.sessionId,
    direction: is ? 'up' : 'down',
    before: totals.before,
    after: totals.after,
    isWithinError: holds(totals.before, before.cutOff) || holds(totals.after, after.cutOff),
  };
}
