import type { AnswerBody } from './answer.ts';
import type { Item, Job } from './job.ts';

/** One thing the candidate is asked: an item, or one turn of a role-play. */
export interface PlanStep {
  /** Names the answer: the item's id, or `item.turn` for a turn of a role-play. */
  readonly answerKey: string;
  readonly item: Item;
  /** 0-based turn of a role-play; null for every other item. */
  readonly turn: number | null;
  /** 1-based number of the item, as the candidate counts. */
  readonly number: number;
}

/** The steps of an interview in their order, the same for everyone (R23). */
export function planOf(job: Pick<Job, 'items'>): PlanStep[] {
  return job.items.flatMap((item, index): PlanStep[] => {
    const number = index + 1;
    if (item.kind !== 'role_play') return [{ answerKey: item.id, item, turn: null, number }];
    return item.turns.map(({ id }, turn) => ({ answerKey: `${item.id}.${id}`, item, turn, number }));
  });
}

/** Position in the plan where the steps of an item begin. */
export function firstStepOf(job: Pick<Job, 'items'>, itemId: string): number {
  return planOf(job).findIndex(({ item }) => item.id === itemId);
}

/** How many items were answered, as the candidate counts: a role-play with any turn answered is one, a follow-up none. */
export function countAnswered(
  job: Pick<Job, 'items'>,
  answers: readonly { itemId: string; body: AnswerBody | null }[],
): number {
  return countGiven(
    job,
    answers.flatMap(({ itemId, body }) => (body === null || body.kind === 'skipped' ? [] : [itemId])),
  );
}

/** The same where it is known already which answers were given, by answer key. */
export function countGiven(job: Pick<Job, 'items'>, answerKeys: readonly string[]): number {
  const given = new Set(answerKeys);
  return new Set(planOf(job).flatMap(({ answerKey, item }) => (given.has(answerKey) ? [item.id] : []))).size;
}

/** Names the answer to the follow-up question of an item. */
export function probeKey(itemId: string): string {
  return `${itemId}.probe`;
}
