import type { CalibrationFigures } from '#shared/insights/calibration.ts';
import type { Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { calibrationReport } from './calibration-report.ts';
import type { InterviewFacts } from './ports.ts';
import { resultOf } from './read-interviews.ts';
import { columnOf, namesOf, numbersOf, type Table } from './read-table.ts';

/** The same report for the same file, on every kiosk. */
const SEED = 1;

/** Which columns of the file say what. */
interface OutcomeColumns {
  readonly reference: string;
  readonly criterion: string;
  readonly within: string | null;
  readonly topFrom: number | null;
}

/**
 * Holds outcomes of a file against scores of this kiosk, by reference. Everybody who was scored is there, so the spread of
 * applicants is the kiosk's own; whoever is not in the file has no criterion.
 *
 * @param reference short name of an interview
 * @throws {TableError} when a column is missing or a cell cannot be read
 */
export function calibrateOutcomes(
  table: Table,
  columns: OutcomeColumns,
  parts: {
    readonly job: Job;
    readonly weights: Readonly<Record<string, number>>;
    readonly facts: readonly InterviewFacts[];
    readonly reference: (facts: InterviewFacts) => string;
    readonly nowMs: number;
    readonly locale: Locale;
  },
): CalibrationFigures {
  const { job, weights, facts } = parts;
  const ids = job.competencyModel.dimensions.map(({ id }) => id);
  const outcomes = outcomesOf(table, columns);
  const scored = facts.flatMap((each) => {
    const result = resultOf(each);
    if (result === null) return [];
    const outcome = outcomes.get(parts.reference(each).toUpperCase());
    const scores = ids.map((id) => result.dimensions.find(({ dimensionId }) => dimensionId === id)?.interval?.score);
    return [{ outcome, cells: scores.map((score) => (score === undefined ? '' : String(score))) }];
  });
  // columns of its own names: a file may call one of its columns like a dimension
  const joined: Table = {
    columns: [...ids, '\u0000criterion', '\u0000within'],
    rows: scored.map(({ outcome, cells }, index) => ({
      line: index + 2,
      cells: [...cells, outcome?.criterion ?? '', outcome?.within ?? ''],
    })),
  };
  const report = calibrationReport(joined, {
    criterion: '\u0000criterion',
    dimensions: ids,
    prior: ids.map((id) => weights[id] ?? 0),
    within: columns.within === null ? [] : ['\u0000within'],
    topFrom: columns.topFrom,
    leaving: null,
    nowMs: parts.nowMs,
    seed: SEED,
  });
  const { people, withCriterion, total, shadow, topBands, pairsNeeded } = report;
  return {
    rows: table.rows.length,
    matched: scored.filter(({ outcome }) => outcome !== undefined).length,
    people,
    withCriterion,
    dimensions: report.dimensions.map(({ dimension, validity }, index) => ({
      dimensionId: dimension,
      name: localizedText(
        job.competencyModel.dimensions[index]?.name ?? { 'zh-CN': dimension, en: dimension },
        parts.locale,
      ),
      prior: weights[dimension] ?? 0,
      validity,
    })),
    total,
    weights: report.weights,
    shadow,
    topBands,
    pairsNeeded,
  };
}

/** By reference, in capitals. The numbers are read here so that a mistake is told with the line of the person's own file. */
function outcomesOf(table: Table, { reference, criterion, within }: OutcomeColumns) {
  const references = columnOf(table, reference);
  const criteria = numbersOf(table, criterion);
  const blocks = within === null ? [] : namesOf(table, within);
  return new Map(
    table.rows.map(({ cells }, row) => [
      (cells[references] ?? '').toUpperCase(),
      { criterion: criteria[row] == null ? '' : String(criteria[row]), within: blocks[row] ?? '' },
    ]),
  );
}
