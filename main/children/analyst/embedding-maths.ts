import type { EmbeddingCalibration } from '#shared/models.ts';

/** With fewer pairs a percentile is an accident. Judgement, not a source. */
const MIN_UNRELATED = 40;
const MIN_PARAPHRASES = 8;
/** Where resemblance begins and ends (docs: scoring §1.4). */
const UNRELATED_QUANTILE = 0.95;

/** Mean of the rows of a `tokens × dims` matrix. */
export function meanRow(rows: Float32Array, dims: number): Float32Array {
  const mean = new Float64Array(dims);
  const count = rows.length / dims;
  for (let i = 0; i < rows.length; i++) mean[i % dims] = (mean[i % dims] ?? 0) + (rows[i] ?? 0);
  return Float32Array.from(mean, (sum) => sum / count);
}

/** The same direction with length 1; a vector without a direction stays as it is. */
export function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Cosine of the angle between two vectors, -1 to 1; 0 when one of them has no direction. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : Math.max(-1, Math.min(1, dot / Math.sqrt(aa * bb)));
}

/**
 * The value below which a share of the values lies, between neighbours in proportion: type 7 of R. Hyndman & Y. Fan, "Sample
 * quantiles in statistical packages", The American Statistician 50 (1996), 361-365; what R's `quantile` does.
 *
 * @param share 0 to 1
 * @throws {RangeError} without values
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) throw new RangeError('A quantile needs values.');
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * c0 and c1 of a model in a language.
 *
 * @param unrelated cosines of sentences about different things
 * @param paraphrases cosines of sentences and the same in other words
 * @returns null with too few pairs, or when the model does not tell the two apart: then it must not be used
 */
export function calibrationOf(
  unrelated: readonly number[],
  paraphrases: readonly number[],
): EmbeddingCalibration | null {
  if (unrelated.length < MIN_UNRELATED || paraphrases.length < MIN_PARAPHRASES) return null;
  const c0 = quantile(unrelated, UNRELATED_QUANTILE);
  const c1 = quantile(paraphrases, 0.5);
  if (!(c1 > c0)) return null;
  return { c0, c1, unrelatedPairs: unrelated.length, paraphrasePairs: paraphrases.length };
}
