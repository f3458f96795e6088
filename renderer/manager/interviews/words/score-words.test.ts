import { expect, test } from 'vitest';
import type { Confidence, IndicatorResult } from '#shared/assessment.ts';
import { anchorsAround, confidenceReasons, inReadingOrder, shownInterval } from './score-words.ts';

const confidence: Confidence = {
  value: 0.67,
  label: 'high',
  reliability: 0.67,
  coverage: 1,
  meanTranscriptWeight: 1,
  routesAgree: 1,
};

test('an error is rounded outwards', () => {
  expect(shownInterval({ score: 62.4, low: 50.9, high: 73.1 })).toEqual({ score: 62, low: 50, high: 74 });
  expect(shownInterval({ score: 100, low: 82.2, high: 100 })).toEqual({ score: 100, low: 82, high: 100 });
});

test('what keeps confidence down is named, factor by factor', () => {
  expect(confidenceReasons(confidence, 3)).toEqual([]);
  expect(confidenceReasons(confidence, 2)).toEqual(['few_answers']);
  expect(confidenceReasons({ ...confidence, coverage: 0.6, meanTranscriptWeight: 0.8, routesAgree: 0.8 }, 1)).toEqual([
    'one_answer',
    'partly_observed',
    'unchecked_words',
    'routes_differ',
  ]);
});

test('levels 2 and 4 lie between two described ones; there is no level 0 or 6', () => {
  expect([1, 2, 3, 4, 5].map(anchorsAround)).toEqual([[1], [1, 3], [3], [3, 5], [5]]);
  expect(() => anchorsAround(0)).toThrow(RangeError);
  expect(() => anchorsAround(6)).toThrow(RangeError);
});

test('what was observed is read first', () => {
  const of = (indicatorId: string, state: IndicatorResult['state']) => ({ indicatorId, state }) as IndicatorResult;
  const order = inReadingOrder([of('a', 'unobserved'), of('b', 'zero'), of('c', 'observed'), of('d', 'observed')]);
  expect(order.map(({ indicatorId }) => indicatorId)).toEqual(['c', 'd', 'b', 'a']);
});
