import { correlation } from '../statistics/correlation.ts';
import { mean, standardDeviation } from '../statistics/moments.ts';
import { nnls } from '../statistics/nnls.ts';
import { type Random, shuffled } from '../statistics/random.ts';

/** Somebody's dimension scores, in the order of the weights, and what became of them. */
export interface Outcome {
  readonly dimensions: readonly number[];
  /** In units of its own block's spread, see `withinBlocks`. */
  readonly criterion: number;
}

const FOLDS = 10;
/** Strengths of the pull towards the experts' weights, in units of the mean sum of squares of a dimension. */
const STRENGTHS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000] as const;

/**
 * Criteria in standard deviations within their block (post and rater), so that a strict supervisor does not look like bad
 * people. People alone in a block, or in a flat one, are left out.
 *
 * @param rows with the name of their block
 */
export function withinBlocks<Row extends { readonly block: string; readonly criterion: number }>(
  rows: readonly Row[],
): { readonly row: Row; readonly criterion: number }[] {
  const blocks = Object.values(Object.groupBy(rows, ({ block }) => block));
  return blocks.flatMap((people = []) => {
    const criteria = people.map(({ criterion }) => criterion);
    const [centre, spread] = [mean(criteria), standardDeviation(criteria)];
    return spread > 0 ? people.map((row) => ({ row, criterion: (row.criterion - centre) / spread })) : [];
  });
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

/** Cross products of people's centred scores with one another and with the criterion: all that a fit needs of them. */
function productsOf(people: readonly Outcome[]) {
  const columns = people[0]?.dimensions.map((_, j) => j) ?? [];
  const means = columns.map((j) => mean(people.map(({ dimensions }) => dimensions[j]!)));
  const centre = mean(people.map(({ criterion }) => criterion));
  const centred = columns.map((j) => people.map(({ dimensions }) => dimensions[j]! - means[j]!));
  const criteria = people.map(({ criterion }) => criterion - centre);
  return {
    gram: centred.map((a) => centred.map((b) => dot(a, b))),
    moment: centred.map((a) => dot(a, criteria)),
    means,
    centre,
  };
}

/** Weights that were fitted, as they come: they need not sum to 1. */
export interface Fit {
  readonly weights: readonly number[];
  /** c: slope of the criterion on the score under the experts' weights. */
  readonly slope: number;
}

/**
 * Non-negative ridge towards the experts' weights (scoring.md §5.1): min ‖y − Xw‖² + λ ‖w − c w₀‖², w ≥ 0, with X and y
 * centred.
 *
 * @param prior w₀, sums to 1
 * @param lambda λ ≥ 0
 */
export function fitWeights(people: readonly Outcome[], prior: readonly number[], lambda: number): Fit {
  return fitProducts(productsOf(people), prior, lambda);
}

function fitProducts({ gram, moment }: ReturnType<typeof productsOf>, prior: readonly number[], lambda: number): Fit {
  const spread = dot(
    prior,
    gram.map((row) => dot(row, prior)),
  );
  const slope = spread > 0 ? dot(prior, moment) / spread : 0;
  const weights = nnls(
    gram.map((row, i) => row.map((value, j) => (i === j ? value + lambda : value))),
    moment.map((value, j) => value + lambda * slope * prior[j]!),
  );
  return { weights, slope };
}

/** λ of a strength for these people. */
export function lambdaOf(people: readonly Outcome[], strength: number): number {
  const { gram } = productsOf(people);
  return (strength * gram.reduce((sum, row, j) => sum + row[j]!, 0)) / gram.length;
}

export interface Chosen {
  /** The strongest pull whose error is within one standard error of the least. */
  readonly oneSe: number;
  /** The pull with the least error. */
  readonly least: number;
  /** Scores of everybody under weights fitted without them, with the least error's pull; in the order of the people. */
  readonly heldOut: readonly number[];
}

/** Chooses the strength of the pull by ten-fold cross-validation. */
export function chooseStrength(people: readonly Outcome[], prior: readonly number[], random: Random): Chosen {
  const order = shuffled(people.length, random);
  const folds = Array.from({ length: FOLDS }, (_, fold) => order.filter((_, index) => index % FOLDS === fold));
  const trained = folds.map((fold) => {
    const out = new Set(fold);
    const rest = people.filter((_, person) => !out.has(person));
    return { fold, products: productsOf(rest), rest };
  });
  const tried = STRENGTHS.map((strength) => {
    const heldOut = people.map(() => 0);
    const errors = trained.map(({ fold, products, rest }) => {
      const { weights } = fitProducts(products, prior, lambdaOf(rest, strength));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (const person of fold)
        heldOut[person] = dot(people[person]!.dimensions, total > 0 ? weights.map((weight) => weight / total) : prior);
      return mean(
        fold.map((person) => {
          const { dimensions, criterion } = people[person]!;
          const shifted = dimensions.map((value, j) => value - products.means[j]!);
          return (criterion - products.centre - dot(weights, shifted)) ** 2;
        }),
      );
    });
    return { strength, heldOut, error: mean(errors), standardError: standardDeviation(errors) / Math.sqrt(FOLDS) };
  });
  const least = tried.reduce((best, each) => (each.error < best.error ? each : best));
  const near = tried.filter(({ error }) => error <= least.error + least.standardError);
  return { oneSe: Math.max(...near.map(({ strength }) => strength)), least: least.strength, heldOut: least.heldOut };
}

/**
 * Validity of the held-out scores over that of the experts' weights, for the people with these numbers; null when one of
 * them is flat.
 */
export function gainOver(
  people: readonly Outcome[],
  prior: readonly number[],
  heldOut: readonly number[],
): (chosen: readonly number[]) => number | null {
  const expert = people.map(({ dimensions }) => dot(dimensions, prior));
  return (chosen) => {
    const criteria = chosen.map((person) => people[person]!.criterion);
    const fitted = correlation(
      chosen.map((person) => heldOut[person]!),
      criteria,
    );
    const before = correlation(
      chosen.map((person) => expert[person]!),
      criteria,
    );
    return fitted === null || before === null ? null : fitted - before;
  };
}
