import { assert, integer, property, record, array } from 'fast-check';
import { expect, test } from 'vitest';
import type { WorkSampleItem, WorkSampleTask } from '#shared/job/work-sample.ts';
import { AnswerScore } from '#shared/score.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { scoreWorkSample } from './score-work-sample.ts';

function say(text: string) {
  return { 'zh-CN': `${text}(中)`, en: text };
}

function item(task: WorkSampleTask): WorkSampleItem {
  return {
    id: 'sample',
    kind: 'work_sample',
    prompt: say('Do it'),
    hint: say('Take your time.'),
    elicits: [{ indicatorId: 'care', weight: 1 }],
    task,
    strength: say('You saw it.'),
  };
}

const step = (id: string) => ({ id, drawing: id, label: say(`step ${id}`) });
const order = item({
  type: 'assembly_order',
  steps: ['c', 'a', 'b', 'd'].map(step),
  correctOrder: ['a', 'b', 'c', 'd'],
});
const defects = item({
  type: 'spot_defect',
  drawing: 'shelf',
  label: say('a shelf'),
  defects: [
    { id: 'leak', x: 200, y: 300, radius: 50, name: say('a leak') },
    { id: 'exit', x: 800, y: 200, radius: 80, name: say('a blocked exit') },
  ],
});
const sign = item({
  type: 'safety_sign',
  sign: 'gloves',
  signLabel: say('gloves'),
  options: ['bare', 'gloved', 'pockets'].map((id) => ({
    id,
    drawing: id,
    label: say(id),
    isRight: id === 'gloved',
  })),
});
const till = item({
  type: 'count_change',
  denominations: [1000, 500, 100, 50],
  rounds: [
    { priceFen: 650, paidFen: 1000 },
    { priceFen: 1250, paidFen: 2000 },
  ],
});

const ordered = (ids: string) => ({ type: 'assembly_order' as const, stepIds: ids.split('') });
const touched = (...touches: [number, number][]) => ({
  type: 'spot_defect' as const,
  touches: touches.map(([x, y]) => ({ x, y })),
});
const gave = (...given: [number, number][][]) => ({
  type: 'count_change' as const,
  given: given.map((round) => round.map(([fen, count]) => ({ fen, count }))),
});

test('an order of steps scores like a ranking: right 1, reversed 0, two neighbours swapped .9', () => {
  expect(scoreWorkSample(order, ordered('abcd'), 'en')).toMatchObject({ score: 1, level: 5 });
  expect(scoreWorkSample(order, ordered('dcba'), 'en')).toMatchObject({ score: 0, level: 1 });
  expect(scoreWorkSample(order, ordered('bacd'), 'en').score).toBeCloseTo(0.9, 12);
  expect(scoreWorkSample(order, ordered('bacd'), 'zh-CN').evidence[0]).toEqual({
    kind: 'task',
    id: 'b',
    text: 'step b(中)',
    isRight: false,
  });
});

test('a defect is found by a touch within its circle, on the edge too, and not beside it', () => {
  expect(scoreWorkSample(defects, touched([200, 350], [880, 200]), 'en')).toMatchObject({ score: 1, level: 5 });
  expect(scoreWorkSample(defects, touched([200, 351], [880, 200]), 'en')).toMatchObject({ score: 0.5, level: 3 });
  expect(scoreWorkSample(defects, touched([500, 500]), 'en')).toMatchObject({ score: 0, level: 1 });
});

test('touching one defect twice finds one, and more touches than defects are refused', () => {
  expect(scoreWorkSample(defects, touched([200, 300], [201, 301]), 'en').score).toBe(0.5);
  expect(() => scoreWorkSample(defects, touched([1, 1], [2, 2], [3, 3]), 'en')).toThrow(InvalidSelectionError);
});

test('the picture that does what the sign says scores 1, every other 0', () => {
  expect(scoreWorkSample(sign, { type: 'safety_sign', optionId: 'gloved' }, 'en').score).toBe(1);
  expect(scoreWorkSample(sign, { type: 'safety_sign', optionId: 'bare' }, 'en')).toMatchObject({ score: 0, level: 1 });
  expect(() => scoreWorkSample(sign, { type: 'safety_sign', optionId: 'x' }, 'en')).toThrow('it has no picture "x"');
});

test('change counts by its sum: which notes and coins were taken does not matter', () => {
  const exact = scoreWorkSample(
    till,
    gave(
      [
        [100, 3],
        [50, 1],
      ],
      [
        [500, 1],
        [100, 2],
        [50, 1],
      ],
    ),
    'en',
  );
  expect(exact).toMatchObject({ score: 1, level: 5 });
  expect(exact.evidence[0]).toMatchObject({ text: '10.00 − 6.50 → 3.50', isRight: true });
  expect(scoreWorkSample(till, gave([[50, 7]], [[500, 1]]), 'en').score).toBe(0.5);
  expect(scoreWorkSample(till, gave([], []), 'en').score).toBe(0);
});

test('coins that are not in the till, or a missing customer, are refused', () => {
  expect(() => scoreWorkSample(till, gave([[200, 1]], []), 'en')).toThrow('no note or coin of 200 fen');
  expect(() => scoreWorkSample(till, gave([[100, 3]]), 'en')).toThrow('not every customer got change');
});

test('a result of another task is refused', () => {
  expect(() => scoreWorkSample(sign, ordered('abcd'), 'en')).toThrow('does not belong to it');
});

test('whatever is touched, the score is valid and the same in both languages', () => {
  const anywhere = record({ x: integer({ min: 0, max: 1000 }), y: integer({ min: 0, max: 700 }) });
  assert(
    property(array(anywhere, { maxLength: 2 }), (touches) => {
      const score = scoreWorkSample(defects, { type: 'spot_defect', touches }, 'en');
      expect(AnswerScore.parse(score)).toEqual(score);
      expect(scoreWorkSample(defects, { type: 'spot_defect', touches }, 'zh-CN').score).toBe(score.score);
    }),
  );
});
