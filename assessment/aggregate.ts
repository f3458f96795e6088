import type { DimensionResult, EngineIdentity, InterviewResult, Interval, WordAssessment } from '#shared/assessment.ts';
import type { Item, Job } from '#shared/job.ts';
import type { AnswerScore } from '#shared/score.ts';
import { levelOf } from './choice/level.ts';
import { weighTotal } from './weigh-total.ts';
import { answerShare } from './words/answer-share.ts';
import { confidenceOf, intervalOf, standardErrorOf } from './words/confidence.ts';
import { rounded, WORD_CONSTANTS } from './words/word-constants.ts';

type Dimension = Job['competencyModel']['dimensions'][number];

/** What an interview rests on: answers with a key that were scored, and what the words of the others show. */
export interface InterviewAnswers {
  readonly keyed: readonly { itemId: string; score: AnswerScore }[];
  readonly worded: readonly WordAssessment[];
}

/** One answer's bearing on one dimension. */
export interface Contribution {
  readonly itemId: string;
  /** X_qd. */
  readonly share: number;
  /** v_q: how strongly the item elicits what was observed of the dimension. */
  readonly weight: number;
  /** r_q. */
  readonly transcriptWeight: number;
  readonly observed: readonly string[];
  readonly routesAgree: boolean;
}

/**
 * Dimensions and total of an interview (scoring.md §1.2, §1.4, §1.5):
 * `D_d = 100 Σ v r X / Σ v r`, no imputation, a total only when every dimension of 15 % or more is scored.
 */
export function aggregate(job: Pick<Job, 'items' | 'competencyModel'>, answers: InterviewAnswers): InterviewResult {
  return aggregateBy(job, (item, ids) => contributionOf(item, ids, answers), engineOf(answers.worded));
}

/**
 * The same from whatever says what an item shows of a dimension: the engine, or people.
 *
 * @param contribute null when the item says nothing of these indicators
 */
export function aggregateBy(
  job: Pick<Job, 'items' | 'competencyModel'>,
  contribute: (item: Item, ids: ReadonlySet<string>) => Contribution | null,
  engine: EngineIdentity | null,
): InterviewResult {
  const dimensions = job.competencyModel.dimensions.map((dimension) => resultOf(dimension, job.items, contribute));
  const { total, missing } = weighTotal(dimensions);
  return {
    engine,
    dimensions,
    status: total === null ? 'incomplete' : 'scored',
    total,
    missingDimensions: missing,
  };
}

/** Two candidates are told apart only when their intervals do not touch; otherwise the order of their scores means nothing. */
export function areDistinguishable(a: Interval, b: Interval): boolean {
  return a.low > b.high || b.low > a.high;
}

/** The engine of the words; null when no answer was in words, or when two engines had a part in it. */
function engineOf(worded: readonly WordAssessment[]): EngineIdentity | null {
  const [first, ...rest] = worded.map(({ engine }) => engine);
  if (first === undefined) return null;
  const isOne = rest.every(
    ({ version, configHash, embedding }) =>
      version === first.version && configHash === first.configHash && embedding?.sha256 === first.embedding?.sha256,
  );
  return isOne ? first : null;
}

function resultOf(
  dimension: Dimension,
  items: readonly Item[],
  contribute: (item: Item, ids: ReadonlySet<string>) => Contribution | null,
): DimensionResult {
  const ids = new Set(dimension.indicators.map(({ id }) => id));
  const found = items.flatMap((item) => contribute(item, ids) ?? []);
  const coverage = coverageOf(ids, items, found);
  const base = { dimensionId: dimension.id, weight: dimension.weight, coverage: rounded(coverage) };
  const itemIds = found.map(({ itemId }) => itemId);
  const mass = found.reduce((sum, { weight, transcriptWeight }) => sum + weight * transcriptWeight, 0);
  if (mass === 0 || coverage < WORD_CONSTANTS.aggregate.minCoverage) {
    return { ...base, status: 'insufficient_evidence', interval: null, level: null, confidence: null, itemIds };
  }
  const share = found.reduce((sum, each) => sum + each.weight * each.transcriptWeight * each.share, 0) / mass;
  const meanTranscriptWeight = found.reduce((sum, each) => sum + each.transcriptWeight, 0) / found.length;
  return {
    ...base,
    status: 'scored',
    interval: intervalOf(100 * share, standardErrorOf(found.length)),
    level: levelOf(share),
    confidence: confidenceOf(
      found.length,
      coverage,
      meanTranscriptWeight,
      found.every(({ routesAgree }) => routesAgree),
    ),
    itemIds,
  };
}

/** What one item says about the indicators of a dimension; null when it says nothing, or nothing that may be used. */
function contributionOf(item: Item, ids: ReadonlySet<string>, answers: InterviewAnswers): Contribution | null {
  const elicited = item.elicits.filter(({ indicatorId }) => ids.has(indicatorId));
  if (elicited.length === 0) return null;
  const weight = elicited.reduce((sum, each) => sum + each.weight, 0);
  const whole = {
    itemId: item.id,
    weight,
    observed: elicited.map(({ indicatorId }) => indicatorId),
    routesAgree: true,
  };
  const keyed = answers.keyed.find(({ itemId }) => itemId === item.id);
  if (keyed !== undefined) return { ...whole, share: keyed.score.score, transcriptWeight: 1 };

  const assessment = answers.worded.find(({ itemId }) => itemId === item.id);
  if (assessment?.status !== 'scored' || assessment.score === null) return null;
  const { transcriptWeight } = assessment;
  if (item.kind === 'role_play') return { ...whole, share: assessment.score, transcriptWeight };
  if (item.kind !== 'spoken' && item.kind !== 'typed') return null;
  const here = assessment.indicators.filter(({ indicatorId }) => ids.has(indicatorId));
  const share = answerShare(here, assessment.star, item.asks);
  if (share === null) return null;
  const observed = here.filter(({ state }) => state !== 'unobserved');
  return {
    itemId: item.id,
    share,
    weight: observed.reduce((sum, each) => sum + each.weight, 0),
    transcriptWeight,
    observed: observed.map(({ indicatorId }) => indicatorId),
    routesAgree: assessment.confidence?.routesAgree === 1,
  };
}

/** Share of the dimension's indicator weight that some answer observed. An indicator weighs as much as its strongest item. */
function coverageOf(ids: ReadonlySet<string>, items: readonly Item[], found: readonly Contribution[]): number {
  const weights = new Map<string, number>();
  for (const { indicatorId, weight } of items.flatMap(({ elicits }) => elicits)) {
    if (ids.has(indicatorId)) weights.set(indicatorId, Math.max(weight, weights.get(indicatorId) ?? 0));
  }
  const seen = new Set(found.flatMap(({ observed }) => observed));
  const all = [...weights.values()].reduce((sum, each) => sum + each, 0);
  const observed = [...weights].reduce((sum, [id, weight]) => (seen.has(id) ? sum + weight : sum), 0);
  return all === 0 ? 0 : observed / all;
}
