import { expect, test } from 'vitest';
import { WordAssessment } from '#shared/assessment.ts';
import type { AnswerScore } from '#shared/score.ts';
import { sampleJob } from '#tests/scoring/sample-job.ts';
import { aggregate, areDistinguishable } from './aggregate.ts';
import { intervalOf } from './words/confidence.ts';

const job = sampleJob();

function keyed(itemId: string, score: number): { itemId: string; score: AnswerScore } {
  return {
    itemId,
    score: {
      score,
      level: 3,
      evidence: [{ kind: 'option', optionId: 'a', text: 'a' }],
      keySource: 'authored',
      rule: { id: 'choice_effectiveness', version: 1 },
    },
  };
}

interface Shown {
  shares: Record<string, number | null>;
  depth?: number;
  status?: WordAssessment['status'];
  transcriptWeight?: number;
  score?: number;
}

function worded(
  itemId: string,
  { shares, depth = 1, status = 'scored', transcriptWeight = 1, score = 0.5 }: Shown,
): WordAssessment {
  return WordAssessment.parse({
    engine: { version: 1, configHash: 'a'.repeat(64), embedding: null },
    itemId,
    locale: 'en',
    status,
    score: status === 'scored' ? score : null,
    level: status === 'scored' ? 3 : null,
    isProvisional: false,
    interval: null,
    confidence: { value: 0.4, label: 'medium', reliability: 0.4, coverage: 1, meanTranscriptWeight: 1, routesAgree: 1 },
    transcriptWeight,
    clauses: [],
    star: {
      situation: 1,
      task: 1,
      action: 1,
      result: 1,
      depth,
      verbs: [],
      ownShare: 1,
      hasNumber: true,
      isGeneric: false,
      clauses: { situation: [], task: [], action: [], result: [] },
    },
    indicators: Object.entries(shares).map(([indicatorId, share]) => ({
      indicatorId,
      weight: 1,
      state: share === null ? 'unobserved' : 'observed',
      evidenceShare: share,
      level: share === null ? null : 3,
      evidence: [],
      counterCues: [],
      route: 'lexical',
      notFound: [],
    })),
    acts: null,
    gates: {
      units: 60,
      minUnits: 25,
      speechMs: null,
      rate: null,
      rateRange: [0.8, 5],
      unknownRatio: null,
      heardLanguage: null,
      functionShare: 0.5,
      repeatedShare: 0,
    },
    signals: [],
    probe: null,
    probeOptions: [],
  });
}

const dimension = (result: ReturnType<typeof aggregate>, id: string) =>
  result.dimensions.find(({ dimensionId }) => dimensionId === id);

test('a dimension is the mean of its answers, weighted by what they elicit and how well they were heard', () => {
  const result = aggregate(job, {
    keyed: [keyed('pick', 1)],
    worded: [
      worded('story', { shares: { checks: 0.5, tells: 1 }, depth: 0.5, transcriptWeight: 0.8 }),
      worded('plan', { shares: { stops: 1, asks: 0.2 }, depth: 0.4 }),
      worded('note', { shares: { finds: 0.4, listens: 0.6 } }),
    ],
  });
  const story = 0.65 * 0.5 + 0.35 * 0.5;
  const plan = 0.85 * 1 + 0.15 * 0.4;
  const care = (100 * (1 * 0.8 * story + plan + 0.4 + 1)) / (0.8 + 1 + 1 + 1);
  expect(dimension(result, 'care')?.interval?.score).toBeCloseTo(care, 3);
  expect(dimension(result, 'care')).toMatchObject({
    status: 'scored',
    coverage: 1,
    itemIds: ['story', 'plan', 'note', 'pick'],
  });
  expect(dimension(result, 'care')?.confidence?.reliability).toBeCloseTo(1.6 / 2.2, 4);
});

test('what was not observed lowers coverage, never the score', () => {
  const seen = aggregate(job, {
    keyed: [keyed('pick', 0.8)],
    worded: [worded('story', { shares: { checks: null, tells: 1 } })],
  });
  const without = aggregate(job, { keyed: [keyed('pick', 0.8)], worded: [] });
  expect(dimension(seen, 'care')).toEqual(dimension(without, 'care'));
});

test('less than half of the indicator weight is insufficient evidence, without a number', () => {
  const result = aggregate(job, { keyed: [keyed('pick', 0.8)], worded: [] });
  expect(dimension(result, 'care')).toMatchObject({ status: 'insufficient_evidence', interval: null, level: null });
  expect(result).toMatchObject({ status: 'incomplete', total: null });
});

test('an answer for a person gives no number to its dimension', () => {
  const flagged = worded('story', { shares: { checks: 1, tells: 1 }, status: 'needs_review:integrity' });
  const result = aggregate(job, { keyed: [], worded: [flagged] });
  expect(result.dimensions.every(({ interval }) => interval === null)).toBe(true);
});

test('a total needs every dimension of 15 % and more; a smaller one may be missing and is not made up', () => {
  const words = [
    worded('story', { shares: { checks: 1, tells: 1 } }),
    worded('plan', { shares: { stops: 1, asks: 1 } }),
    worded('note', { shares: { finds: 1, listens: 1 } }),
  ];
  const result = aggregate(job, { keyed: [], worded: words });
  expect(result).toMatchObject({ status: 'scored', missingDimensions: [] });
  expect(dimension(result, 'small')?.status).toBe('insufficient_evidence');
  expect(result.total?.score).toBeCloseTo(100, 3);
  const incomplete = aggregate(job, {
    keyed: [],
    worded: words.map((each) => ({ ...each, indicators: each.indicators.slice(0, 1) })),
  });
  expect(incomplete).toMatchObject({ status: 'incomplete', total: null, missingDimensions: ['talk'] });
});

test('a conversation counts with its acts', () => {
  const result = aggregate(job, { keyed: [], worded: [worded('play-1', { shares: {}, score: 0.9 })] });
  expect(dimension(result, 'small')?.interval?.score).toBeCloseTo(90, 3);
});

test('two engines in one interview are not passed off as one', () => {
  const one = worded('story', { shares: { checks: 1, tells: 1 } });
  const other = {
    ...worded('plan', { shares: { stops: 1, asks: 1 } }),
    engine: { ...one.engine, configHash: 'b'.repeat(64) },
  };
  expect(aggregate(job, { keyed: [], worded: [one] }).engine).toEqual(one.engine);
  expect(aggregate(job, { keyed: [], worded: [one, other] }).engine).toBeNull();
  expect(aggregate(job, { keyed: [], worded: [] }).engine).toBeNull();
});

test('intervals that touch are not distinguishable', () => {
  expect(areDistinguishable(intervalOf(62, 10), intervalOf(70, 10))).toBe(false);
  expect(areDistinguishable(intervalOf(30, 10), intervalOf(80, 10))).toBe(true);
});
