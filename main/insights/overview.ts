import { rateDrift, scoreDrift } from '#assessment/calibration/drift.ts';
import { quantile } from '#assessment/statistics/quantile.ts';
import type { Distribution, ItemFigures, NoiseHour, Overview } from '#shared/insights/overview.ts';
import type { Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { planOf } from '#shared/plan.ts';
import type { InterviewFacts } from './ports.ts';
import { type ReadInterviews, resultOf } from './read-interviews.ts';

/** Fewer scores could be told apart by who was here lately, also by somebody who has not rated them yet. */
export const MIN_SCORED = 30;
/** Fewer durations or sounds have no middle worth a number. */
const MIN_FOR_MEDIAN = 5;
/** Longer than this nobody thought about an answer: they were away. */
const MAX_ANSWER_MS = 30 * 60 * 1000;
const DRIFT_MS = 30 * 24 * 60 * 60 * 1000;

/** Everything the overview is made of. */
interface OverviewParts {
  readonly jobs: readonly { readonly job: Job; readonly interviews: number }[];
  /** Null while there is no interview. */
  readonly job: Job | null;
  readonly read: ReadInterviews;
  readonly nowMs: number;
  readonly locale: Locale;
  /** Hour of the day at the kiosk, 0 to 23. */
  readonly hourOf: (instant: string) => number;
}

/** The newest interviews of one job as a whole. Nobody is named, and no score is shown that is one of few. */
export function overviewOf({ jobs, job, read, nowMs, locale, hourOf }: OverviewParts): Overview {
  const { facts } = read;
  const starts = facts.map(({ startedAt }) => startedAt).toSorted();
  const counted = (is: (each: InterviewFacts) => boolean) => facts.filter(is).length;
  return {
    jobId: job?.id ?? null,
    jobs: jobs.map((each) => ({
      id: each.job.id,
      title: localizedText(each.job.title, locale),
      interviews: each.interviews,
    })),
    interviews: facts.length + read.deleted,
    hasOlder: read.hasOlder,
    firstAt: starts[0] ?? null,
    lastAt: starts.at(-1) ?? null,
    progress: {
      started: facts.length,
      consented: counted(({ hasConsented }) => hasConsented),
      firstAnswer: counted((each) => itemsDone(each).size > 0),
      halfway: counted((each) => itemsDone(each).size * 2 >= each.job.items.length),
      finished: counted(({ phase }) => phase === 'finalized'),
      goingOn: counted(({ phase }) => phase === 'draft'),
      left: counted(({ phase }) => phase === 'sealed'),
      withdrawn: counted(({ phase }) => phase === 'withdrawn'),
      deleted: read.deleted,
    },
    items: job === null ? [] : itemsOf(job, facts, locale),
    noise: noiseOf(facts, hourOf),
    survey: surveyOf(facts),
    ...scoresOf(job, facts, nowMs, locale),
    review: reviewOf(facts, nowMs),
  };
}

/** Items with an answer to any of their steps, skipped ones among them. */
function itemsDone({ job, answers }: InterviewFacts): ReadonlySet<string> {
  const given = new Set(answers.map(({ itemId }) => itemId));
  return new Set(planOf(job).flatMap(({ answerKey, item }) => (given.has(answerKey) ? [item.id] : [])));
}

/** When an item was done with: its last answer. Null while it was not. */
function doneAtMs({ job, answers }: InterviewFacts, itemId: string): number | null {
  const keys = planOf(job).flatMap(({ answerKey, item }) => (item.id === itemId ? [answerKey] : []));
  const times = answers
    .filter((answer) => keys.includes(answer.itemId))
    .map(({ answeredAt }) => Date.parse(answeredAt));
  return times.length === 0 ? null : Math.max(...times);
}

/**
 * Question by question, of the interviews that were held with the same questions. Withdrawn ones keep no answers and say
 * nothing of where.
 */
function itemsOf(job: Job, all: readonly InterviewFacts[], locale: Locale): ItemFigures[] {
  const same = all.filter(({ phase, job: own }) => phase !== 'withdrawn' && own.version === job.version);
  return job.items.map((item, at) => {
    // what this person was asked before it: of a group of questions each is asked one
    const beforeIn = (facts: InterviewFacts) =>
      facts.job.items[facts.job.items.findIndex(({ id }) => id === item.id) - 1];
    const asked = same.filter((facts) => facts.job.items.some(({ id }) => id === item.id));
    const isDone = (facts: InterviewFacts, id: string | undefined) => id !== undefined && itemsDone(facts).has(id);
    const reached = asked.filter((facts) => {
      const before = beforeIn(facts);
      return before === undefined ? facts.hasConsented : isDone(facts, before.id);
    });
    const done = reached.filter((facts) => isDone(facts, item.id));
    const keys = planOf(job).flatMap((step) => (step.item.id === item.id ? [step.answerKey] : []));
    const ofItem = (facts: InterviewFacts) => facts.answers.filter(({ itemId }) => keys.includes(itemId));
    const times = done.flatMap((facts) => {
      const before = beforeIn(facts);
      const from = before === undefined ? null : doneAtMs(facts, before.id);
      const to = doneAtMs(facts, item.id);
      const ms = from === null || to === null ? -1 : to - from;
      return ms >= 0 && ms <= MAX_ANSWER_MS ? [ms] : [];
    });
    return {
      itemId: item.id,
      number: at + 1,
      prompt: localizedText(item.prompt, locale),
      reached: reached.length,
      answered: done.filter((facts) => ofItem(facts).some(({ isSkipped }) => !isSkipped)).length,
      skipped: done.filter((facts) => ofItem(facts).every(({ isSkipped }) => isSkipped)).length,
      leftHere: reached.filter((facts) => facts.phase === 'sealed' && !isDone(facts, item.id)).length,
      needsReview: done.filter((facts) => ofItem(facts).some(({ status }) => status.startsWith('needs_review'))).length,
      medianMs: times.length < MIN_FOR_MEDIAN ? null : quantile(times, 0.5),
      timed: times.length,
    };
  });
}

function noiseOf(all: readonly InterviewFacts[], hourOf: (instant: string) => number): NoiseHour[] {
  const sounds = all.flatMap((facts) => facts.sounds);
  return Array.from({ length: 24 }, (_, hour) => {
    const here = sounds.filter(({ startedAt }) => hourOf(startedAt) === hour);
    const levels = here.flatMap(({ snrDb }) => snrDb ?? []);
    return {
      hour,
      recordings: here.length,
      medianSnrDb: levels.length < MIN_FOR_MEDIAN ? null : quantile(levels, 0.5),
      noisy: here.filter(({ isNoisy }) => isNoisy).length,
    };
  }).filter(({ recordings }) => recordings > 0);
}

function surveyOf(all: readonly InterviewFacts[]): Overview['survey'] {
  const finished = all.filter(({ phase }) => phase === 'finalized');
  const surveys = finished.flatMap(({ survey }) => survey ?? []);
  const counts = (of: 'ease' | 'clarity' | 'fairness') =>
    [1, 2, 3, 4, 5].map((rating) => surveys.filter((survey) => survey[of] === rating).length);
  return {
    finished: finished.length,
    answered: surveys.length,
    ease: counts('ease'),
    clarity: counts('clarity'),
    fairness: counts('fairness'),
  };
}

interface Scored {
  readonly score: number;
  readonly isNow: boolean;
}

function scoresOf(
  job: Job | null,
  all: readonly InterviewFacts[],
  nowMs: number,
  locale: Locale,
): Pick<Overview, 'scored' | 'scores'> {
  const results = all.flatMap((facts) => {
    const result = resultOf(facts);
    return result === null ? [] : [{ result, isNow: Date.parse(facts.startedAt) >= nowMs - DRIFT_MS }];
  });
  const row = (dimensionId: string | null, name: string | null, scores: readonly Scored[]) => ({
    dimensionId,
    name,
    distribution: distributionOf(scores.map(({ score }) => score)),
    drift: driftOf(scores),
  });
  const totals = results.flatMap(({ result, isNow }) =>
    result.total === null ? [] : [{ score: result.total.score, isNow }],
  );
  const dimensions = (job?.competencyModel.dimensions ?? []).map(({ id, name }) =>
    row(
      id,
      localizedText(name, locale),
      results.flatMap(({ result, isNow }) => {
        const interval = result.dimensions.find(({ dimensionId }) => dimensionId === id)?.interval ?? null;
        return interval === null ? [] : [{ score: interval.score, isNow }];
      }),
    ),
  );
  return { scored: results.length, scores: job === null ? [] : [row(null, null, totals), ...dimensions] };
}

/** Scores in bins of ten points; nothing of fewer than thirty. */
export function distributionOf(scores: readonly number[]): Distribution {
  const n = scores.length;
  if (n < MIN_SCORED) return { n, bins: null, quartiles: null };
  return {
    n,
    bins: binsOf(scores),
    quartiles: { low: quantile(scores, 0.25), median: quantile(scores, 0.5), high: quantile(scores, 0.75) },
  };
}

/** How many scores of 0 to 100 lie in each ten points; 100 lies in the last. */
export function binsOf(scores: readonly number[]): number[] {
  return Array.from(
    { length: 10 },
    (_, bin) => scores.filter((score) => Math.min(9, Math.floor(score / 10)) === bin).length,
  );
}

function driftOf(scores: readonly Scored[]) {
  const of = (isNow: boolean) => scores.filter((each) => each.isNow === isNow).map(({ score }) => score);
  const { psi, before, now, verdict } = scoreDrift(of(false), of(true));
  return { psi, before, now, verdict };
}

function reviewOf(all: readonly InterviewFacts[], nowMs: number): Overview['review'] {
  const tally = (isNow: boolean) => {
    const answers = all
      .filter(({ startedAt }) => Date.parse(startedAt) >= nowMs - DRIFT_MS === isNow)
      .flatMap((facts) => facts.answers.filter(({ isSkipped }) => !isSkipped));
    return { n: answers.length, hits: answers.filter(({ status }) => status.startsWith('needs_review')).length };
  };
  const [before, now] = [tally(false), tally(true)];
  const rate = ({ n, hits }: { n: number; hits: number }) => (n === 0 ? null : hits / n);
  return { before: rate(before), now: rate(now), verdict: rateDrift(before, now).verdict };
}
