import { z } from 'zod';
import { scoreChoice } from '#assessment/choice/score-choice.ts';
import { InvalidSelectionError } from '#assessment/choice/invalid-selection-error.ts';
import { scoreRanking } from '#assessment/choice/score-ranking.ts';
import { scoreRating } from '#assessment/choice/score-rating.ts';
import { scoreWorkSample } from '#assessment/choice/score-work-sample.ts';
import type { AnswerPart } from '#shared/assessment.ts';
import type { Item, Job } from '#shared/job.ts';
import { WorkSampleResult } from '#shared/job/work-sample.ts';
import { Locale } from '#shared/localized.ts';
import { planOf } from '#shared/plan.ts';
import type { AnswerScore } from '#shared/score.ts';

/** A request that cannot be scored as it stands; `message` is one sentence for the person who wrote it. */
export class ScoreRequestError extends Error {
  override readonly name = 'ScoreRequestError';
}

/** One answer to score, as the command line or a line of NDJSON names it. */
export const ScoreRequest = z.strictObject({
  job: z.string(),
  item: z.string(),
  lang: Locale,
  /** A WAV file with the spoken answer. */
  audio: z.string().optional(),
  /** The answer in words: typed, or a transcript made elsewhere. A role-play takes one turn per line. */
  text: z.string().optional(),
  /** What was touched: an option, an order, ratings, or the result of a work sample. */
  choices: z.unknown().optional(),
});
export type ScoreRequest = z.infer<typeof ScoreRequest>;

/** Reads a request; what is wrong with it comes as one sentence. */
export function parseScoreRequest(value: unknown): ScoreRequest {
  const parsed = ScoreRequest.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new ScoreRequestError(`${where === '' ? 'The request' : `"${where}"`} cannot be used: ${issue?.message}.`);
}

/** The item a request is about. */
export function itemOf(request: ScoreRequest, jobs: readonly Job[]): { job: Job; item: Item } {
  const job = jobs.find(({ id }) => id === request.job);
  if (!job) {
    throw new ScoreRequestError(`There is no post "${request.job}". Known: ${jobs.map(({ id }) => id).join(', ')}.`);
  }
  const item = job.items.find(({ id }) => id === request.item);
  if (!item) {
    const known = job.items.map(({ id }) => id).join(', ');
    throw new ScoreRequestError(`The post "${job.id}" has no item "${request.item}". Known: ${known}.`);
  }
  return { job, item };
}

/** True for items that are answered in words. */
export function isWorded(item: Item): item is Extract<Item, { kind: 'spoken' | 'typed' | 'role_play' }> {
  return item.kind === 'spoken' || item.kind === 'typed' || item.kind === 'role_play';
}

const OptionId = z.union([z.string(), z.strictObject({ optionId: z.string() }).transform(({ optionId }) => optionId)]);
const OptionIds = z.union([
  z.array(z.string()),
  z.strictObject({ optionIds: z.array(z.string()) }).transform(({ optionIds }) => optionIds),
]);
const Ratings = z.record(z.string(), z.int().min(1).max(7));
const RatingChoice = z.union([z.strictObject({ ratings: Ratings }).transform(({ ratings }) => ratings), Ratings]);

function read<T>(schema: z.ZodType<T>, request: ScoreRequest, example: string): T {
  const parsed = schema.safeParse(request.choices);
  if (parsed.success) return parsed.data;
  throw new ScoreRequestError(`"choices" does not fit the item "${request.item}". An example: ${example}.`);
}

/**
 * Scores what was touched by the key of its item.
 *
 * @returns null when the key cannot tell: every option of a rating was rated alike
 * @throws {ScoreRequestError} when the choices are not of this item
 */
export function scoreKeyed(item: Item, request: ScoreRequest): AnswerScore | null {
  const { lang } = request;
  try {
    switch (item.kind) {
      case 'choice':
        return scoreChoice(item, read(OptionId, request, JSON.stringify(item.options[0]?.id)), lang);
      case 'ranking':
        return scoreRanking(item, read(OptionIds, request, JSON.stringify(item.options.map(({ id }) => id))), lang);
      case 'rating': {
        const example = Object.fromEntries(item.options.map(({ id }) => [id, 4]));
        return scoreRating(item, read(RatingChoice, request, JSON.stringify(example)), lang);
      }
      case 'work_sample': {
        const example = `{"type":"${item.task.type}",…}`;
        return scoreWorkSample(item, read(WorkSampleResult, request, example), lang);
      }
      case 'spoken':
      case 'typed':
      case 'role_play':
        throw new ScoreRequestError(`The item "${item.id}" is answered in words: give "text" or "audio".`);
    }
  } catch (error) {
    if (error instanceof InvalidSelectionError) throw new ScoreRequestError(error.message, { cause: error });
    throw error;
  }
}

/**
 * A worded answer as the engine takes it. The text of a role-play is cut into turns by its lines; more lines than turns go to
 * the last one.
 *
 * @param recordings the sound that was analysed and transcribed; empty for text
 */
export function partsOf(
  job: Job,
  item: Item,
  request: ScoreRequest,
  recordings: AnswerPart['recordings'],
): AnswerPart[] {
  const steps = planOf(job).filter((step) => step.item.id === item.id);
  const lines = item.kind === 'role_play' ? (request.text ?? '').split('\n').filter((line) => /\S/u.test(line)) : [];
  return steps.map(({ answerKey, turn }, index): AnswerPart => {
    const isLast = index === steps.length - 1;
    const typed = turn === null ? request.text : lines.slice(index, isLast ? undefined : index + 1).join('\n');
    const isSpoken = recordings.length > 0;
    // one recording holds the whole conversation: it is the first turn's, the others were not taken apart
    const isHeard = isSpoken && index === 0;
    const isTyped = !isSpoken && typed !== undefined && typed !== '';
    return {
      answerKey,
      role: turn === null ? 'answer' : 'turn',
      by: isHeard ? 'spoken' : isTyped ? 'typed' : 'skipped',
      typedText: isTyped ? typed : null,
      recordings: isHeard ? recordings : [],
      readBack: null,
    };
  });
}
