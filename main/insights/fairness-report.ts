import {
  type FairnessAudit,
  auditFairness,
  auditFairnessForSite,
  type ShownAudit,
} from '#assessment/fairness/audit-fairness.ts';
import { peoplePerGroupNeeded } from '#assessment/fairness/expected-ratio.ts';
import type { AuditedPerson } from '#assessment/fairness/tally-groups.ts';
import { flagsOf, namesOf, numbersOf, type Table } from './read-table.ts';

/** What of a file is audited. */
export interface FairnessQuestion {
  /** Columns in which people say what they are. */
  readonly groups: readonly string[];
  /** Column of who was selected, or of scores. */
  readonly by: { readonly outcome: string } | { readonly score: string };
  /** Why categories below 2 % have no ratio; null keeps them in. */
  readonly exclusionJustification: string | null;
}

/**
 * People that it would take per group to see a ratio of four fifths, at the rate of all in this file; null when all or none
 * were hits.
 */
function neededOf(people: readonly AuditedPerson[], isHit: (outcome: boolean | number) => boolean): number | null {
  const outcomes = people.flatMap(({ outcome }) => outcome ?? []);
  const rate = outcomes.filter(isHit).length / outcomes.length;
  return rate > 0 && rate < 1 ? peoplePerGroupNeeded(rate, 0.8) : null;
}

export interface FairnessReport<Audit> {
  readonly audit: Audit;
  readonly peoplePerGroupNeeded: number | null;
}

/**
 * Audits the people of a file for an auditor: every number.
 *
 * @throws {TableError} when a column is missing or a cell cannot be read
 */
export function fairnessReport(table: Table, question: FairnessQuestion): FairnessReport<FairnessAudit> {
  return reportOf(table, question, auditFairness);
}

/**
 * The same as a site may see it: without small cells and ratios of small groups.
 *
 * @throws {TableError} when a column is missing or a cell cannot be read
 */
export function siteFairnessReport(table: Table, question: FairnessQuestion): FairnessReport<ShownAudit> {
  return reportOf(table, question, auditFairnessForSite);
}

function reportOf<Audit extends FairnessAudit | ShownAudit>(
  table: Table,
  { groups, by, exclusionJustification }: FairnessQuestion,
  audit: (columns: readonly string[], people: readonly AuditedPerson[], justification: string | null) => Audit,
): FairnessReport<Audit> {
  const names = groups.map((column) => namesOf(table, column));
  const outcomes: readonly (boolean | number | null)[] =
    'outcome' in by ? flagsOf(table, by.outcome) : numbersOf(table, by.score);
  const people = outcomes.map((outcome, row) => ({ groups: names.map((column) => column[row] ?? null), outcome }));
  const found = audit(groups, people, exclusionJustification);
  const isHit = (outcome: boolean | number) =>
    typeof outcome === 'number' ? found.median !== null && outcome > found.median : outcome;
  return { audit: found, peoplePerGroupNeeded: neededOf(people, isHit) };
}
