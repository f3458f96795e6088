import { SCORING_CONSTANTS } from '../scoring-constants.ts';

/** Anchored level 1 to 5 for a share of 0 to 1, halves rounded up. */
export function levelOf(share: number): number {
  const { min, max } = SCORING_CONSTANTS.level;
  return Math.min(max, Math.max(min, Math.round(min + (max - min) * share)));
}
