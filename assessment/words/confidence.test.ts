import { expect, test } from 'vitest';
import { confidenceOf, intervalOf, reliabilityOf, standardErrorOf } from './confidence.ts';

test('reliability of one to four questions is .40, .57, .67, .73 (scoring.md §1.5)', () => {
  expect([1, 2, 3, 4].map((n) => Number(reliabilityOf(n).toFixed(2)))).toEqual([0.4, 0.57, 0.67, 0.73]);
  expect(reliabilityOf(0)).toBe(0);
});

test('three answers give "62 (50–74)"', () => {
  const { score, low, high } = intervalOf(62, standardErrorOf(3));
  expect([score, Math.round(low), Math.round(high)]).toEqual([62, 50, 74]);
});

test('an interval stays on the scale', () => {
  expect(intervalOf(97, 14)).toMatchObject({ high: 100 });
  expect(intervalOf(2, 14)).toMatchObject({ low: 0 });
});

test('confidence is the product of its factors, with the labels of the document', () => {
  expect(confidenceOf(4, 1, 1, true)).toMatchObject({ value: 0.7273, label: 'high' });
  expect(confidenceOf(4, 1, 0.8, true)).toMatchObject({ value: 0.5818, label: 'medium' });
  expect(confidenceOf(1, 1, 0.8, true)).toMatchObject({ value: 0.32, label: 'low' });
  expect(confidenceOf(4, 1, 1, false)).toMatchObject({ value: 0.5818, routesAgree: 0.8 });
  expect(confidenceOf(1, 1, 1, true)).toMatchObject({ value: 0.4, label: 'medium' });
  expect(confidenceOf(3, 0.5, 1, true).value).toBeCloseTo(1 / 3, 4);
});
