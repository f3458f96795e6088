import { z } from 'zod';
import { Interval } from './assessment.ts';
import { Slug } from './job/parts.ts';
import { Localized } from './localized.ts';

/** What somebody may learn where a competency is below a level. */
const TrainingSuggestion = z.strictObject({
  /** Id of a competency of a training post. */
  dimension: Slug,
  /** Suggested while the level is lower than this, 2 to 5. */
  belowLevel: z.int().min(2).max(5),
  text: Localized,
  /** Name of a course in the employer's own list, or where it is found. */
  course: z.string().trim().min(1).max(80).optional(),
  link: z.url({ protocol: /^https$/, error: 'must be an address that begins with https://' }).optional(),
});

/** `resources/training/suggestions.yaml`, or the employer's own file of that name in the folder of the kiosk's data. */
export const TrainingFile = z.strictObject({
  version: z.int().min(1),
  suggestions: z.array(TrainingSuggestion).min(1).max(200),
});
export type TrainingFile = z.infer<typeof TrainingFile>;

/** One competency of somebody who took a training check. */
export const TrainingLine = z.strictObject({
  dimension: z.string(),
  name: z.string(),
  /**
   * `weak`: below the level of a suggestion, whatever the error of the measurement. `perhaps_weak`: below it, and the error reaches it.
   * `fine`: nothing is suggested. `not_enough`: too little was observed, so nothing is said.
   */
  state: z.enum(['weak', 'perhaps_weak', 'fine', 'not_enough']),
  level: z.int().min(1).max(5).nullable(),
  interval: Interval.nullable(),
  suggestions: z.array(
    z.strictObject({ text: z.string(), course: z.string().nullable(), link: z.string().nullable() }),
  ),
});
export type TrainingLine = z.infer<typeof TrainingLine>;
