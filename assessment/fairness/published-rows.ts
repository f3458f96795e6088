import type { FairnessAudit } from './audit-fairness.ts';

/** As many decimals as nothing is lost in a sample of any size that a site has. */
const decimals = (value: number | null) => (value === null ? '' : value.toFixed(6));

/**
 * An audit in the published format (6 RCNY § 5-301): a row per category with its number of applicants, number selected (or
 * above the median), rate and impact ratio; people of unknown category and categories left out are listed too. The first
 * row is the header.
 */
export function publishedRows(audit: FairnessAudit): string[][] {
  const isScoring = audit.kind === 'scoring';
  const header = [
    'Table',
    ...audit.columns,
    '# of Applicants',
    isScoring ? '# Above Median' : '# Selected',
    isScoring ? 'Scoring Rate' : 'Selection Rate',
    'Impact Ratio',
    'Note',
  ];
  const rows = audit.tables.flatMap(({ columns, categories, unknown, exclusion }) => {
    const title = columns.length > 1 ? `intersectional: ${columns.join(' × ')}` : (columns[0] ?? '');
    const cells = (category: readonly string[] | null) =>
      audit.columns.map((column) =>
        category === null ? (columns.includes(column) ? 'unknown' : '') : (category[columns.indexOf(column)] ?? ''),
      );
    const known = categories.map(({ category, n, hits, rate, impactRatio, verdict }) => [
      title,
      ...cells(category),
      String(n),
      String(hits),
      decimals(rate),
      decimals(impactRatio),
      verdict === 'excluded' ? `less than 2 % of the data, left out: ${exclusion?.justification ?? ''}` : '',
    ]);
    const missing = [title, ...cells(null), String(unknown.n), String(unknown.hits), '', '', 'category not known'];
    return [...known, missing];
  });
  return [header, ...rows];
}
