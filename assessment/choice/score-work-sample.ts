import type { WorkSampleItem, WorkSampleResult, WorkSampleTask } from '#shared/job/work-sample.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { AnswerScore } from '#shared/score.ts';
import { SCORING_CONSTANTS } from '../scoring-constants.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { levelOf } from './level.ts';
import { rankCorrelation } from './rank-correlation.ts';

interface Found {
  /** Share of the task done right, 0 to 1. */
  score: number;
  evidence: { kind: 'task'; id: string; text: string; isRight: boolean }[];
}

type Task<T extends WorkSampleTask['type']> = Extract<WorkSampleTask, { type: T }>;
type Result<T extends WorkSampleTask['type']> = Extract<WorkSampleResult, { type: T }>;

/** Rank correlation with the right order, (ρ + 1) / 2, as for a ranking. */
function assemblyOrder(
  id: string,
  task: Task<'assembly_order'>,
  { stepIds }: Result<'assembly_order'>,
  locale: Locale,
): Found {
  if (stepIds.toSorted().join() !== task.correctOrder.toSorted().join()) {
    throw new InvalidSelectionError(id, 'not every step is placed exactly once');
  }
  return {
    score: (rankCorrelation(stepIds, task.correctOrder) + 1) / 2,
    evidence: stepIds.map((stepId, place) => ({
      kind: 'task',
      id: stepId,
      text: localizedText(
        task.steps.find((step) => step.id === stepId)?.label ?? { 'zh-CN': stepId, en: stepId },
        locale,
      ),
      isRight: task.correctOrder[place] === stepId,
    })),
  };
}

/** Defects touched, over defects there are. Touches are as many as defects, so touching everywhere finds nothing more. */
function spotDefect(id: string, task: Task<'spot_defect'>, { touches }: Result<'spot_defect'>, locale: Locale): Found {
  if (touches.length > task.defects.length) throw new InvalidSelectionError(id, 'there are more touches than defects');
  const evidence = task.defects.map((defect) => ({
    kind: 'task' as const,
    id: defect.id,
    text: localizedText(defect.name, locale),
    isRight: touches.some(({ x, y }) => Math.hypot(x - defect.x, y - defect.y) <= defect.radius),
  }));
  return { score: evidence.filter(({ isRight }) => isRight).length / evidence.length, evidence };
}

function safetySign(id: string, task: Task<'safety_sign'>, { optionId }: Result<'safety_sign'>, locale: Locale): Found {
  const chosen = task.options.find((option) => option.id === optionId);
  if (!chosen) throw new InvalidSelectionError(id, `it has no picture "${optionId}"`);
  const { isRight } = chosen;
  return {
    score: isRight ? 1 : 0,
    evidence: [{ kind: 'task', id: optionId, text: localizedText(chosen.label, locale), isRight }],
  };
}

const yuan = (fen: number) => (fen / 100).toFixed(2);

/** Customers who got exactly their change, over all. Which notes and coins it was does not matter. */
function countChange(id: string, task: Task<'count_change'>, { given }: Result<'count_change'>): Found {
  if (given.length !== task.rounds.length) throw new InvalidSelectionError(id, 'not every customer got change');
  const foreign = given.flat().find(({ fen }) => !task.denominations.includes(fen));
  if (foreign) throw new InvalidSelectionError(id, `its till has no note or coin of ${foreign.fen} fen`);
  const evidence = task.rounds.map(({ priceFen, paidFen }, round) => {
    const sum = (given[round] ?? []).reduce((total, { fen, count }) => total + fen * count, 0);
    return {
      kind: 'task' as const,
      id: `customer-${round + 1}`,
      text: `${yuan(paidFen)} − ${yuan(priceFen)} → ${yuan(sum)}`,
      isRight: sum === paidFen - priceFen,
    };
  });
  return { score: evidence.filter(({ isRight }) => isRight).length / evidence.length, evidence };
}

function judge(item: WorkSampleItem, result: WorkSampleResult, locale: Locale): Found {
  const { id, task } = item;
  if (task.type === 'assembly_order' && result.type === 'assembly_order')
    return assemblyOrder(id, task, result, locale);
  if (task.type === 'spot_defect' && result.type === 'spot_defect') return spotDefect(id, task, result, locale);
  if (task.type === 'safety_sign' && result.type === 'safety_sign') return safetySign(id, task, result, locale);
  if (task.type === 'count_change' && result.type === 'count_change') return countChange(id, task, result);
  throw new InvalidSelectionError(id, `a result of "${result.type}" does not belong to it`);
}

/**
 * Scores a wordless work sample by its own key: the same touches give the same number, in every language.
 *
 * @throws {InvalidSelectionError} when the task could not have produced this result
 */
export function scoreWorkSample(item: WorkSampleItem, result: WorkSampleResult, locale: Locale): AnswerScore {
  const { score, evidence } = judge(item, result, locale);
  return {
    score,
    level: levelOf(score),
    evidence,
    keySource: 'authored',
    rule: { id: `work_sample_${item.task.type}`, version: SCORING_CONSTANTS.version },
  };
}
