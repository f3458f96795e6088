/** A column that the others explain but for this share of itself cannot be told apart from them. */
const SINGULAR = 1e-12;

/**
 * Solves a symmetric positive definite system by Cholesky's factors.
 *
 * @returns null when it has no single solution
 */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const n = right.length;
  const lower: number[][] = [];
  for (let i = 0; i < n; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? row : lower[j]!;
      const rest = matrix[i]![j]! - row.reduce((sum, value, k) => (k < j ? sum + value * other[k]! : sum), 0);
      if (j < i) row.push(rest / other[j]!);
      else if (rest > SINGULAR * matrix[i]![i]!) row.push(Math.sqrt(rest));
      else return null;
    }
    lower.push(row);
  }
  const middle: number[] = [];
  for (let i = 0; i < n; i += 1)
    middle.push((right[i]! - middle.reduce((sum, value, k) => sum + lower[i]![k]! * value, 0)) / lower[i]![i]!);
  const solution = Array.from(middle, () => 0);
  for (let i = n - 1; i >= 0; i -= 1) {
    const known = solution.reduce((sum, value, k) => (k > i ? sum + lower[k]![i]! * value : sum), 0);
    solution[i] = (middle[i]! - known) / lower[i]![i]!;
  }
  return solution;
}

/**
 * Least squares with no negative weight: the w ≥ 0 that minimises ‖b − A w‖² (Lawson & Hanson 1974, on the normal equations
 * as Bro & de Jong 1997).
 *
 * @param gram AᵀA
 * @param moment Aᵀb
 */
export function nnls(gram: readonly (readonly number[])[], moment: readonly number[]): number[] {
  const n = moment.length;
  let weights = Array.from({ length: n }, () => 0);
  const passive = new Set<number>();
  const barred = new Set<number>();
  const tolerance = 1e-12 * Math.max(...moment.map(Math.abs), 1e-300);
  const gradient = (j: number) => moment[j]! - weights.reduce((sum, weight, k) => sum + gram[j]![k]! * weight, 0);
  const solvePassive = () => {
    const columns = [...passive].toSorted((a, b) => a - b);
    const found = solve(
      columns.map((i) => columns.map((j) => gram[i]![j]!)),
      columns.map((i) => moment[i]!),
    );
    return found === null ? null : new Map(columns.map((column, index) => [column, found[index]!]));
  };
  /** Goes towards the solution as far as no weight turns negative, drops the columns that reach 0, and solves anew. */
  const settle = (solution: ReadonlyMap<number, number>): number[] => {
    const negative = [...solution].filter(([, value]) => value <= 0);
    if (negative.length === 0) return weights.map((_, j) => solution.get(j) ?? 0);
    const reach = ([j, value]: readonly [number, number]) => weights[j]! / (weights[j]! - value);
    const step = Math.min(...negative.map(reach));
    const dropped = new Set(negative.filter((each) => reach(each) === step).map(([j]) => j));
    weights = weights.map((weight, j) => (dropped.has(j) ? 0 : weight + step * ((solution.get(j) ?? weight) - weight)));
    for (const j of dropped) passive.delete(j);
    // fewer columns of what had one solution still have one
    return settle(solvePassive()!);
  };
  for (;;) {
    const candidates = [...weights.keys()].filter((j) => !passive.has(j) && !barred.has(j) && gradient(j) > tolerance);
    const entering = candidates.reduce((best, j) => (best < 0 || gradient(j) > gradient(best) ? j : best), -1);
    if (entering < 0) return weights;
    passive.add(entering);
    const first = solvePassive();
    // explained by the others, or of no use after all: it may not come back at once, or the search would never end
    if (first === null || first.get(entering)! <= 0) {
      passive.delete(entering);
      barred.add(entering);
      continue;
    }
    weights = settle(first);
    barred.clear();
  }
}
