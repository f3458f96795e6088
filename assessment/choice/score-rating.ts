import type { RatingItem } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { AnswerScore } from '#shared/score.ts';
import { SCORING_CONSTANTS } from '../scoring-constants.ts';
import { correlation } from '../statistics/correlation.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { levelOf } from './level.ts';

/**
 * Product-moment correlation of two profiles, −1 to 1; null when one of them is flat and has no shape to compare.
 * Elevation and scatter cannot matter: controlling them improved validity, cut group differences and defeated the coaching
 * "avoid extremes" (McDaniel et al. 2011; scoring.md §1.6).
 */
export function profileCorrelation(ratings: readonly number[], key: readonly number[]): number | null {
  return correlation(ratings, key);
}

/**
 * Scores ratings of several ways to act by the shape of their profile: (r + 1) / 2. Options on which the experts did not
 * agree (standard deviation above 1.5 of 7) do not count.
 *
 * @returns null when every option was rated alike: there is no profile, and a person has to look
 * @throws {InvalidSelectionError} when an option is missing or foreign, or too few options are left to compare
 */
export function scoreRating(
  item: RatingItem,
  ratings: Readonly<Record<string, number>>,
  locale: Locale,
): AnswerScore | null {
  const { maxKeySd, minOptions } = SCORING_CONSTANTS.rating;
  const foreign = Object.keys(ratings).find((id) => item.options.every((option) => option.id !== id));
  if (foreign !== undefined) throw new InvalidSelectionError(item.id, `it has no option "${foreign}"`);
  const rated = item.options.map((option) => {
    const rating = ratings[option.id];
    if (rating === undefined) throw new InvalidSelectionError(item.id, `option "${option.id}" was not rated`);
    return { ...option, rating };
  });
  const agreed = rated.filter(({ keySd }) => keySd === undefined || keySd <= maxKeySd);
  if (agreed.length < minOptions) {
    throw new InvalidSelectionError(item.id, `its experts agree on ${agreed.length} options; ${minOptions} are needed`);
  }
  const r = profileCorrelation(
    agreed.map(({ rating }) => rating),
    agreed.map(({ keyMean }) => keyMean),
  );
  if (r === null) return null;
  const score = (r + 1) / 2;
  return {
    score,
    level: levelOf(score),
    evidence: agreed.map(({ id, text, rating, keyMean }) => ({
      kind: 'rating',
      optionId: id,
      text: localizedText(text, locale),
      rating,
      keyMean,
    })),
    keySource: item.key.source,
    rule: { id: 'rating_profile', version: SCORING_CONSTANTS.version },
  };
}
