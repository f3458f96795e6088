import type { AnswerBody } from '#shared/answer.ts';
import type { Item, Job } from '#shared/job.ts';
import { planOf, probeKey } from '#shared/plan.ts';
import type { RatingKey } from '#shared/rating.ts';

/** Items whose answers are words: a person hears and reads them. */
const isWorded = ({ kind }: Item): boolean => kind === 'spoken' || kind === 'typed' || kind === 'role_play';

/**
 * What a person has to judge in one interview, in its order: every indicator an answered item is meant to draw out.
 *
 * An answer by touch has a key that says what it is worth; it is judged by a person only where the candidate refused computer
 * scoring (R12). A question that was not answered is not judged: there is nothing to see (scoring.md §1.2).
 *
 * @param mayScore whether the candidate agreed to computer scoring
 */
export function toRate(
  job: Pick<Job, 'items'>,
  answers: readonly { itemId: string; body: AnswerBody | null }[],
  mayScore: boolean,
): RatingKey[] {
  const given = new Set(
    answers.flatMap(({ itemId, body }) => (body === null || body.kind === 'skipped' ? [] : [itemId])),
  );
  const plan = planOf(job);
  return job.items
    .filter((item) => isWorded(item) || !mayScore)
    .filter(({ id }) =>
      [probeKey(id), ...plan.filter(({ item }) => item.id === id).map(({ answerKey }) => answerKey)].some((key) =>
        given.has(key),
      ),
    )
    .flatMap(({ id, elicits }) => elicits.map(({ indicatorId }) => ({ itemId: id, indicatorId })));
}
