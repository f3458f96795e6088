import { expect, test } from 'vitest';
import type { InterviewResult } from '#shared/assessment.ts';
import { defaultWorkflow } from '#shared/hub/default-workflow.ts';
import { Action, Condition, Rule } from '#shared/hub/workflow.ts';
import { type ApplicationFacts, proposeSteps } from './propose-steps.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const interval = (score: number) => ({ score, low: score - 5, high: score + 5, sem: 2.5 });
const resultOf = (scores: readonly (number | null)[]): InterviewResult => ({
  engine: null,
  dimensions: scores.map((score, index) => ({
    dimensionId: `d${index}`,
    weight: 1 / scores.length,
    status: score === null ? 'insufficient_evidence' : 'scored',
    interval: score === null ? null : interval(score),
    level: null,
    confidence: null,
    coverage: 1,
    itemIds: [],
  })),
  status: scores.includes(null) ? 'incomplete' : 'scored',
  total: scores.includes(null)
    ? null
    : interval(scores.reduce<number>((sum, score) => sum + (score ?? 0), 0) / scores.length),
  missingDimensions: [],
});
const facts = (change: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  stageId: 'kiosk-interview',
  stageEnteredMs: 0,
  session: { sessionId: 's', state: 'finalized', result: resultOf([90, 80, 82]) },
  checks: [],
  receivedDocuments: [],
  skills: ['forklift'],
  hasEmail: true,
  hasPhone: false,
  ...change,
});
const rule = (when: Condition[]) =>
  Rule.parse({
    id: 'r',
    name: { 'zh-CN': '规则', en: 'rule' },
    stageId: 'kiosk-interview',
    when,
    propose: { kind: 'advance', to: 'offer' },
  });
const holds = (condition: unknown, change: Partial<ApplicationFacts> = {}, nowMs = 0) =>
  proposeSteps([rule([Condition.parse(condition)])], facts(change), nowMs).length === 1;
const scored = (...scores: (number | null)[]): Partial<ApplicationFacts> => ({
  session: { sessionId: 's', state: 'finalized', result: resultOf(scores) },
});

test.each<[unknown, Partial<ApplicationFacts>, Partial<ApplicationFacts>]>([
  [{ kind: 'total_at_least', score: 80 }, scored(80, 80), scored(79, 80)],
  [{ kind: 'total_at_least', score: 80, of: 'low' }, scored(85, 85), scored(84, 84)],
  [{ kind: 'total_at_least', score: 0 }, scored(1), scored(90, null)],
  [{ kind: 'dimension_at_least', dimensionId: 'd1', score: 80 }, scored(10, 80), scored(90, null)],
  [{ kind: 'all_dimensions_scored' }, scored(1, 2), scored(90, null)],
  [{ kind: 'session_is', state: 'finalized' }, {}, { session: { sessionId: 's', state: 'sealed', result: null } }],
  [
    { kind: 'check_is', providerId: 'p', outcome: 'clear' },
    {
      checks: [
        { providerId: 'p', checkId: 'new', outcome: 'clear' },
        { providerId: 'p', checkId: 'old', outcome: 'review' },
      ],
    },
    {
      checks: [
        { providerId: 'p', checkId: 'new', outcome: 'review' },
        { providerId: 'p', checkId: 'old', outcome: 'clear' },
      ],
    },
  ],
  [{ kind: 'document_missing', documentId: 'id-card' }, {}, { receivedDocuments: ['id-card'] }],
  [{ kind: 'document_received', documentId: 'id-card' }, { receivedDocuments: ['id-card'] }, {}],
  [{ kind: 'has_skill', skill: 'Forklift' }, {}, { skills: [] }],
  [{ kind: 'has_contact', by: 'email' }, {}, { hasEmail: false }],
])('%j', (condition, isTrue, isFalse) => {
  expect(holds(condition, isTrue)).toBe(true);
  expect(holds(condition, isFalse)).toBe(false);
  expect(holds(condition, { ...isTrue, stageId: 'offer' })).toBe(false);
});

test('time in a stage counts from its entry, and the ground does not change with the hour', () => {
  const condition = { kind: 'in_stage_for_days', days: 3 };
  expect(holds(condition, {}, 3 * DAY_MS - 1)).toBe(false);
  expect(holds(condition, {}, 3 * DAY_MS)).toBe(true);
  const at = (nowMs: number) => proposeSteps([rule([Condition.parse(condition)])], facts(), nowMs);
  expect(at(9 * DAY_MS)).toEqual(at(3 * DAY_MS));
});

test('all conditions of a rule must be true, and each says what it was true of', () => {
  const rules = defaultWorkflow('job').rules;
  const [step] = proposeSteps(rules, facts(), 0);
  expect(step).toMatchObject({
    ruleId: 'second-interview-from-80',
    action: { kind: 'advance', to: 'second-interview' },
    ground: [{ observed: { sessionId: 's' } }, {}, { observed: { score: 84, low: 79, high: 89 } }],
  });
  expect(proposeSteps(rules, facts(scored(80, 80, 70)), 0)).toEqual([]);
});

test('no rule can speak against somebody', () => {
  const kinds = Action.options.map((option) => option.shape.kind.value);
  expect(kinds).toEqual(['advance', 'invite', 'order_check', 'hand_over', 'remind']);
  expect(
    Condition.options.map((option) => option.shape.kind.value).filter((kind) => /below|not|less/.test(kind)),
  ).toEqual([]);
  expect(Rule.safeParse({ ...rule([{ kind: 'all_dimensions_scored' }]), propose: { kind: 'reject' } }).success).toBe(
    false,
  );
});
