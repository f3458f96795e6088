import { attritionReport, type AttritionReport } from '#assessment/calibration/attrition.ts';
import { compareWeightings, type WeightingComparison } from '#assessment/calibration/compare-weightings.ts';
import { withinBlocks } from '#assessment/calibration/fit-weights.ts';
import { proposeWeights, type WeightsReport } from '#assessment/calibration/propose-weights.ts';
import { type TopBandChance, topBandChance } from '#assessment/calibration/top-band.ts';
import { type Validity, validityOf } from '#assessment/calibration/validity.ts';
import { pairsNeeded } from '#assessment/statistics/correlation.ts';
import { seededRandom } from '#assessment/statistics/random.ts';
import { datesOf, flagsOf, namesOf, numbersOf, type Table } from './read-table.ts';

/** What of a file is compared with what. */
export interface CalibrationQuestion {
  /** Column of what became of people; empty for who was not hired. */
  readonly criterion: string;
  /** Columns of scores, in the order of `prior`. */
  readonly dimensions: readonly string[];
  /** The experts' weights, by dimension, sum 1. */
  readonly prior: readonly number[];
  /** Columns within which the criterion is put in units of its spread, such as post and rater. */
  readonly within: readonly string[];
  /** Whoever reached this criterion is in the top band; null asks for no such table. */
  readonly topFrom: number | null;
  /** Columns of who left when; null asks for no attrition. */
  readonly leaving: { readonly hired: string; readonly left: string; readonly isVoluntary: string } | null;
  readonly nowMs: number;
  /** Of the bootstrap and the folds: the same seed gives the same report. */
  readonly seed: number;
}

export interface CalibrationReport {
  readonly people: number;
  readonly withCriterion: number;
  readonly dimensions: readonly { readonly dimension: string; readonly validity: Validity }[];
  /** Of the score under the experts' weights. */
  readonly total: Validity;
  readonly weights: WeightsReport;
  /** What the weights would do to the scores of everybody in the file; null without weights. */
  readonly shadow: WeightingComparison | null;
  /** By ten points of the score under the experts' weights; empty when it was not asked for. */
  readonly topBands: readonly { readonly from: number; readonly to: number; readonly chance: TopBandChance }[];
  readonly attrition: AttritionReport | null;
  /** Pairs that it takes to find a correlation of .20, .26 and .42. */
  readonly pairsNeeded: readonly { readonly r: number; readonly n: number }[];
  readonly seed: number;
}

const BANDS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90] as const;

/** One row with all that was read of it. */
interface Person {
  readonly scores: readonly (number | null)[];
  /** Under the experts' weights; null when a dimension is missing. */
  readonly total: number | null;
  readonly criterion: number | null;
  readonly block: string;
}

/**
 * How scores of a file go with what became of people, and what weights that speaks for.
 *
 * @throws {TableError} when a column is missing or a cell cannot be read
 */
export function calibrationReport(table: Table, question: CalibrationQuestion): CalibrationReport {
  const { prior, seed } = question;
  const random = seededRandom(seed);
  const people = peopleOf(table, question);
  const hired = standardised(people, question.within.length > 0);
  // the spread of applicants is only known when the file holds people who were not hired
  const hasApplicants = people.some(({ criterion }) => criterion === null);
  const validity = (scoreOf: (person: Person) => number | null) =>
    validityOf(
      hired.flatMap((person) => {
        const score = scoreOf(person);
        return score === null || person.criterion === null ? [] : [{ score, criterion: person.criterion }];
      }),
      hasApplicants ? people.flatMap((person) => scoreOf(person) ?? []) : null,
      random,
    );
  const outcomes = hired.flatMap(({ scores, criterion }) =>
    criterion === null || scores.includes(null)
      ? []
      : [{ dimensions: scores.flatMap((each) => each ?? []), criterion }],
  );
  const weights = proposeWeights(outcomes, prior, random);
  const complete = people.flatMap(({ scores }) =>
    scores.includes(null) ? [] : [scores.flatMap((score) => score ?? [])],
  );
  return {
    people: people.length,
    withCriterion: people.filter(({ criterion }) => criterion !== null).length,
    dimensions: question.dimensions.map((dimension, index) => ({
      dimension,
      validity: validity(({ scores }) => scores[index] ?? null),
    })),
    total: validity(({ total }) => total),
    weights,
    shadow: 'weights' in weights ? compareWeightings(complete, prior, weights.weights) : null,
    topBands: question.topFrom === null ? [] : topBandsOf(people, question.topFrom),
    attrition: question.leaving === null ? null : attritionOf(table, people, question.leaving, question),
    pairsNeeded: [0.2, 0.26, 0.42].map((r) => ({ r, n: pairsNeeded(r) })),
    seed,
  };
}

function peopleOf(table: Table, { criterion, dimensions, prior, within }: CalibrationQuestion): Person[] {
  const scores = dimensions.map((column) => numbersOf(table, column));
  const criteria = numbersOf(table, criterion);
  const blocks = within.map((column) => namesOf(table, column));
  return criteria.map((value, row) => {
    const own = scores.map((column) => column[row] ?? null);
    const total = own.includes(null) ? null : own.reduce<number>((sum, score, j) => sum + (score ?? 0) * prior[j]!, 0);
    return { scores: own, total, criterion: value, block: JSON.stringify(blocks.map((column) => column[row])) };
  });
}

/** People with a criterion, in units of its spread within their block when there are blocks. */
function standardised(people: readonly Person[], hasBlocks: boolean): Person[] {
  const hired = people.filter(({ criterion }) => criterion !== null);
  if (!hasBlocks) return hired;
  const rows = hired.map((person) => ({ criterion: person.criterion ?? 0, block: person.block, person }));
  return withinBlocks(rows).map(({ row: { person }, criterion }) => ({ ...person, criterion }));
}

function topBandsOf(people: readonly Person[], topFrom: number): CalibrationReport['topBands'] {
  const placed = people.flatMap(({ total, criterion }) =>
    total === null || criterion === null ? [] : [{ score: total, isTop: criterion >= topFrom }],
  );
  return BANDS.flatMap((from) => {
    const to = from + 10;
    const chance = topBandChance({ low: from, high: from === 90 ? to : to - 1e-9 }, placed);
    return chance.alike === 0 ? [] : [{ from, to, chance }];
  });
}

function attritionOf(
  table: Table,
  people: readonly Person[],
  columns: NonNullable<CalibrationQuestion['leaving']>,
  { nowMs, seed }: CalibrationQuestion,
): AttritionReport {
  const [hired, left] = [datesOf(table, columns.hired), datesOf(table, columns.left)];
  const voluntary = flagsOf(table, columns.isVoluntary);
  const employments = people.flatMap(({ total }, row) => {
    const hiredMs = hired[row] ?? null;
    if (total === null || hiredMs === null) return [];
    return [{ score: total, hiredMs, leftMs: left[row] ?? null, isVoluntary: voluntary[row] ?? null }];
  });
  return attritionReport(employments, nowMs, seededRandom(seed));
}
