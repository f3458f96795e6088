/** A score as it has to be written: never without its error. */
export interface ShownScore {
  readonly score: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Places where a score of 0 to 100 stands in a text without its error right behind it: "62" alone, or with another error.
 * Numbers that belong to something else (a time, a share, a limit) are told apart by what stands around them.
 */
export function bareScores(text: string, scores: readonly ShownScore[]): string[] {
  return scores.flatMap(({ score, low, high }) => {
    const alone = new RegExp(`(?<![\\d.:–])${score}(?![\\d.:%])`, 'gu');
    return [...text.matchAll(alone)].flatMap((found) => {
      const behind = text.slice(found.index + String(score).length, found.index + 20);
      const isWhole = new RegExp(`^\\s?[(（]${low}–${high}[)）]`, 'u').test(behind);
      return isWhole ? [] : [text.slice(Math.max(0, found.index - 20), found.index + 20)];
    });
  });
}
