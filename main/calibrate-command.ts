import { Command } from 'commander';
import { z } from 'zod';
import type { TopBandChance } from '#assessment/calibration/top-band.ts';
import type { Validity } from '#assessment/calibration/validity.ts';
import {
  collect,
  columnList,
  figure,
  type FiguresParts,
  printFigures,
  QuestionError,
  readJson,
  textTable,
} from './figures-command.ts';
import { type CalibrationQuestion, calibrationReport, type CalibrationReport } from './insights/calibration-report.ts';

interface CalibrateOptions {
  readonly criterion: string;
  readonly dimensions: readonly string[];
  readonly prior: string;
  readonly within: readonly string[];
  readonly topFrom?: string;
  readonly hired?: string;
  readonly left?: string;
  readonly voluntary?: string;
  readonly seed: string;
  readonly json?: boolean;
}

/** How far a sum of weights may be from 1: what rounding to three digits leaves. */
const SUM_TOLERANCE = 0.005;

/** `anteroom calibrate FILE --criterion COL --dimensions a,b,c --prior JSON`: exit code 2 when the file cannot be used. */
export function calibrateCommand(parts: FiguresParts & { readonly now: () => Date }): Command {
  return new Command('calibrate')
    .description(
      'how scores go with what became of people, and what weights that speaks for; nothing is stored or changed',
    )
    .argument('<file>', 'a CSV file with a header, a row per person', parts.fromCaller)
    .requiredOption('--criterion <column>', 'what became of them; empty for who was not hired')
    .requiredOption('--dimensions <columns>', 'columns of scores, with commas between', columnList)
    .requiredOption('--prior <json>', 'the experts’ weights, such as {"care":0.6,"calm":0.4} or [0.6,0.4]')
    .option('--within <column>', 'compare people only with others of the same post or rater', collect, [])
    .option('--top-from <criterion>', 'how many reached this criterion, by score')
    .option('--hired <column>', 'dates of hiring; with --left and --voluntary')
    .option('--left <column>', 'dates of leaving, empty for who stayed')
    .option('--voluntary <column>', 'whether they left of their own will')
    .option('--seed <number>', 'of the bootstrap and the folds', '1')
    .option('--json', 'print everything as JSON')
    .action(async (file: string, options: CalibrateOptions) => {
      await printFigures(
        file,
        options.json === true,
        (table) => {
          const { dimensions, ...report } = calibrationReport(table, questionOf(options, parts.now()));
          const named = (weights: readonly number[]) =>
            Object.fromEntries(options.dimensions.map((dimension, index) => [dimension, weights[index] ?? 0]));
          const { weights } = report;
          return {
            ...report,
            dimensions,
            weights:
              'weights' in weights
                ? { ...weights, weights: named(weights.weights), fitted: named(weights.fitted) }
                : weights,
          };
        },
        calibrationText,
        parts,
      );
    });
}

function questionOf(options: CalibrateOptions, now: Date): CalibrationQuestion {
  const { criterion, dimensions, within, hired, left, voluntary } = options;
  const twice = dimensions.find((column, index) => dimensions.indexOf(column) !== index);
  if (twice !== undefined) throw new QuestionError(`--dimensions names "${twice}" twice.`);
  if (dimensions.length < 1) throw new QuestionError('--dimensions names no column.');
  if (new Set([hired, left, voluntary].map((each) => each === undefined)).size > 1)
    throw new QuestionError('--hired, --left and --voluntary belong together.');
  return {
    criterion,
    dimensions,
    prior: priorOf(options.prior, dimensions),
    within,
    topFrom: options.topFrom === undefined ? null : numberOf('--top-from', options.topFrom),
    leaving:
      hired === undefined || left === undefined || voluntary === undefined
        ? null
        : { hired, left, isVoluntary: voluntary },
    nowMs: now.getTime(),
    seed: numberOf('--seed', options.seed),
  };
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new QuestionError(`${name} "${text}" is not a number.`);
  return number;
}

function priorOf(text: string, dimensions: readonly string[]): number[] {
  const weight = z.number().min(0).max(1);
  const parsed = z.union([z.array(weight), z.record(z.string(), weight)]).safeParse(readJson('--prior', text));
  if (!parsed.success) throw new QuestionError('--prior has to be weights of 0 to 1, by dimension or in their order.');
  const given = parsed.data;
  const foreign = Array.isArray(given) ? [] : Object.keys(given).filter((name) => !dimensions.includes(name));
  if (foreign.length > 0) throw new QuestionError(`--prior has a weight for "${foreign[0]}", which is no dimension.`);
  const weights = Array.isArray(given) ? given : dimensions.map((name) => given[name]);
  const missing = dimensions.find((_, index) => weights[index] === undefined);
  if (missing !== undefined) throw new QuestionError(`--prior has no weight for "${missing}".`);
  if (weights.length > dimensions.length)
    throw new QuestionError(`--prior has ${weights.length} weights for ${dimensions.length} dimensions.`);
  const total = weights.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  if (Math.abs(total - 1) > SUM_TOLERANCE) throw new QuestionError(`--prior has to sum to 1; it sums to ${total}.`);
  return weights.map((each) => (each ?? 0) / total);
}

type NamedReport = Omit<CalibrationReport, 'weights'> & { readonly weights: NamedWeights };
type NamedWeights =
  | Extract<CalibrationReport['weights'], { status: 'too_few' | 'report_only' | 'no_relation' }>
  | (Omit<Extract<CalibrationReport['weights'], { weights: unknown }>, 'weights' | 'fitted'> & {
      readonly weights: Readonly<Record<string, number>>;
      readonly fitted: Readonly<Record<string, number>>;
    });

function calibrationText(report: NamedReport): string {
  const { people, withCriterion, dimensions, total, weights, shadow, topBands, attrition } = report;
  const rows = [...dimensions, { dimension: 'total', validity: total }].map(({ dimension, validity }) => [
    dimension,
    ...validityCells(validity),
  ]);
  return [
    `${people} people, ${withCriterion} with a criterion.`,
    textTable([['', 'n', 'r', '95 % (Fisher)', '95 % (bootstrap)', 'corrected', ''], ...rows]),
    weightsText(weights),
    ...(shadow === null || shadow.correlation === null
      ? []
      : [
          `In the shadow, for ${shadow.people} people: both scores correlate ${figure(shadow.correlation)}; mean shift ${figure(shadow.meanShift)}, largest ${figure(shadow.largestShift)} points.`,
        ]),
    ...(topBands.length === 0
      ? []
      : [textTable([['score', 'hired', 'top band', 'share', '95 %'], ...topBands.map(topBandCells)])]),
    ...(attrition === null
      ? []
      : [
          `Leaving of their own will within twelve months: ${attrition.left} left, ${attrition.stayed} stayed, ${attrition.censored} not there for twelve months yet, ${attrition.otherLeft} left otherwise.`,
          textTable([
            ['', 'n', 'r', '95 % (Fisher)', '95 % (bootstrap)', '', ''],
            ['staying', ...validityCells(attrition.validity)],
          ]),
        ]),
    `Pairs it takes to find r (power 80 %): ${report.pairsNeeded.map(({ r, n }) => `${r.toFixed(2)}: ${n}`).join(', ')}. Seed ${report.seed}.`,
  ].join('\n\n');
}

function validityCells(validity: Validity): string[] {
  const n = String(validity.n);
  if (validity.status !== 'reported')
    return [n, '–', '–', '–', '–', validity.status === 'too_few' ? 'too few: 30 are needed' : 'everybody the same'];
  const { r, interval, bootstrap, corrected, mayBeChance } = validity;
  return [
    n,
    figure(r),
    `${figure(interval.low)} – ${figure(interval.high)}`,
    bootstrap === null ? '–' : `${figure(bootstrap.low)} – ${figure(bootstrap.high)}`,
    corrected === null ? '–' : `${figure(corrected.r)} (u ${figure(corrected.u)})`,
    mayBeChance ? 'may be chance' : '',
  ];
}

function weightsText(weights: NamedWeights): string {
  switch (weights.status) {
    case 'too_few':
      return `Weights: ${weights.n} pairs are too few to say anything (30).`;
    case 'report_only':
      return `Weights: with ${weights.n} pairs the experts’ weights are the better ones; 60 are needed for a suggestion.`;
    case 'no_relation':
      return `Weights: in ${weights.n} pairs the score does not go with the criterion, so no weights can be drawn from it.`;
    case 'suggestion':
    case 'proposal': {
      const rows = Object.entries(weights.weights).map(([name, weight]) => [
        name,
        figure(weights.fitted[name]),
        figure(weight),
      ]);
      const { gain } = weights;
      const head =
        weights.status === 'proposal'
          ? 'Weights that may be proposed; two people have to approve, after a rehearsal and a bias audit.'
          : `A suggestion from ${weights.n} pairs, to look at: it cannot be applied below 120.`;
      const gained =
        gain === null || gain.interval === null
          ? 'Gain over the experts’ weights: not known.'
          : `Gain over the experts’ weights, held out: ${figure(gain.value)} (${figure(gain.interval.low)} – ${figure(gain.interval.high)}).`;
      return [head, textTable([['', 'fitted', 'within limits'], ...rows]), gained].join('\n');
    }
  }
}

function topBandCells({ from, to, chance }: { from: number; to: number; chance: TopBandChance }): string[] {
  const range = `${from}–${to}`;
  if (chance.status === 'too_few') return [range, String(chance.alike), 'too few', '–', '–'];
  const { alike, reached, share, interval } = chance;
  return [range, String(alike), String(reached), figure(share), `${figure(interval.low)} – ${figure(interval.high)}`];
}
