import type { ChoiceItem, CompetencyModel, Item, Job, RankingItem, RatingItem } from '../job.ts';
import { FEWEST_ASKED, MOST_ASKED, MOST_ITEMS } from './parts.ts';
import { countAsked, differenceOf, variantGroups } from './variants.ts';
import type { WorkSampleItem } from './work-sample.ts';

export type JobPath = readonly (string | number)[];

/** Something about a post that its shape alone cannot say. */
export interface JobFinding {
  readonly path: JobPath;
  /** A code that a screen has a sentence for. */
  readonly problem: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** For the author of a file. */
  readonly message: string;
}

type Report = (finding: JobFinding) => void;

function findDuplicate(ids: readonly string[]): string | undefined {
  return ids.find((id, index) => ids.indexOf(id) !== index);
}

function checkModel(model: CompetencyModel, report: Report): void {
  const path = ['competencyModel', 'dimensions'];
  const total = model.dimensions.reduce((sum, dimension) => sum + dimension.weight, 0);
  if (Math.abs(total - 1) > 0.001) {
    report({
      path,
      problem: 'weights_sum',
      values: { total: Math.round(total * 1000) / 10 },
      message: `weights must sum to 1, they sum to ${total.toFixed(3)}`,
    });
  }
  const dimension = findDuplicate(model.dimensions.map(({ id }) => id));
  if (dimension !== undefined) reportTwice(path, 'dimension', dimension, report);
  const indicator = findDuplicate(model.dimensions.flatMap(({ indicators }) => indicators.map(({ id }) => id)));
  if (indicator !== undefined) reportTwice(path, 'indicator', indicator, report);
}

function reportTwice(path: JobPath, what: string, id: string, report: Report): void {
  report({ path, problem: 'id_twice', values: { id }, message: `${what} id "${id}" is used twice` });
}

function checkOptions(item: ChoiceItem | RankingItem | RatingItem, path: JobPath, report: Report): void {
  const ids = item.options.map(({ id }) => id);
  const option = findDuplicate(ids);
  if (option !== undefined) reportTwice([...path, 'options'], 'option', option, report);
  if (item.kind !== 'ranking') return;
  checkOrder(item.correctOrder, ids, { order: [...path, 'correctOrder'], list: [...path, 'options'] }, report);
}

/** A list is shown as it stands: it names what the key names, in another order. */
function checkOrder(
  order: readonly string[],
  ids: readonly string[],
  paths: { readonly order: JobPath; readonly list: JobPath },
  report: Report,
): void {
  const isOfSteps = paths.list.at(-1) === 'steps';
  if (order.toSorted().join() !== ids.toSorted().join()) {
    report({
      path: paths.order,
      problem: 'order_incomplete',
      values: {},
      message: `must name every ${isOfSteps ? 'step' : 'option'} exactly once`,
    });
  } else if (order.join() === ids.join()) {
    report({
      path: paths.list,
      problem: 'order_given_away',
      values: {},
      message: `${isOfSteps ? 'steps' : 'options'} must not be listed in the correct order: the list is shown as it stands`,
    });
  }
}

function checkWorkSample({ task }: WorkSampleItem, path: JobPath, report: Report): void {
  if (task.type === 'assembly_order') {
    const paths = { order: [...path, 'task', 'correctOrder'], list: [...path, 'task', 'steps'] };
    checkOrder(
      task.correctOrder,
      task.steps.map(({ id }) => id),
      paths,
      report,
    );
  }
  if (task.type === 'count_change') {
    const smallest = Math.min(...task.denominations);
    for (const [at, { priceFen, paidFen }] of task.rounds.entries()) {
      if ((paidFen - priceFen) % smallest !== 0) {
        report({
          path: [...path, 'task', 'rounds', at],
          problem: 'change_impossible',
          values: {},
          message: 'the change cannot be given with these notes and coins',
        });
      }
    }
  }
}

function checkItem(item: Item, path: JobPath, report: Report): void {
  if (item.kind === 'choice' || item.kind === 'ranking' || item.kind === 'rating') checkOptions(item, path, report);
  if (item.kind === 'work_sample') checkWorkSample(item, path, report);
  if (item.kind === 'role_play') {
    const turn = findDuplicate(item.turns.map(({ id }) => id));
    if (turn !== undefined) reportTwice([...path, 'turns'], 'turn', turn, report);
  }
}

function checkItems(items: readonly Item[], model: CompetencyModel, report: Report): void {
  const twice = findDuplicate(items.map(({ id }) => id));
  if (twice !== undefined) reportTwice(['items'], 'item', twice, report);
  const indicators = new Map(
    model.dimensions.flatMap((dimension) => dimension.indicators.map((indicator) => [indicator.id, indicator])),
  );
  const elicited = new Set<string>();
  for (const [index, item] of items.entries()) {
    const path = ['items', index];
    for (const [at, { indicatorId }] of item.elicits.entries()) {
      if (!indicators.has(indicatorId)) {
        report({
          path: [...path, 'elicits', at, 'indicatorId'],
          problem: 'indicator_unknown',
          values: { id: indicatorId },
          message: `no indicator "${indicatorId}" in the competency model`,
        });
      }
      if (item.elicits.findIndex((other) => other.indicatorId === indicatorId) !== at) {
        report({
          path: [...path, 'elicits', at, 'indicatorId'],
          problem: 'indicator_twice',
          values: { id: indicatorId },
          message: `indicator "${indicatorId}" is listed twice`,
        });
      }
      elicited.add(indicatorId);
      const indicator = indicators.get(indicatorId);
      if ((item.kind === 'spoken' || item.kind === 'typed') && indicator && indicator.cues === undefined) {
        report({
          path: [...path, 'elicits'],
          problem: 'cues_needed',
          values: { id: indicatorId },
          message: `indicator "${indicatorId}" needs cues: its answer is read word by word`,
        });
      }
    }
    checkItem(item, path, report);
  }
  for (const id of indicators.keys()) {
    if (!elicited.has(id)) {
      report({
        path: ['items'],
        problem: 'indicator_unasked',
        values: { id },
        message: `no item elicits the indicator "${id}"`,
      });
    }
  }
}

/** Whoever is asked another question of a group is asked as much, as long and about the same. */
function checkVariants(items: readonly Item[], report: Report): void {
  for (const { id, members } of variantGroups({ items: [...items] })) {
    const [byDefault, ...others] = members;
    if (byDefault === undefined) continue;
    for (const item of others) {
      const part = differenceOf(item, byDefault);
      if (part === null) continue;
      const number = items.indexOf(byDefault) + 1;
      report({
        path: ['items', items.indexOf(item), 'variant'],
        problem: `variant_${part}`,
        values: { number, group: id },
        message: `differs in ${DIFFERENCES[part]} from question ${number}, the first of the group "${id}": one cannot stand for the other`,
      });
    }
  }
  const asked = countAsked({ items: [...items] });
  // too short or too long a list is said of its shape
  const isOver = asked > MOST_ASKED && items.length <= MOST_ITEMS;
  const isUnder = asked < FEWEST_ASKED && items.length >= FEWEST_ASKED;
  if (isOver || isUnder)
    report({
      path: ['items'],
      problem: isOver ? 'too_many' : 'too_few',
      values: isOver ? { most: MOST_ASKED } : { least: FEWEST_ASKED },
      message: `${asked} questions are asked, one of each group; ${FEWEST_ASKED} to ${MOST_ASKED} are possible`,
    });
}

const DIFFERENCES = {
  kind: 'its kind',
  measures: 'what it elicits',
  time: 'its time limits',
  options: 'the number of its options',
  reading: 'how its answer is read',
} as const;

/** What the parts of a post must make together: weights, ids, keys, and every indicator asked for. Also for a draft, whose texts may be empty. */
export function checkJob(job: Pick<Job, 'competencyModel' | 'items'>, report: Report): void {
  checkModel(job.competencyModel, report);
  checkItems(job.items, job.competencyModel, report);
  checkVariants(job.items, report);
}
