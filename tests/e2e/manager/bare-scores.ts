/**
 * Places where one of these scores of 0 to 100 stands in a text without an error right behind it: "62" instead of "62 (50–74)".
 * Numbers that belong to something else (a time, a share, the end of an error) are told apart by what stands around them.
 */
export function bareScores(text: string, scores: readonly number[]): string[] {
  return [...new Set(scores)].flatMap((score) => {
    const alone = new RegExp(`(?<![\\d.:–])${score}(?![\\d.:–]|\\s?%)`, 'gu');
    return [...text.matchAll(alone)].flatMap((found) => {
      const behind = text.slice(found.index + String(score).length);
      const hasError = /^\s?[(（]\d{1,3}–\d{1,3}[)）]/u.test(behind);
      return hasError ? [] : [text.slice(Math.max(0, found.index - 20), found.index + 20)];
    });
  });
}
