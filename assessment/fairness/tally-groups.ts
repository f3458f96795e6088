import { quantile } from '../statistics/quantile.ts';

/** One person as an audit sees them: nothing else of them is read. */
export interface AuditedPerson {
  /** What they said of themselves, one per column; null when it is not known. It is never inferred (R9). */
  readonly groups: readonly (string | null)[];
  /** Null when nobody decided yet, or there is no score: such people are counted apart. */
  readonly outcome: boolean | number | null;
}

/** People of one category. */
export interface CategoryCount {
  /** One value per column of the table. */
  readonly category: readonly string[];
  readonly n: number;
  /** Selected, or scored above the median of all. */
  readonly hits: number;
  /** Empty for an outcome that is no score. */
  readonly scores: readonly number[];
}

/** All categories of one column, or of several crossed. */
export interface GroupTable {
  readonly columns: readonly string[];
  readonly categories: readonly CategoryCount[];
  /** People of whom a column is not known: counted, and in no category. */
  readonly unknown: { readonly n: number; readonly hits: number };
}

export interface Tallied {
  /** A table for every column, and one for all of them crossed when there are several. */
  readonly tables: readonly GroupTable[];
  /** With an outcome. */
  readonly people: number;
  readonly withoutOutcome: number;
  /** Median of all scores, people of unknown groups among them; null for an outcome that is no score. */
  readonly median: number | null;
}

/**
 * Counts people by what they said of themselves, as New York's rule on automated decisions lays out (6 RCNY § 5-301): by
 * each column, and crossed. A score counts as a hit when it lies **above** the median of the full sample; at the median it
 * does not.
 *
 * @param columns names, as many as every person's `groups`
 */
export function tallyGroups(columns: readonly string[], people: readonly AuditedPerson[]): Tallied {
  const counted = people.filter(({ outcome }) => outcome !== null);
  const scores = counted.flatMap(({ outcome }) => (typeof outcome === 'number' ? [outcome] : []));
  const median = scores.length === 0 ? null : quantile(scores, 0.5);
  const isHit = ({ outcome }: AuditedPerson) =>
    typeof outcome === 'number' ? median !== null && outcome > median : outcome === true;
  const each = columns.map((_, index) => [index]);
  const views = columns.length > 1 ? [...each, columns.map((_, index) => index)] : each;
  return {
    tables: views.map((view) => tableOf(view, columns, counted, isHit)),
    people: counted.length,
    withoutOutcome: people.length - counted.length,
    median,
  };
}

function tableOf(
  view: readonly number[],
  columns: readonly string[],
  people: readonly AuditedPerson[],
  isHit: (person: AuditedPerson) => boolean,
): GroupTable {
  const byKey = new Map<string, { category: string[]; n: number; hits: number; scores: number[] }>();
  const unknown = { n: 0, hits: 0 };
  for (const person of people) {
    const values = view.map((index) => person.groups[index] ?? null);
    const category = values.flatMap((value) => value ?? []);
    const hit = isHit(person) ? 1 : 0;
    if (category.length < values.length) {
      unknown.n += 1;
      unknown.hits += hit;
      continue;
    }
    const key = JSON.stringify(category);
    const count = byKey.get(key) ?? { category, n: 0, hits: 0, scores: [] };
    count.n += 1;
    count.hits += hit;
    if (typeof person.outcome === 'number') count.scores.push(person.outcome);
    byKey.set(key, count);
  }
  const categories = [...byKey.values()].toSorted((a, b) => (a.category.join('\0') < b.category.join('\0') ? -1 : 1));
  return { columns: view.map((index) => columns[index] ?? ''), categories, unknown };
}
