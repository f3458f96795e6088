import { mean } from '../statistics/moments.ts';

/** Intraclass correlations by Shrout & Fleiss (1979): which to use depends on who the raters are. */
export interface Intraclass {
  /** ICC(1,1): everybody was rated by other raters. */
  readonly oneWay: number;
  /** ICC(2,1): absolute agreement of raters who could be exchanged. */
  readonly absolute: number;
  /** ICC(3,1): consistency of these raters, whatever their severity. */
  readonly consistent: number;
  /** The same of the mean of all raters: ICC(1,k), ICC(2,k), ICC(3,k) = Cronbach's α. */
  readonly oneWayMean: number;
  readonly absoluteMean: number;
  readonly alpha: number;
}

/**
 * @param ratings a row per person, each with the ratings of the same raters in the same order; at least two of either
 * @returns null when nobody differs from anybody
 */
export function intraclass(ratings: readonly (readonly number[])[]): Intraclass | null {
  const n = ratings.length;
  const k = ratings[0]?.length ?? 0;
  if (n < 2 || k < 2) return null;
  const grand = mean(ratings.flat());
  const people = ratings.map(mean);
  const raters = Array.from({ length: k }, (_, j) => mean(ratings.map((row) => row[j]!)));
  const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - grand) ** 2, 0);
  const [total, between, columns] = [squares(ratings.flat()), k * squares(people), n * squares(raters)];
  const betweenMs = between / (n - 1);
  const withinMs = (total - between) / (n * (k - 1));
  const ratersMs = columns / (k - 1);
  const errorMs = (total - between - columns) / ((n - 1) * (k - 1));
  if (!(betweenMs > 0)) return null;
  return {
    oneWay: (betweenMs - withinMs) / (betweenMs + (k - 1) * withinMs),
    absolute: (betweenMs - errorMs) / (betweenMs + (k - 1) * errorMs + (k * (ratersMs - errorMs)) / n),
    consistent: (betweenMs - errorMs) / (betweenMs + (k - 1) * errorMs),
    oneWayMean: (betweenMs - withinMs) / betweenMs,
    absoluteMean: (betweenMs - errorMs) / (betweenMs + (ratersMs - errorMs) / n),
    alpha: (betweenMs - errorMs) / betweenMs,
  };
}
