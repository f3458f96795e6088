import { expect, test } from 'vitest';
import { defaultWorkflow } from '#shared/hub/default-workflow.ts';
import { Condition, WorkflowInput } from '#shared/hub/workflow.ts';
import {
  conditionKinds,
  draftOf,
  inputOf,
  isChanged,
  newAction,
  newCondition,
  newSlug,
  obstacleOf,
  rulesAbout,
  rulesAboutDocument,
} from './flow-draft.ts';

const flow = defaultWorkflow('picker');
const all = { dimensionIds: ['care'], documentIds: ['id-card'], checkIds: ['trust'] };
const none = { dimensionIds: [], documentIds: [], checkIds: [] };

test('an untouched draft changes nothing and can be saved', () => {
  const draft = draftOf(flow);
  expect(isChanged(draft, flow)).toBe(false);
  expect(obstacleOf(draft)).toBeNull();
  expect(WorkflowInput.safeParse(inputOf(draft, flow)).success).toBe(true);
  expect(isChanged({ ...draft, stages: draft.stages.toReversed() }, flow)).toBe(true);
});

test('an id comes from the English name, with a number where it is taken', () => {
  expect(newSlug('Trial day', [], 'stage')).toBe('trial-day');
  expect(newSlug('  Café & Bar ', [], 'stage')).toBe('cafe-bar');
  expect(newSlug('Trial day', ['trial-day', 'trial-day-2'], 'stage')).toBe('trial-day-3');
  expect(newSlug('试工', ['stage'], 'stage')).toBe('stage-2');
  expect(newSlug('x'.repeat(90), ['x'.repeat(60)], 'stage').length).toBeLessThanOrEqual(64);
});

test('a stage that a rule stands in or leads to is held by it', () => {
  expect(rulesAbout('second-interview', flow.rules).map(({ id }) => id)).toEqual([
    'second-interview-from-80',
    'waiting-for-two-weeks',
  ]);
  expect(rulesAbout('offer', flow.rules)).toEqual([]);
});

test('a document that a rule looks at is held by it', () => {
  const [rule] = flow.rules;
  if (rule === undefined) throw new Error('The default flow has rules.');
  const rules = [{ ...rule, when: [{ kind: 'document_missing' as const, documentId: 'id-card' }] }];
  expect(rulesAboutDocument('id-card', rules)).toHaveLength(1);
  expect(rulesAboutDocument('permit', rules)).toEqual([]);
});

test('what is missing is told from top to bottom', () => {
  const [first, second] = flow.stages;
  if (first === undefined || second === undefined) throw new Error('The default flow has stages.');
  const nameless = { ...second, name: { 'zh-CN': ' ', en: 'Trial' } };
  expect(obstacleOf({ ...flow, stages: [first] })).toEqual({ kind: 'too_few_stages' });
  expect(obstacleOf({ ...flow, stages: [first, nameless] })).toEqual({ kind: 'nameless', of: 'stage', number: 2 });
  expect(obstacleOf({ ...flow, documents: [{ id: 'a', name: { 'zh-CN': '证', en: '' } }] })).toEqual({
    kind: 'nameless',
    of: 'document',
    number: 1,
  });
});

test('every kind of condition that is offered can be begun with', () => {
  for (const of of [all, none]) for (const kind of conditionKinds(of)) expect(newCondition(kind, of)?.kind).toBe(kind);
  const kinds = Condition.options.map((option) => option.shape.kind.value);
  expect(conditionKinds(all).toSorted()).toEqual(kinds.toSorted());
  expect(conditionKinds(none)).not.toContain('check_is');
});

test('an action without anybody to carry it out is not offered', () => {
  expect(newAction('order_check', 'offer', [])).toBeUndefined();
  expect(newAction('order_check', 'offer', ['trust'])).toEqual({
    kind: 'order_check',
    to: 'offer',
    providerId: 'trust',
  });
  expect(newAction('remind', 'offer', [])).toEqual({ kind: 'remind' });
});
