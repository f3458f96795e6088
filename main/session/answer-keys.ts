import type { AnswerPart } from '#shared/assessment.ts';
import type { Item, Job } from '#shared/job.ts';
import { planOf, probeKey } from '#shared/plan.ts';
import type { StoredAnswer } from './ports.ts';

/** Answers that belong to one item: its steps in order, then its follow-up. */
export function keysOf(job: Job, itemId: string): { answerKey: string; role: AnswerPart['role'] }[] {
  const steps = planOf(job).filter(({ item }) => item.id === itemId);
  return [
    ...steps.map(({ answerKey, turn }) => ({
      answerKey,
      role: turn === null ? ('answer' as const) : ('turn' as const),
    })),
    { answerKey: probeKey(itemId), role: 'probe' },
  ];
}

/** Whether an answer to one of these was pasted, not written. */
export function isPastedIn(answers: readonly StoredAnswer[], keys: readonly { answerKey: string }[]): boolean {
  return answers.some(
    ({ itemId, body }) =>
      body.kind === 'typed' && body.isPasted === true && keys.some(({ answerKey }) => answerKey === itemId),
  );
}

/** Whether it is answered in words, spoken or typed. */
export function isWorded(item: Item): boolean {
  return item.kind === 'spoken' || item.kind === 'typed' || item.kind === 'role_play';
}

/** The item an answer belongs to; null for one that belongs to none, such as the practice. */
export function itemOfKey(job: Job, answerKey: string): string | null {
  const item = job.items.find(({ id }) => keysOf(job, id).some((each) => each.answerKey === answerKey));
  return item?.id ?? null;
}
