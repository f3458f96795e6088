import { Command } from 'commander';
import { z } from 'zod';
import type { Disagreement } from '#assessment/agreement/kappa.ts';
import type { GateCheck } from '#assessment/agreement/check-gates.ts';
import {
  columnList,
  figure,
  type FiguresParts,
  printFigures,
  QuestionError,
  readJson,
  textTable,
} from './figures-command.ts';
import { agreementReport, type AgreementReport } from './insights/agreement-report.ts';

interface AgreementOptions {
  readonly raters: readonly string[];
  readonly machine?: string;
  readonly weights?: string;
  readonly json?: boolean;
}

/** `anteroom agreement FILE --raters a,b`: exit code 2 when the file cannot be used. */
export function agreementCommand(parts: FiguresParts): Command {
  return new Command('agreement')
    .description('how far raters agree: kappa, intraclass correlations, and whether a machine may be relied upon')
    .argument('<file>', 'a CSV file with a header, a row per answer', parts.fromCaller)
    .requiredOption('--raters <columns>', 'columns, one per rater, with commas between', columnList)
    .option('--machine <column>', 'the rater that is the machine: adds the gates of use')
    .option('--weights <json>', 'own weights of disagreement, rows by category, such as [[0,1,3],[1,0,6],[3,6,0]]')
    .option('--json', 'print everything as JSON')
    .action(async (file: string, options: AgreementOptions) => {
      await printFigures(
        file,
        options.json === true,
        (table) => {
          const weights = options.weights === undefined ? null : weightsOf(options.weights);
          const report = agreementReport(table, { ...checked(options), weights });
          if (weights !== null && report.categories?.length !== weights.length)
            throw new QuestionError(
              `--weights are for ${weights.length} categories; the file has ${report.categories?.length ?? 'none'}.`,
            );
          return report;
        },
        agreementText,
        parts,
      );
    });
}

function checked({ raters, machine }: AgreementOptions): { raters: readonly string[]; machine: string | null } {
  if (raters.length < 2) throw new QuestionError('--raters needs two columns at least.');
  const twice = raters.find((column, index) => raters.indexOf(column) !== index);
  if (twice !== undefined) throw new QuestionError(`--raters names "${twice}" twice.`);
  if (machine !== undefined && !raters.includes(machine))
    throw new QuestionError(`--machine "${machine}" is none of the raters.`);
  return { raters, machine: machine ?? null };
}

function weightsOf(text: string): Disagreement {
  const parsed = z.array(z.array(z.number().min(0))).safeParse(readJson('--weights', text));
  if (!parsed.success || parsed.data.some((row) => row.length !== parsed.data.length))
    throw new QuestionError('--weights has to be a square of numbers of 0 and more.');
  return parsed.data;
}

const GATES: Readonly<Record<GateCheck['gate'], string>> = {
  double_rated: 'answers rated by both, at least',
  kappa: 'quadratic kappa, at least',
  kappa_below_people: 'below two people by, at most',
  difference: 'difference of means (SD), at most',
  difference_of_group: 'difference in a group (SD), at most',
};

function agreementText({ rows, pairs, intraclass, gates }: AgreementReport): string {
  const header = ['', 'n', 'same', 'kappa', 'linear', 'quadratic', 'own', 'difference', ''];
  const table = pairs.map(({ raters, n, isFew, same, kappa, linear, quadratic, own, difference }) => [
    raters.join(' / '),
    String(n),
    ...[same, kappa, linear, quadratic, own, difference].map(figure),
    isFew ? 'few' : '',
  ]);
  const correlations =
    intraclass === null
      ? []
      : [
          textTable([
            [`${intraclass.n} rated by all${intraclass.isFew ? ', few' : ''}`, 'one rater', 'mean of all'],
            ['different raters each, ICC(1)', figure(intraclass.oneWay), figure(intraclass.oneWayMean)],
            ['absolute agreement, ICC(2)', figure(intraclass.absolute), figure(intraclass.absoluteMean)],
            ['consistency, ICC(3); mean: alpha', figure(intraclass.consistent), figure(intraclass.alpha)],
          ]),
        ];
  return [
    `${rows} rows.`,
    textTable([header, ...table]),
    ...correlations,
    ...(gates === null
      ? []
      : [
          textTable([
            ['Gates of use', 'is', 'limit', ''],
            ...gates.checks.map(({ gate, value, limit, isMet }) => [
              GATES[gate],
              figure(value),
              figure(limit),
              isMet === null ? 'too few' : isMet ? 'met' : 'NOT MET',
            ]),
          ]),
          gates.areMet
            ? 'The gates hold: the machine’s levels may be shown.'
            : 'The gates do not hold: the machine helps to find evidence, and its levels stay hidden.',
        ]),
  ].join('\n\n');
}
