/**
 * Spearman's rank correlation of two orders of the same ids: 1 − 6 Σd² / (n (n² − 1)), −1 to 1. Exact without ties, and an
 * order has none. It is the profile correlation on ranks: elevation and scatter cannot matter (McDaniel 2011).
 */
export function rankCorrelation(order: readonly string[], key: readonly string[]): number {
  const n = key.length;
  const squares = order.reduce((sum, id, rank) => sum + (rank - key.indexOf(id)) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}
