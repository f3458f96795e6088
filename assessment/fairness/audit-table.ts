import { cohenD } from '../statistics/moments.ts';
import {
  type Bounds,
  fisherExact,
  katzInterval,
  pooledZ,
  smallestExpected,
  type Tally,
} from '../statistics/two-by-two.ts';
import { expectedImpactRatio } from './expected-ratio.ts';
import type { CategoryCount, GroupTable } from './tally-groups.ts';

/** Fewer people than this in either group say nothing: no impact ratio is printed (scoring.md §5.4). */
export const MIN_GROUP = 30;
/**
 * A category of less than this share may be left out of the ratios, with a justification, and is still listed (6 RCNY §
 * 5-301).
 */
const MIN_SHARE = 0.02;
/** A difference of means from here on is worth a look. */
const WATCH_D = 0.2;
const SIGNIFICANT = 0.05;
/** Selection rates for which the consequence of a difference of means is modelled. */
const MODELLED_RATES = [0.1, 0.25, 0.5] as const;

/**
 * What can be said of a category. There is no "fair": `no_sign` means that the ratio is at least four fifths, that its
 * interval leaves no room for less, that no test speaks against it, and that there were people enough.
 */
export type Verdict =
  | 'reference'
  /** Fewer than 30 here or in the reference. */
  | 'too_few'
  /** Nobody was selected at all, so there is no rate to compare with. */
  | 'not_comparable'
  | 'excluded'
  /** Below four fifths. */
  | 'flag'
  /** Four fifths or more, but a test or the difference of means speaks against it. */
  | 'watch'
  /** Nothing speaks against it, but a ratio below four fifths would look the same with so few people. */
  | 'inconclusive'
  | 'no_sign';

export interface CategoryFigures {
  readonly category: readonly string[];
  readonly n: number;
  readonly hits: number;
  readonly rate: number;
  /** Share of all people, those of unknown category among them. */
  readonly share: number;
  /** Rate over the highest rate; null for an excluded category, or where there is none to compare with. */
  readonly impactRatio: number | null;
  /** Katz, 95 %. */
  readonly ratioInterval: Bounds | null;
  /** Against the category with the highest rate. `used`: Fisher's when any count expected is below 5. */
  readonly test: {
    readonly used: 'fisher' | 'pooled_z';
    readonly p: number;
    readonly z: number | null;
    readonly zP: number | null;
    readonly fisherP: number;
  } | null;
  /** Difference of mean scores from the reference, in pooled standard deviations; null without scores. */
  readonly d: number | null;
  /**
   * The same with one person decided the other way in each of the two groups, towards four fifths: does the flag hang on
   * one person?
   */
  readonly flip: { readonly impactRatio: number; readonly changesFlag: boolean } | null;
  /** What `d` would mean at other cut-offs, by a normal model; empty without `d`. */
  readonly modelled: readonly { readonly selectionRate: number; readonly impactRatio: number }[];
  readonly verdict: Verdict;
}

export interface TableFigures {
  readonly columns: readonly string[];
  /** The category that the others are compared with; null when nobody can be. */
  readonly reference: readonly string[] | null;
  readonly categories: readonly CategoryFigures[];
  readonly unknown: GroupTable['unknown'];
  /** Why small categories have no ratio; null when none was left out. */
  readonly exclusion: { readonly justification: string; readonly categories: readonly (readonly string[])[] } | null;
}

/** How a table is read. */
export interface AuditOptions {
  /**
   * A category of fewer people cannot be the reference. For an auditor 1: the rule takes the highest rate, however few
   * there are.
   */
  readonly minReference: number;
  /** Leaves categories below 2 % out of the ratios, for this reason; null keeps them in. */
  readonly exclusionJustification: string | null;
}

/** The figures of one table: selection or scoring rate, impact ratio, tests, verdict. */
export function auditTable(table: GroupTable, options: AuditOptions): TableFigures {
  const all = table.unknown.n + table.categories.reduce((sum, { n }) => sum + n, 0);
  const { exclusionJustification: justification } = options;
  const isExcluded = ({ n }: Tally) => justification !== null && n < MIN_SHARE * all;
  const eligible = table.categories.filter((each) => !isExcluded(each) && each.n >= options.minReference);
  const reference = eligible.reduce<CategoryCount | null>(
    (best, each) => (best === null || each.hits * best.n > best.hits * each.n ? each : best),
    null,
  );
  const excluded = table.categories.filter(isExcluded);
  return {
    columns: table.columns,
    reference: reference?.category ?? null,
    categories: table.categories.map((each) => figuresOf(each, reference, all, isExcluded(each))),
    unknown: table.unknown,
    exclusion:
      justification === null || excluded.length === 0
        ? null
        : { justification, categories: excluded.map(({ category }) => category) },
  };
}

function figuresOf(
  group: CategoryCount,
  reference: CategoryCount | null,
  all: number,
  isExcluded: boolean,
): CategoryFigures {
  const { category, n, hits, scores } = group;
  const base = { category, n, hits, rate: hits / n, share: n / all };
  const nothing = { impactRatio: null, ratioInterval: null, test: null, d: null, flip: null, modelled: [] };
  if (isExcluded) return { ...base, ...nothing, verdict: 'excluded' };
  if (reference === null) return { ...base, ...nothing, verdict: 'too_few' };
  if (reference.hits === 0) return { ...base, ...nothing, verdict: 'not_comparable' };
  if (reference === group) return { ...base, ...nothing, impactRatio: 1, verdict: 'reference' };
  const d = cohenD(scores, reference.scores);
  const figures = {
    ...base,
    impactRatio: ratioOf(group, reference),
    ratioInterval: katzInterval(group, reference),
    test: testOf(group, reference),
    d,
    flip: flipOf(group, reference),
    modelled: d === null ? [] : modelled(d, n / (n + reference.n)),
  };
  return { ...figures, verdict: verdictOf(figures, reference) };
}

function ratioOf(group: Tally, reference: Tally): number {
  return (group.hits * reference.n) / (reference.hits * group.n);
}

/** Four fifths in whole numbers: .48 / .60 is not below it, whatever binary fractions say. */
function isBelowFourFifths(group: Tally, reference: Tally): boolean {
  return 5 * group.hits * reference.n < 4 * reference.hits * group.n;
}

function testOf(group: Tally, reference: Tally): NonNullable<CategoryFigures['test']> {
  const z = pooledZ(group, reference);
  const fisherP = fisherExact(group, reference).twoSided;
  const used = z === null || smallestExpected(group, reference) < 5 ? 'fisher' : 'pooled_z';
  return { used, p: used === 'fisher' || z === null ? fisherP : z.p, z: z?.z ?? null, zP: z?.p ?? null, fisherP };
}

/**
 * One more selected here and one fewer there when the ratio is below four fifths, else the other way round (UGESP, question
 * 21).
 */
function flipOf(group: Tally, reference: Tally): CategoryFigures['flip'] {
  const isBelow = isBelowFourFifths(group, reference);
  const step = isBelow ? 1 : -1;
  const moved = { n: group.n, hits: group.hits + step };
  const other = { n: reference.n, hits: reference.hits - step };
  const isPossible = moved.hits >= 0 && moved.hits <= moved.n && other.hits > 0 && other.hits <= other.n;
  if (!isPossible) return null;
  return { impactRatio: ratioOf(moved, other), changesFlag: isBelowFourFifths(moved, other) !== isBelow };
}

function modelled(d: number, groupShare: number): CategoryFigures['modelled'] {
  return MODELLED_RATES.map((selectionRate) => ({
    selectionRate,
    impactRatio: expectedImpactRatio({ d: -d, selectionRate, groupShare }),
  }));
}

function verdictOf(figures: Omit<CategoryFigures, 'verdict'>, reference: Tally): Verdict {
  const { n, d, test, ratioInterval } = figures;
  if (n < MIN_GROUP || reference.n < MIN_GROUP) return 'too_few';
  if (isBelowFourFifths(figures, reference)) return 'flag';
  if ((test !== null && test.p < SIGNIFICANT) || (d !== null && Math.abs(d) >= WATCH_D)) return 'watch';
  return ratioInterval !== null && ratioInterval.low >= 0.8 ? 'no_sign' : 'inconclusive';
}
