import { expect, test } from 'vitest';
import type { ChoiceItem } from '#shared/job.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { levelOf } from './level.ts';
import { scoreChoice } from './score-choice.ts';

function say(text: string) {
  return { 'zh-CN': `${text}(中)`, en: text };
}

function choiceItem(effectiveness: Record<string, number>): ChoiceItem {
  return {
    id: 'spill',
    kind: 'choice',
    prompt: say('What do you do?'),
    hint: say('There is no trick.'),
    elicits: [{ indicatorId: 'care', weight: 1 }],
    options: Object.entries(effectiveness).map(([id, worth]) => ({
      id,
      text: say(id),
      effectiveness: worth,
      why: say('why'),
    })),
    key: { source: 'expert_panel', experts: 9 },
  };
}

const item = choiceItem({ wait: 0, call: 0.5, block: 1, mop: 0.75 });

test('a choice scores its effectiveness and its level is round(1 + 4 X)', () => {
  const known = { wait: [0, 1], call: [0.5, 3], mop: [0.75, 4], block: [1, 5] } as const;
  for (const [optionId, [score, level]] of Object.entries(known)) {
    expect(scoreChoice(item, optionId, 'en')).toMatchObject({ score, level });
  }
});

test('effectiveness is relative to the best option of the item', () => {
  expect(scoreChoice(choiceItem({ a: 0.4, b: 0.8, c: 0 }), 'a', 'en').score).toBe(0.5);
  expect(scoreChoice(choiceItem({ a: 0.4, b: 0.8, c: 0 }), 'b', 'en').score).toBe(1);
});

test('a consensus key counts the experts: endorsed by 6, 3 and 0 of 9 is worth 1, .5 and 0', () => {
  const panel: ChoiceItem = {
    ...item,
    key: { source: 'expert_panel', experts: 9, endorsements: { call: 6, block: 3 } },
  };
  expect(scoreChoice(panel, 'call', 'en')).toMatchObject({ score: 1, level: 5 });
  expect(scoreChoice(panel, 'block', 'en')).toMatchObject({ score: 0.5, level: 3 });
  expect(scoreChoice(panel, 'wait', 'en')).toMatchObject({ score: 0, level: 1 });
});

test('the evidence is the chosen option in the candidate’s language, with the source of the key', () => {
  expect(scoreChoice(item, 'block', 'zh-CN')).toEqual({
    score: 1,
    level: 5,
    evidence: [{ kind: 'option', optionId: 'block', text: 'block(中)' }],
    keySource: 'expert_panel',
    rule: { id: 'choice_effectiveness', version: 1 },
  });
});

test('the order of the options in the file and the language do not change a score', () => {
  const shuffled = { ...item, options: item.options.toReversed() };
  for (const { id } of item.options) {
    expect(scoreChoice(shuffled, id, 'en')).toEqual(scoreChoice(item, id, 'en'));
    expect(scoreChoice(item, id, 'zh-CN').score).toBe(scoreChoice(item, id, 'en').score);
  }
});

test('an unknown option is an error that names the item, never a 0', () => {
  expect(() => scoreChoice(item, 'leave', 'en')).toThrow(InvalidSelectionError);
  expect(() => scoreChoice(item, 'leave', 'en')).toThrow('Item "spill" cannot be scored: it has no option "leave"');
  expect(() => scoreChoice(item, '', 'en')).toThrow(InvalidSelectionError);
});

test('a key that rates every option 0 is an error', () => {
  expect(() => scoreChoice(choiceItem({ a: 0, b: 0, c: 0 }), 'a', 'en')).toThrow('its key rates every option 0');
});

test('levels stay within 1 to 5 and halves are rounded up', () => {
  expect([0, 0.124, 0.125, 0.374, 0.375, 0.625, 0.874, 0.875, 1].map(levelOf)).toEqual([1, 1, 2, 2, 3, 4, 4, 5, 5]);
  expect([-0.5, 1.5].map(levelOf)).toEqual([1, 5]);
});
