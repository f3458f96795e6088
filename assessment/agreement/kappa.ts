/**
 * How much a disagreement of two categories counts; 0 where they are the same. A square of as many rows as there are
 * categories.
 */
export type Disagreement = readonly (readonly number[])[];

const square = (k: number, weight: (i: number, j: number) => number): Disagreement =>
  Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => weight(i, j)));

/** Every disagreement counts alike. */
export function nominalWeights(k: number): Disagreement {
  return square(k, (i, j) => (i === j ? 0 : 1));
}

/** |i − j| / (k − 1) */
export function linearWeights(k: number): Disagreement {
  return square(k, (i, j) => Math.abs(i - j) / (k - 1));
}

/** (i − j)² / (k − 1)² */
export function quadraticWeights(k: number): Disagreement {
  return square(k, (i, j) => ((i - j) / (k - 1)) ** 2);
}

/** How often the first rater said i and the second j. */
export function crossTable(first: readonly number[], second: readonly number[], k: number): number[][] {
  const table = Array.from({ length: k }, () => Array.from({ length: k }, () => 0));
  for (const [person, i] of first.entries()) table[i]![second[person]!]! += 1;
  return table;
}

/**
 * Cohen's κ: agreement beyond chance, κ = 1 − Σ w O / Σ w E (Cohen 1968; with weights of 0 and 1 that of 1960).
 *
 * @param table counts or shares, rows by the first rater
 * @param weights of disagreement, see {@link quadraticWeights}
 * @returns null when both always said the same one thing: there is no chance to agree beyond
 */
export function kappa(table: readonly (readonly number[])[], weights: Disagreement): number | null {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, j) => table.reduce((sum, row) => sum + row[j]!, 0));
  const total = rows.reduce((sum, count) => sum + count, 0);
  let [observed, expected] = [0, 0];
  for (const [i, row] of table.entries())
    for (const [j, count] of row.entries()) {
      observed += weights[i]![j]! * count;
      expected += (weights[i]![j]! * rows[i]! * columns[j]!) / total;
    }
  return expected > 0 ? 1 - observed / expected : null;
}
