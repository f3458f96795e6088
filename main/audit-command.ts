import { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { FairnessAudit, ShownAudit } from '#assessment/fairness/audit-fairness.ts';
import type { Verdict } from '#assessment/fairness/audit-table.ts';
import { publishedRows } from '#assessment/fairness/published-rows.ts';
import type { ShownTable } from '#assessment/fairness/suppress-small.ts';
import { collect, figure, type FiguresParts, printFigures, QuestionError, textTable } from './figures-command.ts';
import {
  fairnessReport,
  type FairnessQuestion,
  type FairnessReport,
  siteFairnessReport,
} from './insights/fairness-report.ts';

interface AuditOptions {
  readonly group: readonly string[];
  readonly outcome?: string;
  readonly score?: string;
  readonly excludeSmall?: string;
  readonly auditor?: boolean;
  readonly published?: boolean;
  readonly json?: boolean;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  reference: 'highest rate',
  too_few: 'too few',
  not_comparable: 'nobody selected',
  excluded: 'left out',
  flag: 'BELOW 4/5',
  watch: 'watch',
  inconclusive: 'inconclusive',
  no_sign: 'no sign',
};

/** `anteroom audit FILE --group COL --outcome COL | --score COL`: exit code 2 when the file cannot be used. */
export function auditCommand(parts: FiguresParts): Command {
  return new Command('audit')
    .description(
      'selection or scoring rates and impact ratios by group, in the published format of New York’s rule; nothing is stored',
    )
    .argument('<file>', 'a CSV file with a header, a row per person', parts.fromCaller)
    .option('--group <column>', 'what people say they are; given several times they are also crossed', collect, [])
    .option('--outcome <column>', 'who was selected: yes or no')
    .option('--score <column>', 'scores: who lies above the median of all')
    .option('--exclude-small <reason>', 'leave categories below 2 % out of the ratios, for this reason')
    .option('--auditor', 'every number, also of small groups: for an auditor, not for a site')
    .option('--published', 'print the table that is to be published, as CSV; implies --auditor')
    .option('--json', 'print everything as JSON')
    .action(async (file: string, options: AuditOptions) => {
      const isForAuditor = options.auditor === true || options.published === true;
      const report = isForAuditor ? fairnessReport : siteFairnessReport;
      await printFigures<FairnessReport<FairnessAudit | ShownAudit>>(
        file,
        options.json === true && options.published !== true,
        (table) => report(table, questionOf(options)),
        ({ audit, peoplePerGroupNeeded }) =>
          options.published === true
            ? stringify(publishedRows(audit as FairnessAudit), { escape_formulas: true }).trimEnd()
            : auditText(audit, peoplePerGroupNeeded),
        parts,
      );
    });
}

function questionOf({ group, outcome, score, excludeSmall }: AuditOptions): FairnessQuestion {
  if ((outcome === undefined) === (score === undefined))
    throw new QuestionError('Say either --outcome COLUMN (who was selected) or --score COLUMN.');
  if (group.length === 0) throw new QuestionError('Say --group COLUMN: in which column people say what they are.');
  const twice = group.find((column, index) => group.indexOf(column) !== index);
  if (twice !== undefined) throw new QuestionError(`--group ${twice} was given twice.`);
  return {
    groups: group,
    by: outcome === undefined ? { score: score ?? '' } : { outcome },
    exclusionJustification: excludeSmall ?? null,
  };
}

function auditText(audit: FairnessAudit | ShownAudit, needed: number | null): string {
  const what = audit.kind === 'scoring' ? `above the median of all, ${figure(audit.median)}` : 'selected';
  return [
    `${audit.people} people; ${audit.withoutOutcome} more without an outcome. Rate: share ${what}.`,
    ...audit.tables.map((table) => tableText(table as ShownTable, audit.kind === 'scoring')),
    ...(needed === null
      ? []
      : [`To see a ratio of four fifths at the rate of all takes ${needed} people in each group (power 80 %).`]),
    'A ratio shows a difference, not its cause. "No sign" is not proof of fairness.',
  ].join('\n\n');
}

function tableText({ columns, categories, unknown, exclusion }: ShownTable, isScoring: boolean): string {
  const count = (value: number | null) => (value === null ? 'hidden' : String(value));
  const rows = categories.map((each) => [
    each.category.join(' × '),
    count(each.n),
    count(each.hits),
    figure(each.rate),
    figure(each.impactRatio),
    each.ratioInterval === null ? '–' : `${figure(each.ratioInterval.low)}–${figure(each.ratioInterval.high)}`,
    each.test === null ? '–' : figure(each.test.p),
    each.test === null ? '–' : each.test.used === 'fisher' ? 'Fisher' : 'z',
    ...(isScoring ? [figure(each.d)] : []),
    `${VERDICTS[each.verdict]}${each.flip?.changesFlag === true ? ', hangs on one person' : ''}`,
  ]);
  const header = [
    columns.join(' × '),
    'n',
    'hits',
    'rate',
    'ratio',
    '95 %',
    'p',
    'by',
    ...(isScoring ? ['d'] : []),
    '',
  ];
  const last = ['not known', count(unknown.n), count(unknown.hits), ...header.slice(3).map(() => '')];
  const left = exclusion === null ? [] : [`Left out (below 2 %): ${exclusion.justification}`];
  return [textTable([header, ...rows, last]), ...left].join('\n');
}
