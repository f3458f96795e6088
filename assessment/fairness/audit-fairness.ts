import { auditTable, MIN_GROUP, type TableFigures } from './audit-table.ts';
import { type ShownTable, suppressSmall } from './suppress-small.ts';
import { type AuditedPerson, type Tallied, tallyGroups } from './tally-groups.ts';

/** What an audit says beside its tables. */
interface AuditHead {
  readonly columns: readonly string[];
  /** `selection`: who was selected; `scoring`: who scored above the median of all. */
  readonly kind: 'selection' | 'scoring';
  readonly people: number;
  readonly withoutOutcome: number;
  readonly median: number | null;
}

/** As an auditor gets it: every number. */
export interface FairnessAudit extends AuditHead {
  readonly tables: readonly TableFigures[];
}

/** As a site may see it: small cells, and ratios of small groups, taken out. */
export interface ShownAudit extends AuditHead {
  readonly tables: readonly ShownTable[];
}

/**
 * Selection or scoring rates and impact ratios by each column and by all of them crossed, for an auditor: the highest rate
 * is the reference however few there are.
 *
 * @param exclusionJustification why categories below 2 % have no ratio; null keeps them in
 */
export function auditFairness(
  columns: readonly string[],
  people: readonly AuditedPerson[],
  exclusionJustification: string | null,
): FairnessAudit {
  const tallied = tallyGroups(columns, people);
  const tables = tallied.tables.map((table) => auditTable(table, { minReference: 1, exclusionJustification }));
  return { ...headOf(columns, tallied), tables };
}

/**
 * The same for a site: the reference is the highest rate among groups of at least 30, and what is too small is not shown.
 */
export function auditFairnessForSite(
  columns: readonly string[],
  people: readonly AuditedPerson[],
  exclusionJustification: string | null,
): ShownAudit {
  const tallied = tallyGroups(columns, people);
  const tables = tallied.tables.map((table) => auditTable(table, { minReference: MIN_GROUP, exclusionJustification }));
  return { ...headOf(columns, tallied), tables: suppressSmall(tables) };
}

function headOf(columns: readonly string[], { people, withoutOutcome, median }: Tallied): AuditHead {
  return { columns, kind: median === null ? 'selection' : 'scoring', people, withoutOutcome, median };
}
