import type { AnswerBody } from '#shared/answer.ts';
import type { Item } from '#shared/job.ts';
import type { WorkSampleResult, WorkSampleTask } from '#shared/job/work-sample.ts';
import type { CurrentQuestion } from './interview.ts';

/** Whether the answer is spoken, as long as the candidate does not choose to type. */
export function isSaid(item: Item): item is Extract<Item, { kind: 'spoken' | 'role_play' }> {
  return item.kind === 'spoken' || item.kind === 'role_play';
}

/** Longest spoken and typed answer to a step. A follow-up has the limits of its item. */
export function limitsOf({ step: { item, turn } }: CurrentQuestion): { maxAnswerMs: number; maxChars: number } {
  if (item.kind === 'role_play') return item.turns[turn ?? 0] ?? { maxAnswerMs: 0, maxChars: 0 };
  return {
    maxAnswerMs: item.kind === 'spoken' ? item.maxAnswerMs : 0,
    maxChars: item.kind === 'spoken' || item.kind === 'typed' ? item.maxChars : 0,
  };
}

const isSameSet = (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join();

function checkWorkSample(task: WorkSampleTask, result: WorkSampleResult): string | null {
  if (task.type === 'assembly_order' && result.type === 'assembly_order') {
    const isComplete = isSameSet(
      task.steps.map(({ id }) => id),
      result.stepIds,
    );
    return isComplete ? null : 'every step must be placed exactly once';
  }
  if (task.type === 'spot_defect' && result.type === 'spot_defect') {
    if (result.touches.length === 0) return 'nothing was touched';
    return result.touches.length <= task.defects.length ? null : 'there are more touches than things to find';
  }
  if (task.type === 'safety_sign' && result.type === 'safety_sign') {
    return task.options.some(({ id }) => id === result.optionId) ? null : 'there is no such picture';
  }
  if (task.type === 'count_change' && result.type === 'count_change') {
    if (result.given.length !== task.rounds.length) return 'every customer must get change';
    const isFromTill = result.given.flat().every(({ fen }) => task.denominations.includes(fen));
    return isFromTill ? null : 'a note or coin is not in the till';
  }
  return 'the result is of another task';
}

/** Why an answer does not fit its question; null when it does. */
export function checkBody(question: CurrentQuestion, body: AnswerBody): string | null {
  const { item } = question.step;
  switch (body.kind) {
    case 'typed': {
      if (item.kind !== 'typed' && !isSaid(item)) return 'this question is not answered in writing';
      if (!/\S/u.test(body.text)) return 'the text is empty';
      const { maxChars } = limitsOf(question);
      return body.text.length > maxChars ? `the text is longer than ${maxChars} characters` : null;
    }
    case 'choice':
      if (item.kind !== 'choice') return 'this question has nothing to choose from';
      return item.options.some(({ id }) => id === body.optionId) ? null : 'there is no such option';
    case 'ranking': {
      if (item.kind !== 'ranking') return 'this question has nothing to put in order';
      return isSameSet(
        item.options.map(({ id }) => id),
        body.optionIds,
      )
        ? null
        : 'every step must be placed exactly once';
    }
    case 'rating': {
      if (item.kind !== 'rating') return 'this question has nothing to rate';
      return isSameSet(
        item.options.map(({ id }) => id),
        Object.keys(body.ratings),
      )
        ? null
        : 'every way to act must be rated';
    }
    case 'work_sample':
      return item.kind === 'work_sample' ? checkWorkSample(item.task, body.result) : 'this question is no task';
    case 'spoken':
    case 'skipped':
      return 'spoken and skipped answers are not sent as a body';
  }
}
