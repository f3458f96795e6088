import { expect, test } from 'vitest';
import { CONDITION_KINDS, freeRuleId, localRuleOf, NEW_RULE, newCondition, ruleDraftOf } from './rule-draft.ts';

test('a new rule needs a name and nothing else', () => {
  expect(localRuleOf('site-1', NEW_RULE)).toBeNull();
  expect(localRuleOf('site-1', { ...NEW_RULE, name: '80 分以上' })).toMatchObject({
    when: [{ kind: 'total_at_least', score: 80, of: 'score' }],
    propose: { kind: 'invite', to: 'second-interview' },
  });
});

test('an emptied or impossible number is no rule', () => {
  for (const score of ['', ' ', 'x', '-1', '101']) {
    const when = [{ kind: 'total_at_least' as const, score, of: 'score' as const }];
    expect(localRuleOf('site-1', { ...NEW_RULE, name: 'A', when })).toBeNull();
  }
});

test('what is saved comes back as it was typed', () => {
  const draft = { ...NEW_RULE, name: 'A', when: CONDITION_KINDS.map((kind) => newCondition(kind, 'safety')) };
  const saved = localRuleOf('site-1', draft);
  expect(saved === null ? null : ruleDraftOf(saved)).toEqual(draft);
});

test('a new rule gets an id of its own', () => {
  expect(freeRuleId(['site-1', 'site-3'])).toBe('site-2');
});
