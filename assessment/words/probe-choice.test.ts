import { expect, test } from 'vitest';
import type { Signal, StarResult } from '#shared/assessment.ts';
import { probeOptions, type ProbeFacts } from './probe-choice.ts';

const whole: StarResult = {
  situation: 1,
  task: 1,
  action: 1,
  result: 1,
  depth: 1,
  verbs: [],
  ownShare: 1,
  hasNumber: true,
  isGeneric: false,
  clauses: { situation: [], task: [], action: [], result: [] },
};
const offTopic: Signal = { code: 'off_topic', value: 1, limit: 0.6, severity: 'review' };

function wanted(star: Partial<StarResult>, over: Partial<ProbeFacts> = {}) {
  return probeOptions({
    isShort: false,
    signals: [],
    star: { ...whole, ...star },
    hasFeedback: false,
    asks: 'behavioural',
    ...over,
  });
}

test('a whole story is asked nothing', () => {
  expect(wanted({})).toEqual([]);
});

test('each missing part has its question', () => {
  expect(wanted({ action: 0.3 })).toEqual(['action_missing']);
  expect(wanted({ ownShare: 0 })).toEqual(['action_missing']);
  expect(wanted({ result: 0, hasNumber: false })).toEqual(['result_missing']);
  expect(wanted({ situation: 0 })).toEqual(['situation_missing']);
  expect(wanted({ isGeneric: true, action: 0, result: 0, situation: 0 })[0]).toBe('generic');
});

test('a result without a number is asked for proof, unless somebody said what they thought of it', () => {
  expect(wanted({ result: 0.65, hasNumber: false })).toEqual(['result_without_proof']);
  expect(wanted({ result: 0.65, hasNumber: false }, { hasFeedback: true })).toEqual([]);
});

test('a short answer and one about something else come first', () => {
  expect(wanted({ action: 0 }, { isShort: true, signals: [offTopic] }).slice(0, 3)).toEqual([
    'short',
    'off_topic',
    'action_missing',
  ]);
});

test('a plan is not asked how it ended, and a text for what one did', () => {
  expect(wanted({ result: 0, situation: 0 }, { asks: 'situational' })).toEqual([]);
  expect(wanted({ action: 0.2 }, { asks: 'situational' })).toEqual(['action_missing']);
  expect(wanted({ action: 0, result: 0 }, { asks: 'work_product' })).toEqual([]);
  expect(wanted({}, { asks: 'work_product', isShort: true })).toEqual(['short']);
});
